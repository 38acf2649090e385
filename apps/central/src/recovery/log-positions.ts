import type { LogPositionsRequest, LogPositionsResponse } from '@serialbridge/protocol';
import { chainsOf, eventsAt } from '../ledger/index.ts';
import type { Store } from '../storage/shared/store.ts';
import type { SyncStation } from '../auth/station-credentials.ts';

/** The furthest of these places that lies on a chain of this incarnation of the station, whichever copy of its disk wrote it. */
export async function logPositions(
  store: Store,
  { tenant_id, station_id }: SyncStation,
  { incarnation, positions }: LogPositionsRequest,
): Promise<LogPositionsResponse> {
  const chains = (await chainsOf(store, tenant_id, station_id, incarnation)).map((chain) => chain.incarnation);
  if (chains.length === 0) return { furthest: 0 };
  const seqs = positions.map(({ seq }) => seq);
  const found = await eventsAt(store, { tenant_id, station_id }, chains, seqs);
  const has = new Set(found.map(({ seq, hash }) => `${seq} ${hash}`));
  const furthest = positions.filter(({ seq, hash }) => has.has(`${seq} ${hash}`)).map(({ seq }) => seq);
  return { furthest: Math.max(0, ...furthest) };
}
