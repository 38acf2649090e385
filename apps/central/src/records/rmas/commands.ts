import { v7 as uuidv7 } from 'uuid';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { fault } from '../../refusal.ts';
import { command, refuseFaults } from '../command.ts';
import { RMA_QUERIES } from './queries.ts';

const createRma: ServedCall = serve(CENTRAL_API['rmas.create'], ({ central, who, body }) =>
  command(central, who, async (tx) => {
    const rma_id = uuidv7();
    const [order] = await tx.find('order', 'number', [body.order_number]);
    const products = await tx.find(
      'product',
      'sku',
      body.lines.map((line) => line.sku),
    );
    const rma = {
      rma_id,
      number: body.number,
      order_id: order?.order_id ?? rma_id,
      status: 'open' as const,
      reason: body.reason,
      created_at: central.now(),
    };
    const errors = await tx.taken('rma', rma, 'return');
    if (!order) errors.push(fault('record.unknown', `There is no order ${body.order_number}.`, 'order_number'));
    const lines = body.lines.flatMap((line, at) => {
      const product = products.find((one) => one.sku === line.sku);
      if (!product) {
        errors.push(fault('record.unknown', `There is no product ${line.sku}.`, `lines.${at}.sku`));
        return [];
      }
      const { product_id } = product;
      const { quantity } = line;
      return [{ rma_line_id: uuidv7(), rma_id, line_number: at + 1, product_id, quantity, quantity_received: 0 }];
    });
    refuseFaults(errors);
    tx.put('rma', [rma]);
    tx.put('rma_line', lines);
    return { rma_id };
  }),
);

export const RMA_CALLS = { ...RMA_QUERIES, 'rmas.create': createRma };
