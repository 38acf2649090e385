import type { Entity, ListColumn, Listed, Row } from '../../model/entities.ts';
import type { Identity } from '../../model/identity.ts';
import type { CaseRow, UnitRow } from '../../model/unit-rows.ts';

/** Who stated an event, where and when. A case must say this of the first of two facts, and the row that the fact left does not have it. */
export interface EventHead {
  readonly type: string;
  readonly station_id: string;
  readonly operator_id: string | null;
  readonly captured_at: number;
}

/**
 * What the fold and the rules may ask about the present: synchronous, pure reads. Central answers from rows that it loaded for a batch, and folds
 * again until no row is missing. A station answers from its overlay and cache, a test from maps. An unknown row is undefined and never an error.
 */
export interface LedgerView {
  /** `key` as keyOf(entity, row) makes it. */
  row<E extends Entity>(entity: E, key: string): Row<E> | undefined;
  /** Every unit of the tenant whose normalised serial or former serial this is, of any product, provisional and forked ones included. */
  unitsBySerial(serial_norm: string): readonly UnitRow[];
  openCasesOfUnit(unit_id: string): readonly CaseRow[];
  /**
   * All rows of an entity with this value in a column that it is listed by (model/declare-entity.ts): the lines of a document, the boxes
   * of an order, what lies in a box, the boxes that a unit lies in or left in.
   */
  list<E extends Listed>(entity: E, column: ListColumn<E>, value: string): readonly Row<E>[];
  /** Records of an entity with these values in these columns. A station records none of them and leaves it out. */
  rowsWith?<E extends Entity>(entity: E, identity: Identity): readonly Row<E>[];
  /** An event that took effect before. A station has no events but its own and leaves it out: its cases are completed by central. */
  eventHead?(event_id: string): EventHead | undefined;
}
