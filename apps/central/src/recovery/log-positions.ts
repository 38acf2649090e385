import type { LogPositionsRequest, LogPositionsResponse } from '@serialbridge/protocol';
import { chainsOf, eventsAt } from '../ledger/index.ts';
import type { Store } from '../storage/store/store.ts';
import type { SyncStation } from '../auth/station-credentials.ts';

/**
 * The furthest of these positions that lies on a chain of this incarnation of the station, whichever clone of its disk wrote it.
 *
 * The one case that needs this: a station's disk was cloned, and central was restored from a backup, both at once. Say the station wrote events
 * 1 to 5, then the disk was cloned, and each clone went on under the same incarnation: one wrote 6 to 9, the other 6' to 8'. Central notices a
 * clone because two different events came under one number; it keeps both chains, and each clone begins an incarnation of its own from
 * then on. As long as central loses nothing, the end of each chain, which a hello tells, is enough: a clone finds its own end among them and
 * knows that all before it is there. Now central is restored from a backup that has only 1 to 4 and, from the other clone, which was the
 * first to come back, 5, 6' and 7'. To the clone of 6 to 9 central says "this chain ends with 7'". Its own seventh event is another, so the
 * end tells it nothing: 1 to 5 may be there, or only 1 to 2. If it sent everything again it would be right but slow (90 days of events); if it
 * sent nothing, 6 to 9 would be lost for ever.
 *
 * So it asks. It names some of its own events by number and hash, evenly spread, and central says the furthest that it has. What comes before
 * an event that central has it has too, because each hash covers the one before. Asked again between that one and the next, a few rounds
 * find the event after which the two histories part (find-divergence-point.ts at the station), and everything after it is sent again. The
 * station remembers the answer for as long as central's ends stay the same, so that an unlucky clone asks once and not at every hello.
 */
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
