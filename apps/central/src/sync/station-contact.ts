import type { StationContactTable } from '../storage/database.ts';
import type { WriteTx } from '../storage/store.ts';

/** Notes when a station was heard and what it said of itself; what is left out stays as it was. */
export async function noteContact(
  tx: WriteTx,
  {
    tenant_id,
    station_id,
    last_seen_at,
    backlog,
    ...said
  }: Pick<StationContactTable, 'tenant_id' | 'station_id' | 'last_seen_at' | 'backlog'> &
    Partial<Pick<StationContactTable, 'software' | 'cache_version'>>,
): Promise<void> {
  await tx.db
    .insertInto('station_contact')
    .values({
      tenant_id,
      station_id,
      last_seen_at,
      backlog,
      software: said.software ?? null,
      cache_version: said.cache_version ?? null,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'station_id']).doUpdateSet({ last_seen_at, backlog, ...said }),
    )
    .execute();
}
