import type { UnitRow } from '@serialbridge/core/model';
import { normaliseSerial } from '@serialbridge/core/serial';
import type { MethodResult } from '@serialbridge/protocol/station';
import type { HostContext } from '../host/context.ts';

/** Units by serial, former serial or another identifier, as this station knows them. */
export function findUnitCards({ view, read }: HostContext, text: string): MethodResult<'station.find_unit'> {
  const found = new Map<string, UnitRow>();
  // Whether case counts is the product's matter, and the product is not known yet.
  for (const case_fold of [false, true]) {
    const norm = normaliseSerial(text, { case_fold });
    if (norm === '') continue;
    for (const unit of view.unitsBySerial(norm)) found.set(unit.unit_id, unit);
    for (const row of read.all('SELECT unit_id FROM live_unit_identifier WHERE value_norm = ?', [norm])) {
      const unit = view.row('unit', String(row['unit_id']));
      if (unit !== undefined) found.set(unit.unit_id, unit);
    }
  }
  const units = [...found.values()].map((unit) => {
    const product = view.row('product', unit.product_id);
    return {
      unit_id: unit.unit_id,
      sku: product?.sku ?? '?',
      product_name: product?.name ?? '?',
      serial_raw: unit.serial_raw,
      state: unit.state,
      disputed: unit.disputed,
      warehouse_name: unit.warehouse_id === null ? null : (view.row('warehouse', unit.warehouse_id)?.name ?? null),
      bin_code: unit.bin_id === null ? null : (view.row('bin', unit.bin_id)?.code ?? null),
      po_number:
        unit.purchase_order_id === null ? null : (view.row('purchase_order', unit.purchase_order_id)?.number ?? null),
      order_number: unit.order_id === null ? null : (view.row('order', unit.order_id)?.number ?? null),
    };
  });
  return { units };
}
