import { v7 as uuidv7 } from 'uuid';
import { PO_TYPES, type Row as ModelRow } from '@serialbridge/core/model';
import { readChoice, readCode, readCurrency, readDate, readText } from '../csv/cells.ts';
import { needed, optional, type Row } from '../csv/columns.ts';
import { groupRows, headOf, lineColumns, matchLines, type Group } from '../csv/document-rows.ts';
import { eachRow, indexBy, type ImportContext, type Importer } from '../csv/importer.ts';

const COLUMNS = {
  number: needed(readCode, 'Number of the purchase order', { example: 'PO-1001' }),
  vendor_code: optional(readCode, 'The vendor’s code; needed for a new purchase order', {
    example: 'LUMINA',
    when_empty: 'refused for a new purchase order',
  }),
  vendor_name: optional(readText, 'The vendor’s name: makes a vendor that is not there yet', {
    example: 'Lumina Optics',
  }),
  po_type: optional((cell) => readChoice(cell, PO_TYPES), 'Purchase order, or credit memo (a return to the vendor)', {
    when_empty: 'purchase_order',
    choices: PO_TYPES,
  }),
  warehouse: optional(readCode, 'Code of the warehouse it comes to', { example: 'MAIN', when_empty: 'any' }),
  buyer: optional(readText, 'Who bought', { example: 'Ana' }),
  company: optional(readText, 'For which company'),
  vendor_invoice_number: optional(readCode, 'The vendor’s invoice'),
  description: optional((cell) => readText(cell, 4000), 'Description'),
  ordered_on: optional(readDate, 'Day of the order', { example: '2026-11-23', when_empty: 'today' }),
  currency: optional(readCurrency, 'Currency', { example: 'USD', when_empty: 'USD' }),
  ...lineColumns('5', '249.00'),
  vendor_sku: optional(readCode, 'The vendor’s SKU'),
};
const HEAD = [
  'vendor_code',
  'vendor_name',
  'po_type',
  'warehouse',
  'buyer',
  'company',
  'vendor_invoice_number',
  'description',
  'ordered_on',
  'currency',
] as const;

type C = typeof COLUMNS;
interface Present {
  readonly orders: Map<string, ModelRow<'purchase_order'>>;
  readonly lines: Map<string, ModelRow<'po_line'>[]>;
  readonly products: Map<string, ModelRow<'product'>>;
  readonly warehouses: Map<string, ModelRow<'warehouse'>>;
  readonly vendors: Map<string, ModelRow<'vendor'>>;
}

function vendorOf(
  head: { vendor_code: string | null; vendor_name: string | null },
  row: number,
  vendors: Present['vendors'],
  { faults, plan }: ImportContext,
): string | null {
  if (head.vendor_code === null) {
    faults.add('csv.value', row, 'vendor_code', 'is empty; a new purchase order needs a vendor.');
    return null;
  }
  const known = vendors.get(head.vendor_code);
  if (known) return known.vendor_id;
  if (head.vendor_name === null) {
    faults.add(
      'csv.reference',
      row,
      'vendor_code',
      `there is no vendor ${head.vendor_code}; give vendor_name to make it.`,
    );
    return null;
  }
  const vendor = { vendor_id: uuidv7(), code: head.vendor_code, name: head.vendor_name };
  vendors.set(vendor.code, vendor);
  plan.put('vendor', vendor, undefined);
  return vendor.vendor_id;
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
  const vendor_id =
    before && head.vendor_code === null ? before.vendor_id : vendorOf(head, first, present.vendors, context);
  if (before && before.status !== 'open')
    faults.add('csv.value', first, 'number', `the purchase order ${number} is ${before.status}; it cannot be changed.`);
  if (before && head.po_type !== null && head.po_type !== before.po_type)
    faults.add('csv.value', first, 'po_type', `${number} is a ${before.po_type}; that cannot change.`);
  const purchase_order_id = before?.purchase_order_id ?? uuidv7();
  plan.put(
    'purchase_order',
    {
      purchase_order_id,
      number,
      po_type: head.po_type ?? before?.po_type ?? 'purchase_order',
      vendor_id: vendor_id ?? purchase_order_id,
      warehouse_id: warehouse?.warehouse_id ?? before?.warehouse_id ?? null,
      buyer: head.buyer ?? before?.buyer ?? null,
      company: head.company ?? before?.company ?? null,
      vendor_invoice_number: head.vendor_invoice_number ?? before?.vendor_invoice_number ?? null,
      description: head.description ?? before?.description ?? null,
      ordered_at: head.ordered_on ?? before?.ordered_at ?? now,
      created_at: before?.created_at ?? now,
      status: before?.status ?? 'open',
      currency: head.currency ?? before?.currency ?? 'USD',
    },
    before,
  );
  const lines = present.lines.get(purchase_order_id) ?? [];
  const moved = { how: 'received', count: (line: ModelRow<'po_line'>) => line.quantity_received } as const;
  const matched = matchLines(rows, { lines, products: present.products, moved }, context);
  for (const { product_id, line_number, quantity, before: line, values } of matched)
    plan.put(
      'po_line',
      {
        po_line_id: line?.po_line_id ?? uuidv7(),
        purchase_order_id,
        line_number,
        product_id,
        quantity_ordered: quantity,
        quantity_received: line?.quantity_received ?? 0,
        unit_price_cents: values.unit_price ?? line?.unit_price_cents ?? 0,
        vendor_sku: values.vendor_sku ?? line?.vendor_sku ?? null,
      },
      line,
    );
}

async function planRows(rows: readonly Row<C>[], context: ImportContext): Promise<void> {
  const { tx } = context;
  const texts = (column: 'number' | 'sku' | 'vendor_code' | 'warehouse'): string[] =>
    rows.flatMap(({ values }) => values[column] ?? []);
  const orders = await tx.find('purchase_order', 'number', texts('number'));
  const lines = await tx.find(
    'po_line',
    'purchase_order_id',
    orders.map((order) => order.purchase_order_id),
  );
  const present: Present = {
    orders: indexBy(orders, 'number'),
    lines: Map.groupBy(lines, (line) => line.purchase_order_id),
    products: indexBy(await tx.find('product', 'sku', texts('sku')), 'sku'),
    warehouses: indexBy(await tx.find('warehouse', 'code', texts('warehouse')), 'code'),
    vendors: indexBy(await tx.find('vendor', 'code', texts('vendor_code')), 'code'),
  };
  await eachRow(groupRows(rows), context, (group) => {
    planOrder(group, present, context);
  });
}

export const PURCHASE_ORDERS: Importer<C> = {
  kind: 'purchase-orders',
  title: 'Purchase orders',
  meaning:
    'One row a line; rows of one number are one purchase order. Lines that the file does not name stay as they are.',
  matched_by: 'number; lines by line_number, else by sku',
  columns: COLUMNS,
  planRows,
};
