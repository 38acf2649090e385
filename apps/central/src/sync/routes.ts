import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  LogPositionsRequest,
  LogPositionsResponse,
  ComparedRequest,
  Cursor,
  FEED_LINES_TYPE,
  DigestRequest,
  DigestResponse,
  FeedResponse,
  HelloRequest,
  HelloResponse,
  LostRecordsRequest,
  LostRecordsResponse,
  MAX_LOST_BYTES,
  MAX_PUSH_BYTES,
  PairRequest,
  PairResponse,
  PROTOCOL_VERSION,
  PushRequest,
  PushResponse,
  RangeRequest,
  RangeResponse,
  SnapshotManifest,
} from '@serialbridge/protocol';
import { Id, ShortText } from '@serialbridge/core/model';
import type { ApiCall } from '@serialbridge/protocol/central';
import { pairWithLimits } from '../auth/pairing.ts';
import type { Central } from '../central.ts';
import { authenticateStation, type SyncStation } from '../auth/station-credentials.ts';
import { assignedScope } from '../ledger/index.ts';
import { Refusal } from '../refusal.ts';
import { recordComparison } from '../recovery/comparisons.ts';
import { digests, range } from '../recovery/digests.ts';
import { logPositions } from '../recovery/log-positions.ts';
import { hello } from './hello.ts';
import { push } from './push.ts';
import type { Snapshots } from './snapshots.ts';
import { reportLost } from '../recovery/lost/report-lost.ts';
import { routeSchema } from '../api/route-schema.ts';
import { parseCall } from '../api/serve-call.ts';
import { syncGates } from './sync-gates.ts';

const call = <const C extends ApiCall>(declaration: C): C => declaration;
const FeedQuery = z.object({
  epoch: Id,
  version: z.coerce.number<string | number>().pipe(Cursor.shape.version),
  hash: Cursor.shape.hash,
  limit: z.coerce.number<string | number>().int().min(1).max(50_000).optional(),
  /** `lines`: as text, see protocol's feed-lines.ts. */
  form: z.enum(['json', 'lines']).default('json'),
  scope: ShortText.optional(),
});
/** With `have` the answer waits up to `wait_ms` for more chunks than those. */
const ManifestQuery = z.object({
  have: z.coerce.number<string | number>().int().min(0).optional(),
  wait_ms: z.coerce.number<string | number>().int().min(0).max(30_000).default(0),
});
/** `scoped`: of the scope that is the station's by now, instead of the whole tenant. */
const SnapshotQuery = z.object({ scoped: z.stringbool().default(false) });
const SnapshotParams = z.object({ snapshot_id: Id });
const ChunkParams = SnapshotParams.extend({ chunk: z.coerce.number<string>().int().min(0) });

const SYNC_CALLS = {
  pair: call({
    method: 'POST',
    path: '/api/sync/pair',
    who: null,
    summary: 'Become a station by a pairing code',
    body: PairRequest,
    response: PairResponse,
  }),
  hello: call({
    method: 'POST',
    path: '/api/sync/hello',
    who: null,
    summary: 'Where central and the station stand',
    body: HelloRequest,
    response: HelloResponse,
  }),
  logPositions: call({
    method: 'POST',
    path: '/api/sync/log-positions',
    who: null,
    summary: "Up to where central has one of the station's chains",
    body: LogPositionsRequest,
    response: LogPositionsResponse,
  }),
  push: call({
    method: 'POST',
    path: '/api/sync/push',
    who: null,
    summary: 'Events in order, at most 500 or 256 KiB',
    body: PushRequest,
    response: PushResponse,
  }),
  feed: call({
    method: 'GET',
    path: '/api/sync/feed',
    who: null,
    summary: 'What changed after a cursor',
    query: FeedQuery,
    response: FeedResponse,
  }),
  snapshot: call({
    method: 'POST',
    path: '/api/sync/snapshot',
    who: null,
    summary: 'A whole copy, in chunks',
    query: SnapshotQuery,
    response: SnapshotManifest,
  }),
  manifest: call({
    method: 'GET',
    path: '/api/sync/snapshot/:snapshot_id',
    who: null,
    summary: 'How far a snapshot is',
    params: SnapshotParams,
    query: ManifestQuery,
    response: SnapshotManifest,
  }),
  lostRecords: call({
    method: 'POST',
    path: '/api/sync/lost-records',
    who: null,
    summary: 'What a cache from before a restore of central knows and central does not',
    body: LostRecordsRequest,
    response: LostRecordsResponse,
  }),
  chunk: call({
    method: 'GET',
    path: '/api/sync/snapshot/:snapshot_id/:chunk',
    who: null,
    summary: 'One chunk: zstd of COPY text',
    params: ChunkParams,
    response: z.string(),
  }),
  digests: call({
    method: 'POST',
    path: '/api/sync/digests',
    who: null,
    summary: 'Digests to compare a cache by',
    body: DigestRequest,
    response: DigestResponse,
  }),
  range: call({
    method: 'POST',
    path: '/api/sync/range',
    who: null,
    summary: 'The rows of a range that differed',
    body: RangeRequest,
    response: RangeResponse,
  }),
  compared: call({
    method: 'POST',
    path: '/api/sync/compared',
    who: null,
    summary: 'What came of a comparison',
    body: ComparedRequest,
    response: z.object({}),
  }),
  hints: call({
    method: 'GET',
    path: '/api/sync/hints',
    who: null,
    summary: 'Server-sent events: the head moved',
    response: z.string(),
  }),
};

const schemaOf = (name: keyof typeof SYNC_CALLS): Record<string, unknown> => {
  const schema = routeSchema(`sync.${name}`, SYNC_CALLS[name]);
  if (name === 'pair') return schema;
  return { ...schema, description: 'Needs a station credential.', security: [{ station: [] }] };
};

/** A newer protocol may have other fields: it is told so instead of which fields are wrong. */
function checkVersion(request: FastifyRequest): void {
  const version = z.looseObject({ protocol: z.number() }).safeParse(request.body).data?.protocol;
  if (version !== undefined && version > PROTOCOL_VERSION) throw new Refusal('sync.protocol-newer');
}

/** Room for JSON's own signs around the events, and for texts that take more bytes escaped. */
const PUSH_LIMIT = MAX_PUSH_BYTES * 4;

/** `/api/sync/*`: thin over sync/; the credential says which tenant and station it is. */
export function addSyncRoutes(app: FastifyInstance, central: Central, snapshots: Snapshots): void {
  const { store, now } = central;
  const station = (request: FastifyRequest): Promise<SyncStation> =>
    authenticateStation(store, request.headers.authorization);
  const gates = syncGates(central, station, PUSH_LIMIT);

  app.post(SYNC_CALLS.pair.path, { schema: schemaOf('pair'), bodyLimit: 4096 }, (request) => {
    checkVersion(request);
    return pairWithLimits(central, parseCall(SYNC_CALLS.pair, request).body, request.ip);
  });
  app.post(SYNC_CALLS.hello.path, { schema: schemaOf('hello'), bodyLimit: 16_384 }, async (request) => {
    const who = await station(request);
    checkVersion(request);
    const { body } = parseCall(SYNC_CALLS.hello, request);
    return hello(store, who, body, now(), gates.hello);
  });
  app.post(SYNC_CALLS.logPositions.path, { schema: schemaOf('logPositions'), bodyLimit: 16_384 }, async (request) => {
    const who = await station(request);
    checkVersion(request);
    return logPositions(store, who, parseCall(SYNC_CALLS.logPositions, request).body);
  });
  const pushOptions = { schema: schemaOf('push'), bodyLimit: PUSH_LIMIT, onRequest: gates.admitPush };
  app.post(SYNC_CALLS.push.path, pushOptions, async (request, reply) => {
    const answer = await gates.push(request, async (who) => {
      checkVersion(request);
      return push(store, who, parseCall(SYNC_CALLS.push, request).body, now());
    });
    if (answer === null) return reply.hijack();
    for (const { outcome } of answer.outcomes) central.metrics.events.inc({ source: 'station', outcome });
    return answer;
  });
  app.get(SYNC_CALLS.feed.path, { schema: schemaOf('feed') }, async (request, reply) => {
    const who = await station(request);
    const { limit, form, scope, ...cursor } = parseCall(SYNC_CALLS.feed, request).query;
    // Bytes of what is text already: they go round the serialiser.
    return reply
      .type(form === 'lines' ? FEED_LINES_TYPE : 'application/json; charset=utf-8')
      .send(await gates.tails.page(who, cursor, form, limit, scope));
  });
  app.post(SYNC_CALLS.snapshot.path, { schema: schemaOf('snapshot'), bodyLimit: 1024 }, async (request) => {
    const who = await station(request);
    const { scoped } = parseCall(SYNC_CALLS.snapshot, request).query;
    const { db } = store;
    return snapshots.take(who, now(), scoped ? await assignedScope(db, who) : undefined);
  });
  app.get(SYNC_CALLS.manifest.path, { schema: schemaOf('manifest') }, async (request) => {
    const who = await station(request);
    const { params, query } = parseCall(SYNC_CALLS.manifest, request);
    return snapshots.manifest(
      who,
      params.snapshot_id,
      query.have === undefined ? undefined : { have: query.have, wait_ms: query.wait_ms },
    );
  });
  app.post(
    SYNC_CALLS.lostRecords.path,
    { schema: schemaOf('lostRecords'), bodyLimit: MAX_LOST_BYTES * 3 },
    async (request) => {
      const who = await station(request);
      checkVersion(request);
      return reportLost(store, who, parseCall(SYNC_CALLS.lostRecords, request).body, now());
    },
  );
  app.get(SYNC_CALLS.chunk.path, { schema: { ...schemaOf('chunk'), response: undefined } }, async (request, reply) => {
    const who = await station(request);
    const { params } = parseCall(SYNC_CALLS.chunk, request);
    const { path, bytes, sha256 } = snapshots.chunk(who, params.snapshot_id, params.chunk);
    return reply
      .type('application/zstd')
      .header('content-length', bytes)
      .header('etag', `"${sha256}"`)
      .send(createReadStream(path));
  });
  app.post(SYNC_CALLS.digests.path, { schema: schemaOf('digests'), bodyLimit: 65_536 }, async (request) => {
    const who = await station(request);
    return digests(store, who, parseCall(SYNC_CALLS.digests, request).body);
  });
  app.post(SYNC_CALLS.range.path, { schema: schemaOf('range'), bodyLimit: 16_384 }, async (request, reply) => {
    const who = await station(request);
    const answer = await range(store, who, parseCall(SYNC_CALLS.range, request).body);
    // Thousands of whole rows: checking each field on the way out would hold everybody up.
    return reply.type('application/json').serializer(JSON.stringify).send(answer);
  });
  app.post(SYNC_CALLS.compared.path, { schema: schemaOf('compared'), bodyLimit: 1024 }, async (request) => {
    const who = await station(request);
    await recordComparison(store, who, parseCall(SYNC_CALLS.compared, request).body, now());
    return {};
  });
  app.get(SYNC_CALLS.hints.path, { schema: { ...schemaOf('hints'), response: undefined } }, async (request, reply) => {
    await gates.hints(await station(request), reply);
    return reply;
  });
}
