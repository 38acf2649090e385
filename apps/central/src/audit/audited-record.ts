import { type AnyRow, columnsOf, ENTITIES, type Entity, keyOf } from '@serialbridge/core/model';
import type { WriteTx } from '../storage/store/store.ts';
import { ENTITY_TABLES } from '../storage/store/tables.ts';
import { SECRET_COLUMNS } from './secrets.ts';

/** A record before and after; null: there was none, or there is none any more. */
export interface RecordChange {
  readonly entity: Entity;
  readonly key: string;
  readonly before: AnyRow | null;
  readonly after: AnyRow | null;
}

/** The record that a part belongs to, on whose page its entries stand. */
const WHOLE: { readonly [E in Entity]?: readonly [entity: Entity, by: string] } = {
  product_code: ['product', 'product_id'],
  stock: ['product', 'product_id'],
  bin: ['warehouse', 'warehouse_id'],
  po_line: ['purchase_order', 'purchase_order_id'],
  expected_unit: ['purchase_order', 'purchase_order_id'],
  order_line: ['order', 'order_id'],
  rma_line: ['rma', 'rma_id'],
};

/** What a person calls a record: the first of these columns that it has. People, roles and stations are called by their names. */
const TITLES = ['sku', 'number', 'code', 'name', 'serial_raw', 'rule', 'key'] as const;
const BY_NAME: ReadonlySet<Entity> = new Set(['operator', 'role', 'station']);

/**
 * Columns that say nothing of what somebody did: the key of the row, what the ledger counts by itself, and what stands in an entry of its own
 * (pairing and revoking say whose computer and from where).
 */
const UNSAID: ReadonlySet<string> = new Set([
  'policy_version',
  'pin_changed_at',
  'double_of',
  'cancelled_event_id',
  'received_event_id',
]);
const OWN_KIND: { readonly [E in Entity]?: readonly string[] } = { station: ['state'] };
const LONGEST = 500;

const cut = (value: unknown): unknown =>
  typeof value === 'string' && value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** The columns that differ, before and after; null: none. */
export function differences({
  entity,
  before,
  after,
}: RecordChange): { readonly before: AnyRow | null; readonly after: AnyRow | null } | null {
  const skipped = new Set([...ENTITIES[entity].key, ...(OWN_KIND[entity] ?? [])]);
  const was: Record<string, unknown> = {};
  const is: Record<string, unknown> = {};
  for (const { name } of columnsOf(entity)) {
    if (UNSAID.has(name) || SECRET_COLUMNS.has(name) || skipped.has(name)) continue;
    const [one, other] = [before?.[name] ?? null, after?.[name] ?? null];
    if (isSame(one, other)) continue;
    was[name] = cut(one);
    is[name] = cut(other);
  }
  if (before !== null && after !== null && Object.keys(is).length === 0) return null;
  return { before: before === null ? null : was, after: after === null ? null : is };
}

const idIn = (row: AnyRow, column: string): string | null => {
  const value = row[column];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** What a change names that must be looked up to call it by name. */
function namedBy(entity: Entity, row: AnyRow): [Entity, string][] {
  const whole = WHOLE[entity];
  const named: [Entity, string | null][] =
    whole === undefined
      ? []
      : [whole, ...('line_number' in row ? [['product', 'product_id'] as const] : [])].map(([of, by]) => [
          of,
          idIn(row, by),
        ]);
  if (entity === 'policy_value' && row['level'] !== 'tenant')
    named.push([row['level'] as Entity, idIn(row, 'level_id')]);
  return named.flatMap(([of, id]) => (id === null ? [] : [[of, id]]));
}

export interface Described {
  readonly entity: Entity;
  readonly record_key: string;
  readonly subject_id: string | null;
  readonly label: string;
  /** Of an option: the record at whose level it stands. */
  readonly level_name: string | null;
}

const titleOf = (entity: Entity, row: AnyRow): string | null => {
  if (entity === 'rate') return [row['carrier'], row['service'], row['max_weight_g']].map(String).join(' · ') + ' g';
  const found = [...(BY_NAME.has(entity) ? ['name'] : []), ...TITLES]
    .map((name) => row[name])
    .find((value) => typeof value === 'string' || typeof value === 'number');
  return found === undefined ? null : String(found);
};

/** Says what people call these records and on whose page they stand. A few look-ups, however many changes. */
export async function describe(
  tx: Pick<WriteTx, 'bulk'>,
  tenant_id: string,
  changes: readonly RecordChange[],
): Promise<Described[]> {
  const rows = changes.map(({ before, after }) => after ?? before ?? {});
  const titles = new Map<string, string | null>();
  for (const [at, row] of rows.entries()) {
    const { entity = 'product', key = '' } = changes[at] ?? {};
    titles.set(`${entity} ${key}`, titleOf(entity, row));
  }
  const wanted = rows.flatMap((row, at) => namedBy(changes[at]?.entity ?? 'product', row));
  const unknown = wanted.filter(([entity, id]) => !titles.has(`${entity} ${id}`));
  for (const [entity, named] of Map.groupBy(unknown, ([of]) => of)) {
    const keys = [...new Set(named.map(([, id]) => id))].map((id) => [id]);
    for (const row of await tx.bulk.readKeys(tenant_id, ENTITY_TABLES[entity], keys))
      titles.set(`${entity} ${keyOf(entity, row)}`, titleOf(entity, row));
  }
  return changes.map(({ entity, key }, at) => {
    const row = rows[at] ?? {};
    const names = namedBy(entity, row).map(([of, id]) => titles.get(`${of} ${id}`) ?? null);
    const own = titleOf(entity, row) ?? (typeof row['line_number'] === 'number' ? `#${row['line_number']}` : null);
    const isOption = entity === 'policy_value';
    return {
      entity,
      record_key: key,
      subject_id: subjectOf(entity, key, row),
      label: isOption
        ? String(row['key'])
        : [...new Set([...names.slice(0, 1), own, ...names.slice(1)])].filter((name) => name !== null).join(' · '),
      level_name: isOption ? (names[0] ?? null) : null,
    };
  });
}

function subjectOf(entity: Entity, key: string, row: AnyRow): string | null {
  if (entity === 'policy_value') return idIn(row, 'level_id');
  const whole = WHOLE[entity];
  if (whole !== undefined) return idIn(row, whole[1]);
  return ENTITIES[entity].key.length === 1 ? key : null;
}
