import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { command } from '../command.ts';
import { PURCHASE_ORDER_QUERIES } from './queries.ts';

const cancelPurchaseOrder: ServedCall = serve(CENTRAL_API['purchase_orders.cancel'], ({ central, who, params }) =>
  command(central, who, async (tx) => {
    const document = await tx.row('purchase_order', params.purchase_order_id);
    if (!document) throw notFound('purchase order');
    if (document.status !== 'open')
      throw new Refusal('document.not-open', { detail: `This purchase order is ${document.status}.` });
    tx.put('purchase_order', [{ ...document, status: 'cancelled' }]);
    return {};
  }),
);

export const PURCHASE_ORDER_CALLS = { ...PURCHASE_ORDER_QUERIES, 'purchase_orders.cancel': cancelPurchaseOrder };
