import { v7 as uuidv7 } from 'uuid';
import type { Row as ModelRow } from '@serialbridge/core/model';
import { readCents, readCode, readCountry, readCurrency, readDate, readFlag, readText } from '../csv/cells.ts';
import { needed, optional, type Row } from '../csv/columns.ts';
import { groupRows, headOf, lineColumns, matchLines, type Group } from '../csv/document-rows.ts';
import { eachRow, indexBy, type ImportContext, type Importer } from '../csv/importer.ts';

const whenNew = { when_empty: 'refused for a new order' };
const COLUMNS = {
  number: needed(readCode, 'Number of the order', { example: 'SO-5001' }),
  channel: optional(readText, 'Where it was sold', { example: 'Web' }),
  customer_name: optional(readText, 'Customer; needed for a new order', { example: 'Ines Duarte', ...whenNew }),
  address_1: optional(readText, 'Street and number; needed for a new order', {
    example: '12 Harbour Road',
    ...whenNew,
  }),
  address_2: optional(readText, 'Second line of the address'),
  city: optional(readText, 'City; needed for a new order', { example: 'Portland', ...whenNew }),
  region: optional(readText, 'State or region', { example: 'ME' }),
  postal_code: optional(readCode, 'Postal code', { example: '04101' }),
  country: optional(readCountry, 'Country, two letters; needed for a new order', { example: 'US', ...whenNew }),
  warehouse: optional(readCode, 'Code of the warehouse it leaves from', { example: 'MAIN', when_empty: 'any' }),
  requested_service: optional(readText, 'Service the customer chose', { example: 'Ground' }),
  tote_code: optional(readCode, 'Put-wall slot or tote'),
  ordered_on: optional(readDate, 'Day of the order', { example: '2026-11-23', when_empty: 'today' }),
  ship_by: optional(readDate, 'Day by which it must leave'),
  confirmed: optional(readFlag, 'Confirmed; an order that is, stays so', { when_empty: 'yes' }),
  picked: optional(readFlag, 'Picked; an order that is, stays so', { when_empty: 'no' }),
  paid: optional(readFlag, 'Paid', { when_empty: 'yes' }),
  total: optional(readCents, 'Total of the order', { when_empty: 'the sum of its lines' }),
  currency: optional(readCurrency, 'Currency', { example: 'USD', when_empty: 'USD' }),
  ...lineColumns('2', '329.00'),
};
const NEEDED = ['customer_name', 'address_1', 'city', 'country'] as const;
const HEAD = [
  ...NEEDED,
  'channel',
  'address_2',
  'region',
  'postal_code',
  'warehouse',
  'requested_service',
  'tote_code',
  'ordered_on',
  'ship_by',
  'confirmed',
  'picked',
  'paid',
  'total',
  'currency',
] as const;

type C = typeof COLUMNS;
interface Present {
  readonly orders: Map<string, ModelRow<'order'>>;
  readonly lines: Map<string, ModelRow<'order_line'>[]>;
  readonly products: Map<string, ModelRow<'product'>>;
  readonly warehouses: Map<string, ModelRow<'warehouse'>>;
}

function planOrder(group: Group<C>, present: Present, context: ImportContext): void {
  const { faults, plan, now } = context;
  const { number, rows } = group;
  const first = rows[0]?.row ?? 0;
  const head = headOf(group, HEAD, context);
  const before = present.orders.get(number);
  const warehouse = head.warehouse === null ? null : present.warehouses.get(head.warehouse);
  if (warehouse === undefined)
    faults.add('csv.reference', first, 'warehouse', `there is no warehouse ${head.warehouse ?? ''}.`);
  if (before && (before.status === 'shipped' || before.status === 'cancelled'))
    faults.add('csv.value', first, 'number', `the order ${number} is ${before.status}; it cannot be changed.`);
  if (!before)
    for (const column of NEEDED)
      if (head[column] === null) faults.add('csv.value', first, column, 'is empty; a new order needs it.');
  const sum = rows.reduce((total, { values }) => total + (values.quantity ?? 0) * (values.unit_price ?? 0), 0);
  const order_id = before?.order_id ?? uuidv7();
  plan.put(
    'order',
    {
      order_id,
      number,
      channel: head.channel ?? before?.channel ?? null,
      status: before?.status ?? 'open',
      // Stations confirm and pick too: a file that was written before does not take that back.
      confirmed: before?.confirmed === true || (head.confirmed ?? before?.confirmed ?? true),
      picked: before?.picked === true || (head.picked ?? before?.picked ?? false),
      paid: head.paid ?? before?.paid ?? true,
      warehouse_id: warehouse?.warehouse_id ?? before?.warehouse_id ?? null,
      customer_id: before?.customer_id ?? null,
      customer_name: head.customer_name ?? before?.customer_name ?? '',
      address_1: head.address_1 ?? before?.address_1 ?? '',
      address_2: head.address_2 ?? before?.address_2 ?? null,
      city: head.city ?? before?.city ?? '',
      region: head.region ?? before?.region ?? null,
      postal_code: head.postal_code ?? before?.postal_code ?? null,
      country: head.country ?? before?.country ?? 'US',
      requested_service: head.requested_service ?? before?.requested_service ?? null,
      tote_code: head.tote_code ?? before?.tote_code ?? null,
      ordered_at: head.ordered_on ?? before?.ordered_at ?? now,
      ship_by: head.ship_by ?? before?.ship_by ?? null,
      total_cents: head.total ?? before?.total_cents ?? sum,
      currency: head.currency ?? before?.currency ?? 'USD',
    },
    before,
  );
  const lines = present.lines.get(order_id) ?? [];
  const moved = { how: 'packed', count: (line: ModelRow<'order_line'>) => line.quantity_packed } as const;
  const matched = matchLines(rows, { lines, products: present.products, moved }, context);
  for (const { product_id, line_number, quantity, before: line, values } of matched)
    plan.put(
      'order_line',
      {
        order_line_id: line?.order_line_id ?? uuidv7(),
        order_id,
        line_number,
        product_id,
        quantity,
        quantity_packed: line?.quantity_packed ?? 0,
        quantity_shipped: line?.quantity_shipped ?? 0,
        unit_price_cents: values.unit_price ?? line?.unit_price_cents ?? 0,
      },
      line,
    );
}

async function planRows(rows: readonly Row<C>[], context: ImportContext): Promise<void> {
  const { tx } = context;
  const texts = (column: 'number' | 'sku' | 'warehouse'): string[] =>
    rows.flatMap(({ values }) => values[column] ?? []);
  const orders = await tx.find('order', 'number', texts('number'));
  const lines = await tx.find(
    'order_line',
    'order_id',
    orders.map((order) => order.order_id),
  );
  const present: Present = {
    orders: indexBy(orders, 'number'),
    lines: Map.groupBy(lines, (line) => line.order_id),
    products: indexBy(await tx.find('product', 'sku', texts('sku')), 'sku'),
    warehouses: indexBy(await tx.find('warehouse', 'code', texts('warehouse')), 'code'),
  };
  await eachRow(groupRows(rows), context, (group) => {
    planOrder(group, present, context);
  });
}

export const ORDERS: Importer<C> = {
  kind: 'orders',
  title: 'Orders',
  meaning: 'One row a line; rows of one number are one order. Lines that the file does not name stay as they are.',
  matched_by: 'number; lines by line_number, else by sku',
  columns: COLUMNS,
  planRows,
};
