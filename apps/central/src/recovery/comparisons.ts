import { boundedCount } from '@serialbridge/core/model';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../api/serve-call.ts';
import { notFound } from '../refusal.ts';
import type { ComparedRequest } from '@serialbridge/protocol';
import type { StationComparisonTable } from '../storage/store/database.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';
import type { SyncStation } from '../auth/station-credentials.ts';

const NEVER = {
  asked_at: null,
  compared_at: null,
  version: 0,
  rows: 0,
  ranges_differed: 0,
  rows_repaired: 0,
  total_repaired: 0,
} satisfies Omit<StationComparisonTable, 'tenant_id' | 'station_id'>;

async function read(
  db: ReadTx['db'] | WriteTx['db'],
  { tenant_id, station_id }: SyncStation,
): Promise<StationComparisonTable | undefined> {
  return db
    .selectFrom('station_comparison')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .executeTakeFirst();
}

async function write(
  store: Store,
  { tenant_id, station_id }: SyncStation,
  change: (before: StationComparisonTable) => StationComparisonTable,
): Promise<void> {
  await store.transaction(async (tx) => {
    const row = change((await read(tx.db, { tenant_id, station_id })) ?? { tenant_id, station_id, ...NEVER });
    await tx.db
      .insertInto('station_comparison')
      .values(row)
      .onConflict((conflict) => conflict.columns(['tenant_id', 'station_id']).doUpdateSet(row))
      .execute();
  });
}

/** Notes what came of a comparison, and says so in the log when the cache was not what it should be. */
export async function recordComparison(
  store: Store,
  station: SyncStation,
  came: ComparedRequest,
  now: number,
): Promise<void> {
  const { version, rows, ranges_differed, rows_repaired } = came;
  await write(store, station, (before) => ({
    ...before,
    compared_at: now,
    version,
    rows,
    ranges_differed,
    rows_repaired,
    total_repaired: boundedCount(before.total_repaired + rows_repaired),
  }));
  if (ranges_differed > 0)
    store.logger.warn({ ...station, ...came }, 'a station’s cache differed from central and was repaired');
}

/** A person wants a station's cache compared; its next hello says so. */
export async function askComparison(store: Store, station: SyncStation, now: number): Promise<void> {
  await write(store, station, (before) => ({ ...before, asked_at: now }));
}

const compare: ServedCall = serve(CENTRAL_API['stations.compare'], async ({ central: { store, now }, who, params }) => {
  const station = { tenant_id: who.tenant_id, station_id: params.station_id };
  const found = await store.db
    .selectFrom('station')
    .select('station_id')
    .where('tenant_id', '=', station.tenant_id)
    .where('station_id', '=', station.station_id)
    .executeTakeFirst();
  if (found === undefined) throw notFound('station');
  await askComparison(store, station, now());
  return {};
});

export const COMPARISON_CALLS = { 'stations.compare': compare };
