import { keyOf, type AnyRow } from '@serialbridge/core/model';
import type { LostEntity } from '@serialbridge/protocol';
import { splitKey } from '../../ledger/preloaded-view.ts';
import type { BulkReader } from '../../storage/store.ts';
import { ENTITY_TABLES } from '../../storage/tables.ts';

/** Central's rows for these records, by `entity key`. */
export async function presentRows(
  bulk: BulkReader,
  tenant_id: string,
  records: readonly { readonly entity: LostEntity; readonly key: string }[],
): Promise<Map<string, AnyRow>> {
  const rows = new Map<string, AnyRow>();
  for (const entity of new Set(records.map((one) => one.entity))) {
    const keys = records.filter((one) => one.entity === entity).map(({ key }) => splitKey(entity, key));
    for (const row of await bulk.readKeys(tenant_id, ENTITY_TABLES[entity], keys))
      rows.set(`${entity} ${keyOf(entity, row)}`, row);
  }
  return rows;
}
