import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { command } from '../command.ts';
import { ORDER_QUERIES } from './queries.ts';

const cancelOrder: ServedCall = serve(CENTRAL_API['orders.cancel'], ({ central, who, params }) =>
  command(central, who, async (tx) => {
    const order = await tx.row('order', params.order_id);
    if (!order) throw notFound('order');
    if (order.status === 'shipped' || order.status === 'cancelled')
      throw new Refusal('document.not-open', { detail: `This order is ${order.status}.` });
    tx.put('order', [{ ...order, status: 'cancelled' }]);
    return {};
  }),
);

export const ORDER_CALLS = { ...ORDER_QUERIES, 'orders.cancel': cancelOrder };
