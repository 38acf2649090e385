import { createReadStream } from 'node:fs';
import { WITNESS_HEADER } from '@serialbridge/protocol';
import type { FastifyInstance } from 'fastify';
import { serveStationCall } from '../api/serve-station-call.ts';
import { pairWithLimits } from '../auth/pairing.ts';
import type { Central } from '../auth/central.ts';
import { hello } from './hello.ts';
import { changePinAt, pinsOf } from './pins.ts';
import { checkBatchSignature, push } from './push.ts';
import { witnessOfPage } from './witness.ts';
import type { Snapshots } from './snapshots.ts';
import { syncGates } from './sync-gates.ts';

/** Serves the stations' everyday calls. The calls that a restore or a damaged cache makes necessary are served by recovery. */
export function addSyncRoutes(app: FastifyInstance, central: Central, snapshots: Snapshots): void {
  const { store, now, metrics } = central;
  const gates = syncGates(central);

  serveStationCall(app, central, 'pair', ({ body, request }) => pairWithLimits(central, body, request.ip));
  serveStationCall(app, central, 'hello', ({ who, body }) => hello(store, who, body, now(), gates.hello));
  serveStationCall(
    app,
    central,
    'push',
    async ({ who, body }) => {
      await checkBatchSignature(store, who, body);
      const answer = await push(store, who, body, now());
      for (const { outcome } of answer.outcomes) metrics.events.inc({ source: 'station', outcome });
      return answer;
    },
    gates.push,
  );
  serveStationCall(app, central, 'pins', ({ who }) => pinsOf(store, who, now()));
  serveStationCall(app, central, 'changePin', ({ who, body }) => changePinAt(central, who, body));
  serveStationCall(app, central, 'feed', async ({ who, query: { limit, scope, ...cursor }, reply }) => {
    const page = await gates.tails.page(who, cursor, limit, scope);
    void reply.header(WITNESS_HEADER, (await witnessOfPage(store, who, page)).signature);
    return page;
  });
  serveStationCall(app, central, 'snapshot', ({ who }) => snapshots.take(who, now()));
  serveStationCall(app, central, 'manifest', ({ who, params, query: { have, wait_ms } }) =>
    snapshots.manifest(who, params.snapshot_id, have === undefined ? undefined : { have, wait_ms }),
  );
  serveStationCall(app, central, 'chunk', async ({ who, params }) => {
    const { path, bytes, sha256 } = await snapshots.chunk(who, params.snapshot_id, params.chunk);
    return { type: 'application/zstd', bytes, sha256, content: createReadStream(path) };
  });
  serveStationCall(app, central, 'hints', async ({ who, reply }) => {
    gates.hints(who, reply);
    return undefined;
  });
}
