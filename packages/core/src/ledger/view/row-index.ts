import { type AnyRow, type Entity, ENTITY_NAMES, keyOf, listsOf, type Row } from '../../model/entities.ts';
import { identitiesOf, identityName } from '../../model/identity.ts';

/** What a row is found by beside its key: `column:value` of a list, `serial:…`, or `unit:…` for the cases of a unit. */
export type Group = `${string}:${string}`;

const NO_GROUPS: readonly Group[] = [];

/** Groups that are no plain value of a column. */
const OTHER_GROUPS: { readonly [E in Entity]?: (row: Row<E>) => readonly Group[] } = {
  unit: (row) => [`serial:${row.serial_norm}`],
  unit_identifier: (row) => (row.kind === 'former-serial' ? [`serial:${row.value_norm}`] : NO_GROUPS),
  case: (row) => (row.state === 'open' ? row.unit_ids.map((id): Group => `unit:${id}`) : NO_GROUPS),
};

/** Listed entities by their columns; a row with no value in one of them is in no group of it. */
const LIST_GROUPS: ReadonlyMap<Entity, readonly string[]> = new Map(
  ENTITY_NAMES.map((entity): [Entity, string[]] => [entity, Object.keys(listsOf(entity))]).filter(
    ([, columns]) => columns.length > 0,
  ),
);

function groupsOf(entity: Entity, row: AnyRow): readonly Group[] {
  const columns = LIST_GROUPS.get(entity);
  if (columns !== undefined) {
    const lists = columns.flatMap((column): Group[] => {
      const value = row[column];
      return typeof value === 'string' ? [`${column}:${value}`] : [];
    });
    const identities = identitiesOf(entity, row);
    return identities.length === 0 ? lists : [...lists, ...identities.map(identityName)];
  }
  const groups = OTHER_GROUPS[entity] as ((row: AnyRow) => readonly Group[]) | undefined;
  // An entity without lists of its own is found by what only one record may have.
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
