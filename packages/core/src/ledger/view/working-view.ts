import { type AnyRow, type Entity, type ListColumn, type Listed, type Row, keyOf } from '../../model/entities.ts';
import { identityName, type Identity } from '../../model/identity.ts';
import type { CaseRow, UnitRow } from '../../model/unit-rows.ts';
import type { LedgerEvent, RowChange } from './applied.ts';
import type { EventHead, LedgerView } from './ledger-view.ts';
import { type Group, RowIndex } from './row-index.ts';

function holdsKey({ entity, row }: RowChange): boolean {
  return entity === 'unit' && row !== null && row['forked'] === false && row['provisional'] === false;
}

/** A base view with the changes made so far over it; the base is never changed. */
export class WorkingView implements LedgerView {
  readonly base: LedgerView;
  readonly #changed: RowIndex = new RowIndex();
  /** Entity and key of every row that differs from the base, in the order of its first change. Null: removed. */
  readonly #changes: Map<Entity, Map<string, AnyRow | null>> = new Map();

  readonly #heads: Map<string, EventHead> = new Map();

  constructor(base: LedgerView) {
    this.base = base;
  }

  /** As MemoryView.note, of an event folded over this view. */
  note({ event_id, type, station_id, operator_id, captured_at }: LedgerEvent): void {
    this.#heads.set(event_id, { type, station_id, operator_id, captured_at });
  }

  eventHead(event_id: string): EventHead | undefined {
    return this.#heads.get(event_id) ?? this.base.eventHead?.(event_id);
  }

  #record(entity: Entity, key: string, row: AnyRow | null): void {
    const changes = this.#changes.get(entity);
    if (changes === undefined) this.#changes.set(entity, new Map([[key, row]]));
    else changes.set(key, row);
  }

  put<E extends Entity>(entity: E, row: Row<E>): void {
    const key = keyOf(entity, row);
    this.#record(entity, key, row);
    this.#changed.put(entity, row, key);
  }

  remove(entity: Entity, key: string): void {
    this.#record(entity, key, null);
    this.#changed.remove(entity, key);
  }

  apply(changes: readonly RowChange[]): void {
    for (const { entity, key, row } of changes) {
      this.#record(entity, key, row);
      if (row === null) this.#changed.remove(entity, key);
      else this.#changed.put(entity, row, key);
    }
  }

  /**
   * What differs from the base, each row once. Units that stand outside the unique index come before those inside it, so that
   * writing the rows one after the other never breaks it for a moment.
   */
  changes(): RowChange[] {
    const out: RowChange[] = [];
    for (const [entity, rows] of this.#changes) for (const [key, row] of rows) out.push({ entity, key, row });
    return [...out.filter((change) => !holdsKey(change)), ...out.filter(holdsKey)];
  }

  row<E extends Entity>(entity: E, key: string): Row<E> | undefined {
    const row = this.#changes.get(entity)?.get(key);
    if (row === undefined) return this.base.row(entity, key);
    return row === null ? undefined : (row as Row<E>);
  }

  /** Base rows as they are now, then the rows that came into the group here. */
  #over<E extends Entity>(entity: E, group: Group, base: readonly Row<E>[]): readonly Row<E>[] {
    const changes = this.#changes.get(entity);
    if (changes === undefined) return base;
    const added = this.#changed.group(entity, group);
    return [...base.filter((row) => !changes.has(keyOf(entity, row))), ...(added?.values() ?? [])];
  }

  unitsBySerial(serial_norm: string): readonly UnitRow[] {
    const found = new Map<string, UnitRow>();
    const add = (unit_id: string): void => {
      const unit = this.row('unit', unit_id);
      if (unit !== undefined) found.set(unit_id, unit);
    };
    for (const { unit_id } of this.base.unitsBySerial(serial_norm)) add(unit_id);
    for (const key of this.#changed.group('unit', `serial:${serial_norm}`)?.keys() ?? []) add(key);
    for (const row of this.#changed.group('unit_identifier', `serial:${serial_norm}`)?.values() ?? []) add(row.unit_id);
    return [...found.values()];
  }
  rowsWith<E extends Entity>(entity: E, identity: Identity): readonly Row<E>[] {
    return this.#over(entity, identityName(identity), this.base.rowsWith?.(entity, identity) ?? []);
  }
  openCasesOfUnit(unit_id: string): readonly CaseRow[] {
    return this.#over('case', `unit:${unit_id}`, this.base.openCasesOfUnit(unit_id));
  }
  list<E extends Listed>(entity: E, column: ListColumn<E>, value: string): readonly Row<E>[] {
    return this.#over(entity, `${column}:${value}`, this.base.list(entity, column, value));
  }
}
