import type { Entity, Row } from '../../model/entities.ts';
import type { Identity } from '../../model/identity.ts';
import type { CaseRow, UnitRow } from '../../model/unit-rows.ts';
import type {
  OrderLineRow,
  PackageRow,
  PackageUnitRow,
  ReceiptLineRow,
  ReceiptUnitRow,
} from '../../model/document-rows.ts';

/** Who stated an event, where and when: what a case must say of the first of two facts, which the row it left does not hold. */
export interface EventHead {
  readonly type: string;
  readonly station_id: string;
  readonly operator_id: string | null;
  readonly captured_at: number;
}

/**
 * What the fold and the rules may ask about the present: synchronous, pure reads. Central answers from rows loaded for a batch, again
 * until nothing was asked for in vain, a station from its overlay and cache, a test from maps. Unknown rows are undefined, never an error.
 */
export interface LedgerView {
  /** `key` as keyOf(entity, row) makes it. */
  row<E extends Entity>(entity: E, key: string): Row<E> | undefined;
  /** Every unit of the tenant whose normalised serial or former serial this is, of any product, provisional and forked ones included. */
  unitsBySerial(serial_norm: string): readonly UnitRow[];
  openCasesOfUnit(unit_id: string): readonly CaseRow[];
  receiptLinesOf(receiving_session_id: string): readonly ReceiptLineRow[];
  receiptUnitsOf(receiving_session_id: string): readonly ReceiptUnitRow[];
  poLinesOf(purchase_order_id: string): readonly Row<'po_line'>[];
  rmaLinesOf(rma_id: string): readonly Row<'rma_line'>[];
  orderLinesOf(order_id: string): readonly OrderLineRow[];
  packagesOf(order_id: string): readonly PackageRow[];
  packageUnitsOf(package_id: string): readonly PackageUnitRow[];
  /** Boxes that a unit lies in or left in, newest last. */
  packageUnitsOfUnit(unit_id: string): readonly PackageUnitRow[];
  expectedUnitsOf(po_line_id: string): readonly Row<'expected_unit'>[];
  /** Records of an entity with these values in these columns. A station records none of them and leaves it out. */
  rowsWith?<E extends Entity>(entity: E, identity: Identity): readonly Row<E>[];
  /** An event that took effect before. A station has no events but its own and leaves it out: its cases are completed by central. */
  eventHead?(event_id: string): EventHead | undefined;
}
