import { TENANT_SCOPE, warehouseOfScope, warehouseScope } from '@serialbridge/core/model';
import type { StationScope } from '@serialbridge/protocol/central';
import { type AuditWho, noteAudit } from '../audit/index.ts';
import { lockTenant } from './tenants.ts';
import type { TenantHeadTable } from '../storage/store/database.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';
import { Refusal } from '../refusal.ts';

interface OfTenant {
  readonly tenant_id: string;
  readonly station_id: string;
}

/** The scope id of the cache that a station must have. */
export async function assignedScope(
  db: ReadTx['db'] | WriteTx['db'],
  { tenant_id, station_id }: OfTenant,
): Promise<string> {
  const found = await db
    .selectFrom('station_scope')
    .innerJoin('station', (join) =>
      join
        .onRef('station.tenant_id', '=', 'station_scope.tenant_id')
        .onRef('station.station_id', '=', 'station_scope.station_id'),
    )
    .select(['station_scope.scope', 'station.warehouse_id'])
    .where('station_scope.tenant_id', '=', tenant_id)
    .where('station_scope.station_id', '=', station_id)
    .executeTakeFirst();
  return found?.scope === 'warehouse' ? warehouseScope(found.warehouse_id) : TENANT_SCOPE;
}

/**
 * The warehouse whose rows are served to a cache of this scope; null: all rows.
 * @throws Refusal `sync.snapshot-required` if the station must have another cache by now
 */
export async function servedWarehouse(
  db: ReadTx['db'],
  station: OfTenant,
  claimed: string,
  { scoped_since }: Pick<TenantHeadTable, 'scoped_since'>,
): Promise<string | null> {
  if (claimed === TENANT_SCOPE && scoped_since === null) return null;
  if (claimed !== (await assignedScope(db, station))) throw new Refusal('sync.snapshot-required');
  return warehouseOfScope(claimed);
}

/** A station of scope `warehouse` follows its own warehouse wherever it is moved to. From the next hello on it takes a snapshot of its new scope. */
export async function assignScope(store: Store, station_id: string, scope: StationScope, who: AuditWho): Promise<void> {
  const { tenant_id } = who;
  await store.transaction(async (tx) => {
    const head = await lockTenant(tx, tenant_id);
    if (scope === 'warehouse' && head.scoped_since === null) {
      // From the next version on the feed says whose its rows are; a snapshot of a warehouse is never older than this.
      await tx.db
        .updateTable('tenant_head')
        .set({ scoped_since: head.version })
        .where('tenant_id', '=', tenant_id)
        .execute();
    }
    const present = await tx.db
      .selectFrom('station_scope')
      .select('scope')
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .executeTakeFirst();
    const before = present?.scope ?? 'tenant';
    await tx.db
      .insertInto('station_scope')
      .values({ tenant_id, station_id, scope })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'station_id']).doUpdateSet({ scope }))
      .execute();
    if (before === scope) return;
    const station = await tx.db
      .selectFrom('station')
      .select('name')
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .executeTakeFirst();
    await noteAudit(tx, who, {
      kind: 'station-scope-changed',
      entity: 'station',
      record_key: station_id,
      subject_id: station_id,
      label: station?.name ?? station_id,
      before: { scope: before },
      after: { scope },
      details: {},
    });
  });
}
