import type { Store } from '@serialbridge/central/storage';
import type { LoadStation } from './load-station.ts';

/** What is wrong with central's ledger: every recorded event must be there exactly once, in a chain without a gap. */
export async function checkLedger(store: Store, stations: readonly LoadStation[]): Promise<string[]> {
  const counts = new Map<string, { n: number; highest: number }>();
  const rows = await store.db
    .selectFrom('event')
    .select([
      'station_id',
      'incarnation',
      (eb) => eb.fn.countAll<number>().as('n'),
      (eb) => eb.fn.max('seq').as('highest'),
    ])
    .groupBy(['tenant_id', 'station_id', 'incarnation'])
    .execute();
  for (const { station_id, incarnation, n, highest } of rows)
    counts.set(`${station_id} ${incarnation}`, { n, highest });
  const forks = await store.db
    .selectFrom('event_fork')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst();
  const wrong = stations.flatMap(({ place, incarnation, recorded, wentBack }) => {
    const { n, highest } = counts.get(`${place.station_id} ${incarnation}`) ?? { n: 0, highest: 0 };
    const lost =
      n === recorded && highest === recorded
        ? []
        : [`${place.station_id}: ${recorded} recorded, ${n} stored up to ${highest}`];
    return wentBack === 0 ? lost : [...lost, `${place.station_id}: an acknowledgement went back`];
  });
  return Number(forks?.n) === 0 ? wrong : [...wrong, `${Number(forks?.n)} events are in two places`];
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
