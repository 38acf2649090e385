import type { DocumentListRow, ProductCard, ReceivingLine } from '@serialbridge/protocol/station';
import { FAKE_NOW, fakeId } from './fake-states.ts';

const HOUR = 3_600_000;
const VENDORS = ['Bigelow Electronics', 'Nordwind GmbH', 'Osaka Denki', 'Atlas Supply Co.'];
const BUYERS = ['A. Chen', 'R. Novak', null];

function documentRow(n: number): DocumentListRow {
  const kind = n % 9 === 4 ? 'credit_memo' : n % 7 === 5 ? 'rma' : 'purchase_order';
  const units = 3 + ((n * 17) % 240);
  const status = n % 5 === 3 ? 'received' : 'open';
  return {
    document_kind: kind,
    document_id: fakeId(1000 + n),
    number: kind === 'rma' ? `RMA-${20_100 + n}` : kind === 'credit_memo' ? `CM-${3300 + n}` : `PO-${12_344 + n}`,
    description: n % 3 === 0 ? 'Spring restock, pallet 2 of 3' : null,
    party: VENDORS[n % VENDORS.length] ?? '',
    buyer: BUYERS[n % BUYERS.length] ?? null,
    company: n % 2 === 0 ? 'Default company' : 'Outlet',
    vendor_invoice_number: n % 4 === 0 ? `INV-${900 + n}` : null,
    created_at: FAKE_NOW - n * 5 * HOUR,
    ordered_at: FAKE_NOW - n * 9 * HOUR,
    products: 1 + (n % 6),
    units,
    units_received: status === 'received' ? units : n % 4 === 1 ? Math.floor(units / 3) : 0,
    total_cents: units * 4999,
    currency: 'USD',
    status,
    draft_session_id: n === 2 ? fakeId(5002) : null,
    disputed: n === 6,
  };
}

export const FAKE_DOCUMENTS: readonly DocumentListRow[] = Array.from({ length: 431 }, (_, n) => documentRow(n));

const product = (n: number, sku: string, name: string, policy: ProductCard['serial_policy']): ProductCard => ({
  product_id: fakeId(200 + n),
  sku,
  name,
  picture: null,
  serial_policy: policy,
  serial_hint: null,
});

/** What each product's barcode says. */
export const FAKE_CODES: Readonly<Record<string, string>> = {
  '0194252056639': 'WATCH-S9-45',
  '4006381333931': 'CAM-X100-SLV',
  '5012345678900': 'RTR-AX6000',
  '0012345678905': 'CBL-USBC-2M',
};

function line(n: number, card: ProductCard, ordered: number, received: number): ReceivingLine {
  return {
    line_id: fakeId(300 + n),
    line_number: n,
    product: card,
    quantity_ordered: ordered,
    quantity_received: received,
    quantity_counted: 0,
    serials_counted: 0,
    serials_missing: 0,
    on_hand: n * 7,
  };
}

export const FAKE_LINES: readonly ReceivingLine[] = [
  line(1, product(1, 'WATCH-S9-45', 'Watch Series 9, 45 mm, midnight', 'required'), 5, 0),
  line(2, product(2, 'CAM-X100-SLV', 'X100 compact camera, silver', 'required'), 12, 4),
  line(3, product(3, 'RTR-AX6000', 'AX6000 mesh router, set of two', 'required'), 40, 0),
  line(4, product(4, 'CBL-USBC-2M', 'USB-C cable 2 m', 'none'), 200, 0),
];
