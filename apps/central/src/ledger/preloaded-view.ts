import { type EventHead, type LedgerView, MemoryView } from '@serialbridge/core/ledger';
import {
  type AnyRow,
  type Entity,
  type Identity,
  identityName,
  type ListColumn,
  type Listed,
  type Row,
  splitKey,
} from '@serialbridge/core/model';
import { allDone, type BulkReader } from '../storage/store/store.ts';
import { CASE_UNIT_TABLE, ENTITY_TABLES, EVENT_HEAD_TABLE } from '../storage/store/tables.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Remembers what was asked for and not loaded yet. */
class Wanted<K extends string> {
  readonly #known: Map<K, Set<string>> = new Map();
  readonly #missing: Map<K, Set<string>> = new Map();

  ask(kind: K, value: string): void {
    if (this.#known.get(kind)?.has(value) === true) return;
    const missing = this.#missing.get(kind);
    if (missing === undefined) this.#missing.set(kind, new Set([value]));
    else missing.add(value);
  }

  isEmpty(): boolean {
    return this.#missing.size === 0;
  }

  /** What is missing now; from here on it counts as known. */
  take(): [K, string[]][] {
    const taken = [...this.#missing].map(([kind, values]): [K, string[]] => [kind, [...values]]);
    for (const [kind, values] of taken) {
      const known = this.#known.get(kind) ?? new Set();
      for (const value of values) known.add(value);
      this.#known.set(kind, known);
    }
    this.#missing.clear();
    return taken;
  }
}

/**
 * The present as the fold sees it in central: rows loaded in bulk. When the fold asks for a row that is not loaded yet, the view answers that
 * there is none and notes it. `load` then fetches all of these in a few queries, and the caller folds again. When `isComplete()` is true after
 * a fold, the fold saw every row that it asked for.
 */
export class PreloadedView implements LedgerView {
  readonly #memory: MemoryView = new MemoryView();
  readonly #rows: Wanted<Entity> = new Wanted();
  /** By entity and column. */
  readonly #lists: Wanted<`${Listed} ${string}`> = new Wanted();
  readonly #serials: Wanted<'serial'> = new Wanted();
  readonly #casesOf: Wanted<'unit'> = new Wanted();
  readonly #identities: Wanted<Entity> = new Wanted();
  readonly #asked: Map<string, Identity> = new Map();
  /** Asked for only where facts contradict each other. */
  readonly #events: Wanted<'event'> = new Wanted();
  readonly #heads: Map<string, EventHead> = new Map();

  isComplete(): boolean {
    return [this.#rows, this.#lists, this.#serials, this.#casesOf, this.#identities, this.#events].every((wanted) =>
      wanted.isEmpty(),
    );
  }

  /** A few queries, however much is missing. */
  async load(tenant_id: string, bulk: BulkReader): Promise<void> {
    await allDone([
      ...this.#lists.take().map(async ([list, values]) => {
        const [entity, column] = list.split(' ') as [Entity, string];
        const asked = values.filter((value) => canHold(entity, column, value));
        this.#keep(entity, await bulk.readWhere(tenant_id, ENTITY_TABLES[entity], column, asked));
      }),
      ...this.#serials.take().map(([, values]) => this.#loadSerials(tenant_id, bulk, values)),
      ...this.#identities.take().map(([entity, names]) => this.#loadIdentities(tenant_id, bulk, entity, names)),
      this.#loadRows(tenant_id, bulk),
    ]);
    // Units that bear a serial as another of their names.
    await this.#loadRows(tenant_id, bulk);
    for (const [, values] of this.#casesOf.take()) {
      const ids = values.filter((id) => UUID.test(id));
      const links = await bulk.readWhere(tenant_id, CASE_UNIT_TABLE, 'unit_id', ids);
      for (const link of links) this.#rows.ask('case', String(link['case_id']));
    }
    await this.#loadRows(tenant_id, bulk);
    for (const [, ids] of this.#events.take()) await this.#loadHeads(tenant_id, bulk, ids);
  }

  async #loadHeads(tenant_id: string, bulk: BulkReader, ids: readonly string[]): Promise<void> {
    const known = ids.filter((id) => UUID.test(id));
    const found = await bulk.readWhere(tenant_id, EVENT_HEAD_TABLE, 'event_id', known);
    for (const { event_id, ...head } of found) this.#heads.set(String(event_id), head as unknown as EventHead);
  }

  async #loadRows(tenant_id: string, bulk: BulkReader): Promise<void> {
    await allDone(
      this.#rows.take().map(async ([entity, keys]) => {
        const wanted = keys.map((key) => splitKey(entity, key)).filter((key) => isKey(entity, key));
        this.#keep(entity, await bulk.readKeys(tenant_id, ENTITY_TABLES[entity], wanted));
      }),
    );
  }

  async #loadSerials(tenant_id: string, bulk: BulkReader, serials: readonly string[]): Promise<void> {
    // PostgreSQL cannot hold U+0000 in text, so no row there has such a serial.
    const values = serials.filter((serial) => !serial.includes('\0'));
    const [units, names] = await allDone([
      bulk.readWhere(tenant_id, ENTITY_TABLES.unit, 'serial_norm', values),
      bulk.readWhere(tenant_id, ENTITY_TABLES.unit_identifier, 'value_norm', values),
    ]);
    this.#keep('unit', units);
    this.#keep('unit_identifier', names);
    for (const name of names) this.#rows.ask('unit', String(name['unit_id']));
  }

  async #loadIdentities(tenant_id: string, bulk: BulkReader, entity: Entity, names: readonly string[]): Promise<void> {
    const byColumns = Map.groupBy(
      names.flatMap((name) => this.#asked.get(name) ?? []),
      ({ columns }) => columns.join(),
    );
    for (const same of byColumns.values()) {
      const [first] = same;
      if (first === undefined) continue;
      const spec = { ...ENTITY_TABLES[entity], key: first.columns };
      const keys = same
        .map(({ values }) => values)
        .filter((values) => !values.some((one) => String(one).includes('\0')));
      this.#keep(entity, await bulk.readKeys(tenant_id, spec, keys));
    }
  }

  #keep(entity: Entity, rows: readonly AnyRow[]): void {
    this.#memory.putAll(entity, rows);
    // The fold asks for a unit's open cases next. To fetch them along with the unit saves a round.
    if (entity === 'unit') for (const row of rows) this.#casesOf.ask('unit', String(row['unit_id']));
  }

  row<E extends Entity>(entity: E, key: string): Row<E> | undefined {
    const found = this.#memory.row(entity, key);
    if (found === undefined) this.#rows.ask(entity, key);
    return found;
  }

  eventHead(event_id: string): EventHead | undefined {
    const found = this.#heads.get(event_id);
    if (found === undefined) this.#events.ask('event', event_id);
    return found;
  }

  unitsBySerial(serial_norm: string): ReturnType<LedgerView['unitsBySerial']> {
    this.#serials.ask('serial', serial_norm);
    return this.#memory.unitsBySerial(serial_norm);
  }
  rowsWith<E extends Entity>(entity: E, identity: Identity): readonly Row<E>[] {
    const name = identityName(identity);
    this.#asked.set(name, identity);
    this.#identities.ask(entity, name);
    return this.#memory.rowsWith(entity, identity);
  }
  openCasesOfUnit(unit_id: string): ReturnType<LedgerView['openCasesOfUnit']> {
    this.#casesOf.ask('unit', unit_id);
    return this.#memory.openCasesOfUnit(unit_id);
  }
  list<E extends Listed>(entity: E, column: ListColumn<E>, value: string): readonly Row<E>[] {
    this.#lists.ask(`${entity} ${column}`, value);
    return this.#memory.list(entity, column, value);
  }
}

/** False for a text that no row can have in this column. The database would refuse the question. */
function canHold(entity: Entity, name: string, value: string): boolean {
  const isId = ENTITY_TABLES[entity].columns.some((column) => column.name === name && column.type === 'id');
  return isId ? UUID.test(value) : !value.includes('\0');
}

function isKey(entity: Entity, key: readonly string[]): boolean {
  return ENTITY_TABLES[entity].key.every((name, index) => {
    const value = key[index];
    return value !== undefined && canHold(entity, name, value);
  });
}
