import type { OrderRow } from '../../model/document-rows.ts';
import type { Fold } from '../view/fold.ts';

/** Adds to what is packed and shipped on an order line; never below nothing. */
export function countOnOrderLine(fold: Fold, order_line_id: string, packed: number, shipped: number): void {
  const line = fold.row('order_line', order_line_id);
  if (line === undefined) return;
  const { product_id, order_id } = line;
  const about = { of: order_line_id, product_id, document_kind: 'order', document_id: order_id };
  fold.put('order_line', {
    ...line,
    quantity_packed: fold.sum(line.quantity_packed + packed, about),
    quantity_shipped: fold.sum(line.quantity_shipped + shipped, about),
  });
}

/** The order's status follows from its lines, unless it was cancelled. */
export function refreshOrder(fold: Fold, order_id: string): void {
  const order = fold.row('order', order_id);
  const lines = fold.list('order_line', 'order_id', order_id);
  if (order === undefined || order.status === 'cancelled' || lines.length === 0) return;
  const shipped = lines.every((line) => line.quantity_shipped >= line.quantity);
  const packed = lines.every((line) => line.quantity_packed >= line.quantity);
  const status: OrderRow['status'] = shipped ? 'shipped' : packed ? 'packed' : 'open';
  if (status !== order.status) fold.put('order', { ...order, status });
}
