import type { ReceiptUnitRow, ReceivingSessionRow } from '../../model/document-rows.ts';
import type { Row } from '../../model/entities.ts';
import type { UnitRow } from '../../model/unit-rows.ts';
import { nextState } from '../../units/life.ts';
import { earlierFact, firstFact, thisFact } from '../cases/case-facts.ts';
import { caseRuleOf, noteOnCases, plainCase, unitCase } from '../cases/open-case.ts';
import { type Fold, newUnit } from '../view/fold.ts';

/** Matches the serials that were announced for the line with those that came. Where any were announced, a serial that was not is extra. */
function matchExpected(fold: Fold, po_line_id: string, units: readonly ReceiptUnitRow[]): void {
  const announced = fold
    .list('expected_unit', 'po_line_id', po_line_id)
    .toSorted((a, b) => (a.expected_unit_id < b.expected_unit_id ? -1 : 1));
  const expected = new Map(announced.map((row) => [row.serial_norm, row]));
  if (expected.size === 0) return;
  const purchase_order_id = fold.row('po_line', po_line_id)?.purchase_order_id;
  for (const { serial_norm, serial_raw, product_id } of units) {
    const row = expected.get(serial_norm);
    if (row !== undefined) {
      if (row.state === 'open' || row.state === 'missing') fold.put('expected_unit', { ...row, state: 'matched' });
    } else if (purchase_order_id !== undefined) {
      const extra = {
        expected_unit_id: fold.nextId(),
        purchase_order_id,
        po_line_id,
        product_id,
        serial_raw,
        serial_norm,
      };
      const put = { ...extra, state: 'extra' as const };
      expected.set(serial_norm, put);
      fold.put('expected_unit', put);
    }
  }
}

interface CountedLine {
  readonly line_id: string;
  readonly product_id: string;
  readonly quantity: number;
}

function factOf(fold: Fold, session: ReceivingSessionRow, unit: ReceiptUnitRow, unit_id: string) {
  return thisFact(fold, {
    unit_id,
    serial_raw: unit.serial_raw,
    product_id: unit.product_id,
    document_kind: session.document_kind,
    document_id: session.document_id,
    warehouse_id: session.warehouse_id,
    bin_id: unit.bin_id,
  });
}

/** The unit that was counted: by its id if it bears that serial, else by the serial in the product's scope. */
function knownUnit(fold: Fold, counted: ReceiptUnitRow): UnitRow | undefined {
  const byId = fold.row('unit', counted.unit_id);
  const bearers = fold.unitsInScope(counted.product_id, counted.serial_norm);
  if (byId !== undefined && bearers.some((unit) => unit.unit_id === byId.unit_id)) return byId;
  // The losing unit of a resolved case was never there, so it does not block the one that is.
  return bearers.find((unit) => !(unit.forked && unit.state === 'missing'));
}

/** When another unit has the counted id already, the unit gets a derived id. */
function freeId(fold: Fold, counted: ReceiptUnitRow): string {
  return fold.row('unit', counted.unit_id) === undefined ? counted.unit_id : fold.nextId();
}

function received(fold: Fold, session: ReceivingSessionRow, counted: ReceiptUnitRow): Partial<UnitRow> {
  const line = fold.row('po_line', counted.line_id);
  return {
    purchase_order_id: session.document_id,
    po_line_id: counted.line_id,
    receiving_session_id: session.receiving_session_id,
    cost_cents: line?.unit_price_cents ?? null,
    lot: counted.lot,
    expiry: counted.expiry,
    received_at: session.saved_at ?? fold.event.captured_at,
  };
}

/** Purchase order: in stock. A unit that left comes back as the same row; one that is still here opens `case.received-twice`. */
function receive(fold: Fold, session: ReceivingSessionRow, counted: ReceiptUnitRow): void {
  const { product_id, serial_raw, bin_id } = counted;
  const here = { state: 'in_stock' as const, warehouse_id: session.warehouse_id, bin_id };
  const receipt = received(fold, session, counted);
  const known = knownUnit(fold, counted);
  if (known === undefined) {
    fold.putUnit(newUnit(fold, { unit_id: freeId(fold, counted), product_id, serial_raw, ...receipt, ...here }));
    return;
  }
  const next = nextState(known.state, 'received');
  if (known.provisional && known.received_at === null && known.state !== 'in_stock') {
    // The unit was seen leaving or coming back before its receipt was known. This is that receipt. Its case stays for a person.
    fold.putUnit({ ...known, ...receipt });
    noteOnCases(fold, known.unit_id, factOf(fold, session, counted, known.unit_id));
    return;
  }
  if ('state' in next) {
    fold.putUnit({ ...known, ...receipt, ...here, serial_raw, order_id: null, package_id: null, rma_id: null });
    noteOnCases(fold, known.unit_id, factOf(fold, session, counted, known.unit_id));
    return;
  }
  const first = firstFact(fold, known);
  const fork = newUnit(fold, {
    unit_id: freeId(fold, counted),
    product_id,
    serial_raw,
    ...receipt,
    ...here,
    forked: true,
  });
  fold.putUnit(fork);
  const fact = factOf(fold, session, counted, fork.unit_id);
  unitCase(fold, 'case.received-twice', [known.unit_id, fork.unit_id], first === undefined ? [fact] : [first, fact]);
}

/** RMA: returned, to be inspected. Credit memo: sent to the vendor. A serial nobody knows becomes a provisional unit with a case. */
function takeBackOrSend(fold: Fold, session: ReceivingSessionRow, counted: ReceiptUnitRow): void {
  const isReturn = session.document_kind === 'rma';
  const transition = isReturn ? 'returned' : 'sent-to-vendor';
  const { product_id, serial_raw, bin_id, lot, expiry } = counted;
  const whereabouts: Partial<UnitRow> = isReturn
    ? { warehouse_id: session.warehouse_id, bin_id, rma_id: session.document_id }
    : { warehouse_id: null, bin_id: null };
  const tie = { receiving_session_id: session.receiving_session_id, order_id: null, package_id: null };
  const known = fold.row('unit', counted.unit_id) ?? knownUnit(fold, counted);
  if (known === undefined) {
    const state = isReturn ? ('returned' as const) : ('sent_to_vendor' as const);
    const unit_id = freeId(fold, counted);
    fold.putUnit(
      newUnit(fold, { unit_id, product_id, serial_raw, lot, expiry, ...tie, ...whereabouts, state, provisional: true }),
    );
    const fact = factOf(fold, session, counted, unit_id);
    unitCase(fold, isReturn ? 'case.returned-not-shipped' : 'case.shipped-not-received', [unit_id], [fact]);
    return;
  }
  const fact = factOf(fold, session, counted, known.unit_id);
  const next = nextState(known.state, transition);
  if ('state' in next) {
    fold.moveUnit({ ...known, ...tie, ...whereabouts, state: next.state });
    noteOnCases(fold, known.unit_id, fact);
    return;
  }
  const first = firstFact(fold, known);
  unitCase(fold, caseRuleOf(next), [known.unit_id], first === undefined ? [fact] : [first, fact]);
}

/** The line after `by` more units came (less than nothing: were taken off), and the event that last brought any. */
function countedOn<L extends Row<'po_line'> | Row<'rma_line'>>(
  fold: Fold,
  line: L,
  { document_kind, document_id }: ReceivingSessionRow,
  by: number,
): L {
  const of = 'po_line_id' in line ? line.po_line_id : line.rma_line_id;
  return {
    ...line,
    quantity_received: fold.sum(line.quantity_received + by, {
      of,
      product_id: line.product_id,
      document_kind,
      document_id,
    }),
    received_event_id: by > 0 ? fold.event.event_id : (line.received_event_id ?? null),
  };
}

/** quantity_received of the document's line, and the document's status with it. */
function countOnDocument(fold: Fold, session: ReceivingSessionRow, line_id: string, by: number): void {
  const { document_id } = session;
  if (session.document_kind === 'rma') {
    const line = fold.row('rma_line', line_id);
    if (line !== undefined) fold.put('rma_line', countedOn(fold, line, session, by));
    const rma = fold.row('rma', document_id);
    const full = fold.list('rma_line', 'rma_id', document_id).every((row) => row.quantity_received >= row.quantity);
    const status = full ? 'received' : 'open';
    if (rma !== undefined && rma.status !== 'cancelled' && rma.status !== status) fold.put('rma', { ...rma, status });
    return;
  }
  const line = fold.row('po_line', line_id);
  if (line !== undefined) fold.put('po_line', countedOn(fold, line, session, by));
  const order = fold.row('purchase_order', document_id);
  const full = fold
    .list('po_line', 'purchase_order_id', document_id)
    .every((row) => row.quantity_received >= row.quantity_ordered);
  const status = full ? 'received' : 'open';
  if (order !== undefined && order.status !== 'cancelled' && order.status !== status) {
    fold.put('purchase_order', { ...order, status });
  }
}

function isOver(fold: Fold, session: ReceivingSessionRow, line_id: string): boolean {
  if (session.document_kind === 'rma') {
    const line = fold.row('rma_line', line_id);
    return line !== undefined && line.quantity_received > line.quantity;
  }
  const line = fold.row('po_line', line_id);
  return line !== undefined && line.quantity_received > line.quantity_ordered;
}

/** A line of a saved session takes effect on its units, its document, the announced serials and stock. Linear in the units. */
export function takeInLine(
  fold: Fold,
  session: ReceivingSessionRow,
  line: CountedLine,
  units: readonly ReceiptUnitRow[],
): void {
  const { line_id, product_id, quantity } = line;
  const purchase = session.document_kind === 'purchase_order';
  for (const unit of units) {
    if (purchase) receive(fold, session, unit);
    else takeBackOrSend(fold, session, unit);
  }
  // Units with serials move stock by their own state when they leave; returned ones are not available until inspected.
  const bare = Math.max(0, quantity - units.length);
  if (purchase) fold.addStock(product_id, session.warehouse_id, Math.max(quantity, units.length));
  else if (session.document_kind === 'credit_memo') fold.addStock(product_id, session.warehouse_id, -bare);
  if (purchase) matchExpected(fold, line_id, units);
  const before = fold.row(session.document_kind === 'rma' ? 'rma_line' : 'po_line', line_id)?.received_event_id ?? null;
  countOnDocument(fold, session, line_id, quantity);
  if (quantity > 0 && isOver(fold, session, line_id)) {
    const { document_kind, document_id, warehouse_id } = session;
    const about = { product_id, document_kind, document_id, warehouse_id, bin_id: units[0]?.bin_id ?? null };
    // The earlier fact is what came on the line before. If nothing came, this event contradicts the document itself.
    const first =
      before === null || before === fold.event.event_id
        ? []
        : [earlierFact(fold, before, { type: 'receipt-saved', product_id, document_kind, document_id })];
    plainCase(fold, 'case.over-received', [...first, thisFact(fold, about)]);
  }
}

/** Takes units of a saved session out again (a count corrected afterwards). */
export function takeBackReceipt(
  fold: Fold,
  session: ReceivingSessionRow,
  line: CountedLine,
  units: readonly ReceiptUnitRow[],
): void {
  const purchase = session.document_kind === 'purchase_order';
  let gone = 0;
  for (const counted of units) {
    const unit = fold.row('unit', counted.unit_id) ?? knownUnit(fold, counted);
    if (unit === undefined) continue;
    const next = nextState(unit.state, 'lost');
    const fact = factOf(fold, session, counted, unit.unit_id);
    if (purchase && unit.receiving_session_id === session.receiving_session_id && 'state' in next) {
      fold.moveUnit({ ...unit, state: next.state, bin_id: null });
      noteOnCases(fold, unit.unit_id, fact);
    } else {
      const first = firstFact(fold, unit);
      unitCase(fold, 'case.not-in-stock', [unit.unit_id], first === undefined ? [fact] : [first, fact]);
    }
    gone += 1;
  }
  const bare = Math.max(0, line.quantity - gone);
  if (purchase) fold.addStock(line.product_id, session.warehouse_id, -bare);
  else if (session.document_kind === 'credit_memo') fold.addStock(line.product_id, session.warehouse_id, bare);
  countOnDocument(fold, session, line.line_id, -line.quantity);
}
