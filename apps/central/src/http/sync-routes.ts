import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Cursor,
  FeedResponse,
  HelloRequest,
  HelloResponse,
  MAX_PUSH_BYTES,
  PairRequest,
  PairResponse,
  PROTOCOL_VERSION,
  PushRequest,
  PushResponse,
  SnapshotManifest,
} from '@serialbridge/protocol';
import { Id } from '@serialbridge/core/model';
import type { ApiCall } from '@serialbridge/protocol/central';
import { pairWithLimits } from '../auth/pairing.ts';
import type { Central } from '../central.ts';
import { authenticateStation, hello, push, SyncRefused, type Snapshots, type SyncStation } from '../sync/index.ts';
import { routeSchema } from './route-schema.ts';
import { parseCall } from './serve-call.ts';
import { syncGates } from './sync-gates.ts';

const call = <const C extends ApiCall>(declaration: C): C => declaration;
const FeedQuery = z.object({
  epoch: Id,
  version: z.coerce.number<string | number>().pipe(Cursor.shape.version),
  hash: Cursor.shape.hash,
  limit: z.coerce.number<string | number>().int().min(1).max(50_000).optional(),
});
/** With `have` the answer waits up to `wait_ms` for more chunks than those. */
const ManifestQuery = z.object({
  have: z.coerce.number<string | number>().int().min(0).optional(),
  wait_ms: z.coerce.number<string | number>().int().min(0).max(30_000).default(0),
});
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
  chunk: call({
    method: 'GET',
    path: '/api/sync/snapshot/:snapshot_id/:chunk',
    who: null,
    summary: 'One chunk: zstd of COPY text',
    params: ChunkParams,
    response: z.string(),
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
  if (version !== undefined && version > PROTOCOL_VERSION) throw new SyncRefused('sync.protocol-newer');
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
  const pushOptions = { schema: schemaOf('push'), bodyLimit: PUSH_LIMIT, onRequest: gates.admitPush };
  app.post(SYNC_CALLS.push.path, pushOptions, async (request, reply) => {
    const answer = await gates.push(request, (who) => {
      checkVersion(request);
      return push(store, who, parseCall(SYNC_CALLS.push, request).body, now());
    });
    if (answer === null) return reply.hijack();
    for (const { outcome } of answer.outcomes) central.metrics.events.inc({ source: 'station', outcome });
    return answer;
  });
  app.get(SYNC_CALLS.feed.path, { schema: schemaOf('feed') }, async (request, reply) => {
    const who = await station(request);
    const { limit, ...cursor } = parseCall(SYNC_CALLS.feed, request).query;
    // The text is JSON already: it goes round the serialiser.
    return reply
      .type('application/json')
      .serializer((text: unknown) => String(text))
      .send(await gates.tails.page(who, cursor, limit));
  });
  app.post(SYNC_CALLS.snapshot.path, { schema: schemaOf('snapshot'), bodyLimit: 1024 }, async (request) =>
    snapshots.take(await station(request), now()),
  );
  app.get(SYNC_CALLS.manifest.path, { schema: schemaOf('manifest') }, async (request) => {
    const who = await station(request);
    const { params, query } = parseCall(SYNC_CALLS.manifest, request);
    return snapshots.manifest(
      who,
      params.snapshot_id,
      query.have === undefined ? undefined : { have: query.have, wait_ms: query.wait_ms },
    );
  });
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
  app.get(SYNC_CALLS.hints.path, { schema: { ...schemaOf('hints'), response: undefined } }, async (request, reply) => {
    gates.hints(await station(request), reply);
    return reply;
  });
}
