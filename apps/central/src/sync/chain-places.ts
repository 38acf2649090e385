import type { ChainPlacesRequest, ChainPlacesResponse } from '@serialbridge/protocol';
import type { Store } from '../storage/store.ts';
import { checkProtocol } from './check-protocol.ts';
import type { SyncStation } from './station-credentials.ts';

/** The furthest of these places that lies on a chain of this incarnation of the station, whichever copy of its disk wrote it. */
export async function chainPlaces(
  store: Store,
  { tenant_id, station_id }: SyncStation,
  { protocol, incarnation, places }: ChainPlacesRequest,
): Promise<ChainPlacesResponse> {
  checkProtocol(protocol);
  const { db } = store;
  const heads = await db
    .selectFrom('station_head')
    .select('incarnation')
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where((at) => at.or([at('incarnation', '=', incarnation), at('fork_of', '=', incarnation)]))
    .execute();
  if (heads.length === 0) return { furthest: 0 };
  const chains = heads.map((head) => head.incarnation);
  const seqs = places.map(({ seq }) => seq);
  const written = db
    .selectFrom('event')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where('incarnation', 'in', chains)
    .where('seq', 'in', seqs);
  // Known under another place first, then in this chain too.
  const again = db
    .selectFrom('event_fork')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where('chain', 'in', chains)
    .where('seq', 'in', seqs)
    .where('kind', '=', 'same-id');
  const found = [...(await written.execute()), ...(await again.execute())];
  const has = new Set(found.map(({ seq, hash }) => `${seq} ${hash}`));
  const furthest = places.filter(({ seq, hash }) => has.has(`${seq} ${hash}`)).map(({ seq }) => seq);
  return { furthest: Math.max(0, ...furthest) };
}
