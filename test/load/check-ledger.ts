import type { Store } from '@serialbridge/central/storage';
import { judge } from '@serialbridge/testing/judge/judge';
import { casesOpened } from '@serialbridge/testing/store/cases-opened';
import type { LoadStation } from './load-station.ts';

/**
 * What is wrong with central's ledger. A station here has no files: that its last event is in the ledger, and its chain goes there without a gap,
 * says that each of its events is there once.
 */
export async function checkLedger(store: Store, stations: readonly LoadStation[]): Promise<string[]> {
  const wrong = stations
    .filter(({ wentBack }) => wentBack > 0)
    .map(({ place }) => `${place.station_id}: an acknowledgement went back`);
  for (const [tenant_id, own] of Map.groupBy(stations, ({ place }) => place.tenant_id)) {
    const judged = own.map(({ place, recorded, last_hash }) => ({
      name: place.station_id,
      read: null,
      accepted: recorded === 0 ? [] : [{ hash: last_hash, envelope: null }],
    }));
    const { breaches } = await judge({ store, tenant_id, stations: judged, logs: 'one' });
    wrong.push(...breaches.map(({ invariant, message }) => `${invariant}: ${message}`));
  }
  const cases = await casesOpened(store);
  if (cases !== null) wrong.push(`honest work opened cases: ${cases}`);
  return wrong;
}

/** How many events have each outcome; load that is valid is accepted. */
export async function countOutcomes(store: Store): Promise<string> {
  const rows = await store.db
    .selectFrom('event')
    .select(['outcome', (eb) => eb.fn.countAll<number>().as('n')])
    .where('type', '!=', 'records-put')
    .groupBy('outcome')
    .execute();
  return rows.map(({ outcome, n }) => `${n} ${outcome}`).join(', ');
}
