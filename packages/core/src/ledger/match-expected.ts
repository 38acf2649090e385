import type { ReceiptUnitRow } from '../model/document-rows.ts';
import type { Fold } from './fold.ts';

/** Serials announced for the line: those that came are matched; one that came unannounced, where any were announced, is extra. */
export function matchExpected(fold: Fold, po_line_id: string, units: readonly ReceiptUnitRow[]): void {
  const expected = new Map(fold.expectedUnitsOf(po_line_id).map((row) => [row.serial_norm, row]));
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
