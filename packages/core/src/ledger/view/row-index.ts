import type { Entity, Row } from '../../model/entities.ts';
import { type AnyRow, keyOf } from '../../model/entities.ts';
import { identitiesOf, identityName } from '../../model/identity.ts';

/** The groups that a row is found by, beside its key: one name per list of LedgerView. */
export type Group = `${string}:${string}`;

const NO_GROUPS: readonly Group[] = [];
/** An entity without lists of its own is found by what only one record may have. */
const GROUPS: { readonly [E in Entity]?: (row: Row<E>) => readonly Group[] } = {
  unit: (row) => [`serial:${row.serial_norm}`],
  unit_identifier: (row) => (row.kind === 'former-serial' ? [`serial:${row.value_norm}`] : NO_GROUPS),
  case: (row) => (row.state === 'open' ? row.unit_ids.map((id): Group => `unit:${id}`) : NO_GROUPS),
  receipt_line: (row) => [`session:${row.receiving_session_id}`],
  receipt_unit: (row) => [`session:${row.receiving_session_id}`],
  po_line: (row) => [`document:${row.purchase_order_id}`],
  rma_line: (row) => [`document:${row.rma_id}`],
  order_line: (row) => [`document:${row.order_id}`],
  package: (row) => [`document:${row.order_id}`],
  package_unit: (row) =>
    row.unit_id === null ? [`package:${row.package_id}`] : [`package:${row.package_id}`, `unit:${row.unit_id}`],
  expected_unit: (row) => [`line:${row.po_line_id}`],
};

function groupsOf(entity: Entity, row: AnyRow): readonly Group[] {
  const groups = GROUPS[entity] as ((row: AnyRow) => readonly Group[]) | undefined;
  return groups === undefined ? identitiesOf(entity, row).map(identityName) : groups(row);
}

class Table {
  readonly rows: Map<string, AnyRow> = new Map();
  readonly groups: Map<Group, Map<string, AnyRow>> = new Map();
}

/** Rows of all entities in memory, found by key and by group in constant time. */
export class RowIndex {
  readonly #tables: Map<Entity, Table> = new Map();

  #table(entity: Entity): Table {
    let table = this.#tables.get(entity);
    if (table === undefined) this.#tables.set(entity, (table = new Table()));
    return table;
  }

  get<E extends Entity>(entity: E, key: string): Row<E> | undefined {
    return this.#tables.get(entity)?.rows.get(key) as Row<E> | undefined;
  }

  /** The rows of a group by key; never change the map. */
  group<E extends Entity>(entity: E, group: Group): ReadonlyMap<string, Row<E>> | undefined {
    return this.#tables.get(entity)?.groups.get(group) as ReadonlyMap<string, Row<E>> | undefined;
  }

  all<E extends Entity>(entity: E): IterableIterator<Row<E>> {
    return this.#table(entity).rows.values() as IterableIterator<Row<E>>;
  }

  put(entity: Entity, row: AnyRow, key: string = keyOf(entity, row)): void {
    const table = this.#table(entity);
    const before = table.rows.get(key);
    table.rows.set(key, row);
    const groups = groupsOf(entity, row);
    if (before !== undefined) {
      for (const group of groupsOf(entity, before)) if (!groups.includes(group)) table.groups.get(group)?.delete(key);
    }
    for (const group of groups) {
      const members = table.groups.get(group);
      if (members === undefined) table.groups.set(group, new Map([[key, row]]));
      else members.set(key, row);
    }
  }

  remove(entity: Entity, key: string): void {
    const table = this.#table(entity);
    const before = table.rows.get(key);
    if (before === undefined) return;
    table.rows.delete(key);
    for (const group of groupsOf(entity, before)) table.groups.get(group)?.delete(key);
  }
}
