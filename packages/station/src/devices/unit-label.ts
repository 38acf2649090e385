import { CallError } from '@serialbridge/client';
import type { ProductRow, UnitRow } from '@serialbridge/core/model';
import { normaliseGtin } from '@serialbridge/core/gs1';
import { type LabelSize, unitLabel } from '@serialbridge/devices/printers';
import type { Ledger } from '../contract/host-context.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** The calendar day at this station, `2026-11-25`. */
function localDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The product's code as fourteen digits, if it has one that a GS1 label can carry. */
function gtinOf({ read }: Ledger, product: ProductRow): string | null {
  const codes = read.all("SELECT code FROM live_product_code WHERE product_id = ? AND kind IN ('gtin', 'ean', 'upc')", [
    product.product_id,
  ]);
  for (const { code } of codes) {
    const verdict = normaliseGtin(String(code));
    if (verdict.ok) return verdict.gtin;
  }
  return null;
}

/** What stands on the label of a unit, from what this station knows: any unit's, wherever it was received. */
export function labelOfUnit(ledger: Ledger, unit_id: string, size: LabelSize) {
  const unit: UnitRow | undefined = ledger.view.row('unit', unit_id);
  if (unit === undefined) throw CallError.of('unit.unknown', 'This station does not know that unit.', { unit_id });
  const product = ledger.view.row('product', unit.product_id);
  const warehouse = unit.warehouse_id === null ? undefined : ledger.view.row('warehouse', unit.warehouse_id);
  const bin = unit.bin_id === null ? undefined : ledger.view.row('bin', unit.bin_id);
  const label = unitLabel(
    {
      product_name: product?.name ?? '?',
      sku: product?.sku ?? '?',
      serial: unit.serial_raw,
      gtin: product === undefined ? null : gtinOf(ledger, product),
      lot: unit.lot,
      expires_on: unit.expiry,
      received_on: unit.received_at === null ? null : localDay(unit.received_at),
      warehouse: warehouse?.name ?? null,
      bin: bin?.code ?? null,
    },
    size,
  );
  return { label, title: `${product?.sku ?? '?'} ${unit.serial_raw}` };
}
