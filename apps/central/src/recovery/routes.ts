import type { FastifyInstance } from 'fastify';
import { serveStationCall } from '../api/serve-station-call.ts';
import type { Central } from '../auth/central.ts';
import { recordComparison } from './comparisons.ts';
import { digests, range } from './digests.ts';
import { logPositions } from './log-positions.ts';
import { reportLost } from './lost/report-lost.ts';

/** Serves the calls that stations make after a restore of central, a cloned disk or a damaged cache. */
export function addRecoveryRoutes(app: FastifyInstance, central: Central): void {
  const { store, now } = central;
  serveStationCall(app, central, 'logPositions', ({ who, body }) => logPositions(store, who, body));
  serveStationCall(app, central, 'lostRecords', ({ who, body }) => reportLost(store, who, body, now()));
  serveStationCall(app, central, 'digests', ({ who, body }) => digests(store, who, body));
  serveStationCall(app, central, 'range', ({ who, body }) => range(store, who, body));
  serveStationCall(app, central, 'compared', async ({ who, body }) => {
    await recordComparison(store, who, body, now());
    return {};
  });
}
