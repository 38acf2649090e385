import type { PACKING_EVENTS } from '../../events/packing.ts';
import type { EventBody } from '../../events/registry.ts';
import type { PackageRow, PackageUnitRow } from '../../model/document-rows.ts';
import type { UnitRow } from '../../model/unit-rows.ts';
import { serialNorm } from '../../serial/serial-key.ts';
import { nextState } from '../../units/life.ts';
import { boxFact, cancellationOf, thisFact, unitFact } from '../cases/case-facts.ts';
import { caseRuleOf, contradict, documentCase, noteOnCases, unitCase } from '../cases/open-case.ts';
import { type Fold, type Folds, isSettled, newUnit } from '../view/fold.ts';
import { countOnOrderLine, refreshOrder } from './order-counts.ts';
import { foldOrderShipped, shipEntry } from './shipping.ts';

/** The unit that was packed: by its id, else by its serial in the product's scope (the existing row wins over a station's new id). */
function knownUnit(fold: Fold, body: EventBody<'unit-packed'>): UnitRow | undefined {
  if (body.unit_id === null) return undefined;
  const byId = fold.row('unit', body.unit_id);
  if (byId !== undefined || body.serial_raw === null) return byId;
  const norm = serialNorm(fold.row('product', body.product_id), body.serial_raw);
  return fold.unitsInScope(body.product_id, norm).find((unit) => !(unit.forked && unit.state === 'missing'));
}

/** A unit first seen in a box. This is a contradiction, unless its product gets serials at shipping alone. */
function firstSeen(fold: Fold, body: EventBody<'unit-packed'>, unit_id: string): UnitRow {
  const { product_id, order_id, package_id } = body;
  const product = fold.row('product', product_id);
  const shipOnly = product?.serial_policy === 'ship-only';
  const warehouse_id = fold.station()?.warehouse_id ?? null;
  const unit = newUnit(fold, {
    unit_id,
    product_id,
    serial_raw: body.serial_raw ?? '',
    state: 'packed',
    warehouse_id,
    order_id,
    package_id,
  });
  // A forked unit may still have this serial without being in the unique index. A settled one would have been found.
  const provisional = !shipOnly || fold.unitsInScope(product_id, unit.serial_norm).some(isSettled);
  const row = fold.putUnit({ ...unit, provisional });
  if (provisional) {
    const fact = unitFact(fold, row, { document_kind: 'order', document_id: order_id });
    unitCase(fold, 'case.shipped-not-received', [unit_id], [fact]);
  }
  return row;
}

function packUnit(fold: Fold, body: EventBody<'unit-packed'>, unit: UnitRow): void {
  const { order_id, package_id } = body;
  const fact = unitFact(fold, unit, { document_kind: 'order', document_id: order_id });
  const next = nextState(unit.state, 'packed');
  if ('state' in next) {
    fold.moveUnit({ ...unit, state: next.state, order_id, package_id, bin_id: null });
    noteOnCases(fold, unit.unit_id, fact);
    return;
  }
  const rule = caseRuleOf(next);
  // The unit is in a second box and was not shipped twice yet. The second shipment raises the case.
  contradict(fold, unit, rule === 'case.shipped-twice' ? 'case.packed-twice' : rule, fact);
}

/** The order was cancelled, or other stations filled its line. A person must see what was packed too much. */
function judgeOrder(fold: Fold, body: EventBody<'unit-packed'>, unit_id: string | null): void {
  const { order_id, order_line_id, product_id, serial_raw } = body;
  const fact = thisFact(fold, { unit_id, serial_raw, product_id, document_kind: 'order', document_id: order_id });
  const unit_ids = unit_id === null ? [] : [unit_id];
  if (fold.row('order', order_id)?.status === 'cancelled') {
    documentCase(fold, 'case.order-cancelled', order_id, unit_ids, [...cancellationOf(fold, order_id), fact]);
  }
  const line = fold.row('order_line', order_line_id);
  if (line === undefined || line.quantity_packed <= line.quantity) return;
  const packs = fold.list('package', 'order_id', order_id);
  // This is asked first, because the boxes' content may be thousands of rows, and most orders are packed at one station.
  if (new Set(packs.map((pack) => pack.station_id)).size < 2) return;
  const packers = packs.filter((pack) =>
    fold.list('package_unit', 'package_id', pack.package_id).some((row) => row.order_line_id === order_line_id),
  );
  if (new Set(packers.map((pack) => pack.station_id)).size < 2) return;
  const others = packers
    .filter((pack) => pack.station_id !== fold.event.station_id)
    .toSorted((a, b) => (a.package_id < b.package_id ? -1 : 1))
    .flatMap((pack) => boxFact(fold, pack));
  documentCase(fold, 'case.order-packed-twice', order_id, unit_ids, [...others, fact]);
}

/** Where else the unit lies: the other box if two facts had put it in both, else back in stock. */
function takeOut(fold: Fold, unit: UnitRow, row: PackageUnitRow): void {
  const fact = unitFact(fold, unit, { document_kind: 'order', document_id: row.order_id });
  if (unit.package_id !== row.package_id || (unit.state !== 'packed' && unit.state !== 'shipped')) {
    // The second fact was undone: the first one's state stays, the case gets the fact.
    fold.putUnit(unit);
    noteOnCases(fold, unit.unit_id, fact);
    return;
  }
  const next = nextState(unit.state, 'unpacked');
  if ('refused' in next) return contradict(fold, unit, caseRuleOf(next), fact);
  const other = otherBox(fold, unit, row);
  if (other === undefined) {
    fold.moveUnit({ ...unit, state: next.state, order_id: null, package_id: null });
  } else {
    const { package_id, order_id, state } = other;
    fold.moveUnit({ ...unit, state: state === 'shipped' ? 'shipped' : 'packed', order_id, package_id });
  }
  noteOnCases(fold, unit.unit_id, fact);
}

/** A box that an open case says the unit lies in as well. Boxes of earlier lives of the unit are none. */
function otherBox(fold: Fold, unit: UnitRow, row: PackageUnitRow): PackageRow | undefined {
  const orders = new Set(
    fold
      .openCasesOfUnit(unit.unit_id)
      .flatMap((open) => open.facts)
      .filter((fact) => fact.unit_id === unit.unit_id && fact.document_kind === 'order')
      .map((fact) => fact.document_id),
  );
  return fold
    .list('package_unit', 'unit_id', unit.unit_id)
    .filter((entry) => entry.package_unit_id !== row.package_unit_id && orders.has(entry.order_id))
    .toSorted((a, b) => (a.package_unit_id < b.package_unit_id ? -1 : 1))
    .map((entry) => fold.row('package', entry.package_id))
    .find((pack) => pack !== undefined && pack.state !== 'discarded');
}

/** Takes one entry out of a box again. One that has left can't be taken out: that is a contradiction, and the entry stays. */
function unpack(fold: Fold, row: PackageUnitRow): void {
  const pack = fold.row('package', row.package_id);
  const unit = row.unit_id === null ? undefined : fold.row('unit', row.unit_id);
  if (pack?.state === 'shipped') {
    if (unit === undefined) return;
    const about = { document_kind: 'order', document_id: row.order_id };
    contradict(fold, unit, 'case.not-in-stock', unitFact(fold, unit, about));
    return;
  }
  fold.remove('package_unit', row.package_unit_id);
  countOnOrderLine(fold, row.order_line_id, -row.quantity, 0);
  if (unit !== undefined) takeOut(fold, unit, row);
}

/** What goes into boxes, and how they leave. */
export const PACKING_FOLDS: Folds<keyof typeof PACKING_EVENTS> = {
  'package-opened': (fold, body) => {
    if (fold.row('order', body.order_id) === undefined) return fold.waitFor('order', body.order_id);
    if (fold.row('package', body.package_id) !== undefined) return null;
    const { package_id, order_id, number } = body;
    fold.put('package', {
      package_id,
      order_id,
      number,
      state: 'open',
      station_id: fold.event.station_id,
      weight_g: null,
      weight_source: null,
      tracking_number: null,
      shipment_id: null,
      opened_at: fold.event.captured_at,
      closed_at: null,
      opened_event_id: fold.event.event_id,
    });
    return null;
  },
  'unit-packed': (fold, body) => {
    const { package_unit_id, package_id, order_id, order_line_id, product_id, quantity, serial_raw } = body;
    if (fold.row('order', order_id) === undefined) return fold.waitFor('order', order_id);
    const pack = fold.row('package', package_id);
    if (pack === undefined) return fold.waitFor('package', package_id);
    if (fold.row('order_line', order_line_id) === undefined) return fold.waitFor('order_line', order_line_id);
    if (fold.row('package_unit', package_unit_id) !== undefined) return null;
    const known = knownUnit(fold, body);
    const unit = known ?? (body.unit_id === null ? undefined : firstSeen(fold, body, body.unit_id));
    if (pack.state === 'discarded') fold.put('package', { ...pack, state: 'open' });
    if (known !== undefined) packUnit(fold, body, known);
    const entry: PackageUnitRow = {
      package_unit_id,
      package_id,
      order_id,
      order_line_id,
      product_id,
      unit_id: unit?.unit_id ?? null,
      serial_raw,
      serial_norm: serial_raw === null ? null : serialNorm(fold.row('product', product_id), serial_raw),
      quantity,
    };
    fold.put('package_unit', entry);
    countOnOrderLine(fold, order_line_id, quantity, 0);
    // The fact was held until after its box had left. So the unit left with the box.
    if (pack.state === 'shipped') shipEntry(fold, entry, fold.station()?.warehouse_id ?? null);
    judgeOrder(fold, body, unit?.unit_id ?? null);
    refreshOrder(fold, order_id);
    return null;
  },
  'unit-unpacked': (fold, body) => {
    if (fold.row('order', body.order_id) === undefined) return fold.waitFor('order', body.order_id);
    const row = fold.row('package_unit', body.package_unit_id);
    if (row === undefined) return null;
    if (
      row.unit_id === null &&
      body.quantity < row.quantity &&
      fold.row('package', row.package_id)?.state !== 'shipped'
    ) {
      fold.put('package_unit', { ...row, quantity: row.quantity - body.quantity });
      countOnOrderLine(fold, row.order_line_id, -body.quantity, 0);
    } else unpack(fold, row);
    refreshOrder(fold, row.order_id);
    return null;
  },
  'package-weighed': (fold, body) => {
    const pack = fold.row('package', body.package_id);
    if (pack === undefined) return fold.waitFor('package', body.package_id);
    fold.put('package', { ...pack, weight_g: body.weight_g, weight_source: body.weight_source });
    return null;
  },
  'package-closed': (fold, body) => {
    const pack = fold.row('package', body.package_id);
    if (pack === undefined) return fold.waitFor('package', body.package_id);
    const state = pack.state === 'shipped' ? 'shipped' : 'closed';
    fold.put('package', { ...pack, state, closed_at: fold.event.captured_at });
    return null;
  },
  'package-discarded': (fold, body) => {
    const pack = fold.row('package', body.package_id);
    if (pack === undefined) return fold.waitFor('package', body.package_id);
    const rows = [...fold.list('package_unit', 'package_id', body.package_id)];
    for (const row of rows.toSorted((a, b) => (a.package_unit_id < b.package_unit_id ? -1 : 1))) unpack(fold, row);
    if (pack.state !== 'shipped') fold.put('package', { ...pack, state: 'discarded' });
    refreshOrder(fold, pack.order_id);
    return null;
  },
  'order-shipped': foldOrderShipped,
  'order-confirmed': (fold, { order_id }) => {
    const order = fold.row('order', order_id);
    if (order === undefined) return fold.waitFor('order', order_id);
    if (!order.confirmed) fold.put('order', { ...order, confirmed: true });
    return null;
  },
};
