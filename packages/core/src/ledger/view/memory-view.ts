import type { AnyRow, Entity, ListColumn, Listed, Row } from '../../model/entities.ts';
import { identityName, type Identity } from '../../model/identity.ts';
import type { CaseRow, UnitRow } from '../../model/unit-rows.ts';
import type { LedgerEvent, RowChange } from './applied.ts';
import type { EventHead, LedgerView } from './ledger-view.ts';
import { type Group, RowIndex } from './row-index.ts';

/** A LedgerView over maps: rows preloaded for a batch, tests, rebuilds. */
export class MemoryView implements LedgerView {
  readonly #index: RowIndex = new RowIndex();
  readonly #heads: Map<string, EventHead> = new Map();

  /** Remembers who stated an event, for cases that come of it later. */
  note({ event_id, type, station_id, operator_id, captured_at }: LedgerEvent): void {
    this.#heads.set(event_id, { type, station_id, operator_id, captured_at });
  }

  eventHead(event_id: string): EventHead | undefined {
    return this.#heads.get(event_id);
  }

  put<E extends Entity>(entity: E, row: Row<E>): void {
    this.#index.put(entity, row);
  }

  putAll(entity: Entity, rows: Iterable<AnyRow>): void {
    for (const row of rows) this.#index.put(entity, row);
  }

  /** Takes over what an event did (Applied.changes). */
  apply(changes: readonly RowChange[]): void {
    for (const { entity, key, row } of changes) {
      if (row === null) this.#index.remove(entity, key);
      else this.#index.put(entity, row, key);
    }
  }

  all<E extends Entity>(entity: E): Row<E>[] {
    return [...this.#index.all(entity)];
  }

  row<E extends Entity>(entity: E, key: string): Row<E> | undefined {
    return this.#index.get(entity, key);
  }

  #group<E extends Entity>(entity: E, group: Group): Row<E>[] {
    const rows = this.#index.group(entity, group);
    return rows === undefined ? [] : [...rows.values()];
  }

  unitsBySerial(serial_norm: string): readonly UnitRow[] {
    const units = this.#group('unit', `serial:${serial_norm}`);
    for (const { unit_id } of this.#group('unit_identifier', `serial:${serial_norm}`)) {
      const unit = this.row('unit', unit_id);
      if (unit !== undefined && !units.some((u) => u.unit_id === unit_id)) units.push(unit);
    }
    return units;
  }
  rowsWith<E extends Entity>(entity: E, identity: Identity): readonly Row<E>[] {
    return this.#group(entity, identityName(identity));
  }
  openCasesOfUnit(unit_id: string): readonly CaseRow[] {
    return this.#group('case', `unit:${unit_id}`);
  }
  list<E extends Listed>(entity: E, column: ListColumn<E>, value: string): readonly Row<E>[] {
    return this.#group(entity, `${column}:${value}`);
  }
}
