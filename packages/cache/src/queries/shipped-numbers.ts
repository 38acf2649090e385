import { type ReadHandle, text } from '../views/read-handle.ts';

export interface ShippedNumber {
  /** Of the order. */
  readonly number: string;
  readonly shipped_at: number;
}

// The box by its index first, then its rows: views of two tables each join badly.
const BOX = `SELECT order_id, shipment_id FROM live_package
  WHERE tracking_number = ? AND state = 'shipped' AND order_id <> ? LIMIT 1`;

/** The shipment of another order whose box bears this tracking number; null: none that is known here, own unsent ones too. */
export function shippedNumber(read: ReadHandle, tracking_number: string, order_id: string): ShippedNumber | null {
  const box = read.get(BOX, [tracking_number, order_id]);
  if (box === undefined) return null;
  const order = read.get('SELECT number FROM live_order WHERE order_id = ?', [text(box['order_id'])]);
  const shipment =
    typeof box['shipment_id'] === 'string'
      ? read.get('SELECT shipped_at FROM live_shipment WHERE shipment_id = ?', [box['shipment_id']])
      : undefined;
  return {
    number: order === undefined ? '?' : text(order['number']),
    shipped_at: Number(shipment?.['shipped_at'] ?? 0),
  };
}
