import { PROJECTION_COLUMNS } from '@serialbridge/core/ledger';
import { type AnyRow, ENTITIES, keyOf, type LostEntity, splitKey } from '@serialbridge/core/model';
import { canonical, wholeRow } from '../../ledger/index.ts';
import type { BulkReader } from '../../storage/store/store.ts';
import { ENTITY_TABLES } from '../../storage/store/tables.ts';

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

/** Columns whose value here follows from stations' events unless a person put this one value. */
const SETTLED: { readonly [E in LostEntity]?: readonly [column: string, keeps: string, otherwise: string] } = {
  order: ['status', 'cancelled', 'open'],
  purchase_order: ['status', 'cancelled', 'open'],
  rma: ['status', 'cancelled', 'open'],
  expected_unit: ['state', 'extra', 'open'],
  // Credentials are in no cache: a restored station has to be paired again.
  station: ['state', 'revoked', 'new'],
};
const ZEROED: { readonly [E in LostEntity]?: readonly string[] } = { policy_value: ['policy_version'] };

/**
 * A record without the columns that the ledger derives from stations' events. Those events come again by themselves and must not count twice. Null:
 * the row is no such record, or none that central would list.
 */
export function ownPart(entity: LostEntity, row: AnyRow): AnyRow | null {
  const parsed = ENTITIES[entity].row.safeParse(row);
  if (!parsed.success) return null;
  const own: Record<string, unknown> = { ...wholeRow(entity, parsed.data) };
  if (entity === 'case' && own['state'] !== 'resolved') return null;
  if (entity === 'policy_value' && own['key'] === 'policy.version') return null;
  for (const column of [
    ...((PROJECTION_COLUMNS[entity] as readonly string[] | undefined) ?? []),
    ...(ZEROED[entity] ?? []),
  ])
    own[column] = 0;
  // Events of the history that was lost: they are named again by those that come.
  for (const column of ['received_event_id', 'cancelled_event_id']) if (column in own) own[column] = null;
  const settled = SETTLED[entity];
  if (settled !== undefined && own[settled[0]] !== settled[1]) own[settled[0]] = settled[2];
  return own;
}

/** True if central's row says the same, as far as it is central's own. Of a case the decision counts, whoever's it is. */
export function saysTheSame(entity: LostEntity, own: AnyRow, present: AnyRow): boolean {
  if (entity === 'case') return present['state'] === 'resolved';
  const here = ownPart(entity, present);
  return here !== null && canonical(here) === canonical(own);
}
