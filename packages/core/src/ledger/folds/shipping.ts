import type { EventBody } from '../../events/registry.ts';
import type { PackageRow, PackageUnitRow } from '../../model/document-rows.ts';
import type { UnitRow } from '../../model/unit-rows.ts';
import type { HeldReason } from '../view/applied.ts';
import { boxFact, cancellationOf, thisFact, unitFact } from '../cases/case-facts.ts';
import { contradict, documentCase, noteOnCases } from '../cases/open-case.ts';
import type { Fold } from '../view/fold.ts';
import { countOnOrderLine, refreshOrder } from './order-counts.ts';

/** Ships a unit of a box that left. If the unit is in this box by a second fact only, it is not moved. Its case gets the shipment as a fact. */
function shipUnit(fold: Fold, unit: UnitRow, row: PackageUnitRow): void {
  const about = { document_kind: 'order', document_id: row.order_id };
  const fact = unitFact(fold, unit, about);
  if (unit.package_id === row.package_id && unit.state === 'packed') {
    fold.moveUnit({ ...unit, state: 'shipped', warehouse_id: null, bin_id: null });
    noteOnCases(fold, unit.unit_id, fact);
    return;
  }
  const elsewhere = unit.package_id !== row.package_id && (unit.state === 'packed' || unit.state === 'shipped');
  contradict(fold, unit, elsewhere ? 'case.packed-twice' : 'case.not-in-stock', fact);
}

/** The same box left twice (two labels for it): each of its units is in two shipments. The first shipment stays. */
function shipAgain(fold: Fold, pack: PackageRow): void {
  const about = { document_kind: 'order', document_id: pack.order_id };
  const bare = thisFact(fold, about);
  const units = fold.list('package_unit', 'package_id', pack.package_id).flatMap((row) => {
    const unit = row.unit_id === null ? undefined : fold.row('unit', row.unit_id);
    return unit === undefined ? [] : [unit];
  });
  for (const unit of units.toSorted((a, b) => (a.unit_id < b.unit_id ? -1 : 1))) {
    const shipment = pack.shipment_id === null ? undefined : fold.row('shipment', pack.shipment_id);
    const fact = unitFact(fold, unit, about);
    if (unit.state !== 'shipped' || shipment === undefined) noteOnCases(fold, unit.unit_id, fact);
    else contradict(fold, unit, 'case.shipped-twice', fact);
  }
  if (units.length === 0)
    documentCase(fold, 'case.order-packed-twice', pack.order_id, [], [...boxFact(fold, pack), bare]);
}

/** One entry of a box leaves: counted on its order line, its unit shipped, or its quantity off stock. */
export function shipEntry(fold: Fold, row: PackageUnitRow, warehouse_id: string | null): void {
  countOnOrderLine(fold, row.order_line_id, 0, row.quantity);
  const unit = row.unit_id === null ? undefined : fold.row('unit', row.unit_id);
  if (unit !== undefined) shipUnit(fold, unit, row);
  else fold.addStock(row.product_id, warehouse_id, -row.quantity);
}

function shipPackage(fold: Fold, pack: PackageRow, warehouse_id: string | null): void {
  const rows = [...fold.list('package_unit', 'package_id', pack.package_id)];
  for (const row of rows.toSorted((a, b) => (a.package_unit_id < b.package_unit_id ? -1 : 1)))
    shipEntry(fold, row, warehouse_id);
}

export function foldOrderShipped(fold: Fold, body: EventBody<'order-shipped'>): HeldReason | null {
  const { shipment_id, order_id, carrier, service, cost_cents, shipped_at } = body;
  const order = fold.row('order', order_id);
  if (order === undefined) return fold.waitFor('order', order_id);
  const missing = body.packages.filter(({ package_id }) => fold.row('package', package_id) === undefined);
  const [first] = missing.map(({ package_id }) => fold.waitFor('package', package_id));
  if (first !== undefined) return first;
  if (fold.row('shipment', shipment_id) !== undefined) return null;
  const { station_id } = fold.event;
  fold.put('shipment', { shipment_id, order_id, station_id, carrier, service, cost_cents, shipped_at });
  const warehouse_id = fold.station()?.warehouse_id ?? order.warehouse_id;
  for (const { package_id, tracking_number } of body.packages) {
    const pack = fold.row('package', package_id);
    if (pack === undefined || pack.shipment_id === shipment_id) continue;
    if (pack.state === 'shipped') {
      shipAgain(fold, pack);
      continue;
    }
    fold.put('package', { ...pack, state: 'shipped', shipment_id, tracking_number });
    shipPackage(fold, pack, warehouse_id);
  }
  if (order.status === 'cancelled') {
    const units = body.packages.flatMap(({ package_id }) =>
      fold.list('package_unit', 'package_id', package_id).flatMap((row) => (row.unit_id === null ? [] : [row.unit_id])),
    );
    const fact = thisFact(fold, { document_kind: 'order', document_id: order_id });
    const facts = [...cancellationOf(fold, order_id), fact];
    documentCase(fold, 'case.order-cancelled', order_id, units.toSorted(), facts);
  }
  refreshOrder(fold, order_id);
  return null;
}
