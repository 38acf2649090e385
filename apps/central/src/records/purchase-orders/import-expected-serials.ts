import { v7 as uuidv7 } from 'uuid';
import type { Row as ModelRow } from '@serialbridge/core/model';
import { findOtherText, listFactsOf } from '@serialbridge/core/other-codes';
import { fitsPattern, normaliseSerial } from '@serialbridge/core/serial';
import { readCode, readWhole } from '../csv/cells.ts';
import { needed, optional, type Row } from '../csv/columns.ts';
import { eachRow, indexBy, type ImportContext, type Importer } from '../csv/importer.ts';

const COLUMNS = {
  number: needed(readCode, 'Number of the purchase order', { example: 'PO-1001' }),
  sku: needed(readCode, 'SKU of the product', { example: 'CAM-4K-01' }),
  serial: needed((cell) => readCode(cell, 200), 'The serial as the vendor announced it', { example: 'LM00012345' }),
  line_number: optional((cell) => readWhole(cell, 1), 'Number of the line, where the product is on several', {
    when_empty: 'the product’s only line',
  }),
};
type C = typeof COLUMNS;

interface Present {
  readonly orders: Map<string, ModelRow<'purchase_order'>>;
  readonly lines: Map<string, ModelRow<'po_line'>[]>;
  readonly products: Map<string, ModelRow<'product'>>;
  readonly expected: Map<string, ModelRow<'expected_unit'>>;
}

function lineOf(
  { row, values }: Row<C>,
  present: Present,
  { faults }: ImportContext,
): { line: ModelRow<'po_line'>; product: ModelRow<'product'> } | null {
  const order = present.orders.get(values.number ?? '');
  const product = present.products.get(values.sku ?? '');
  if (!order) faults.add('csv.reference', row, 'number', `there is no purchase order ${values.number ?? ''}.`);
  if (!product) faults.add('csv.reference', row, 'sku', `there is no product ${values.sku ?? ''}.`);
  if (!order || !product) return null;
  const lines = (present.lines.get(order.purchase_order_id) ?? []).filter(
    (line) =>
      line.product_id === product.product_id &&
      (values.line_number === null || line.line_number === values.line_number),
  );
  const [line] = lines;
  if (!line)
    faults.add(
      'csv.reference',
      row,
      values.line_number === null ? 'sku' : 'line_number',
      `${order.number} has no such line with ${product.sku}.`,
    );
  else if (lines.length > 1)
    faults.add(
      'csv.value',
      row,
      'line_number',
      `${order.number} has ${lines.length} lines with ${product.sku}; say which.`,
    );
  else if (product.serial_policy === 'none')
    faults.add('csv.value', row, 'serial', `${product.sku} is a product without serials.`);
  else return { line, product };
  return null;
}

async function planRows(rows: readonly Row<C>[], context: ImportContext): Promise<void> {
  const { tx, faults, plan } = context;
  const orders = await tx.find(
    'purchase_order',
    'number',
    rows.map(({ values }) => values.number ?? ''),
  );
  const order_ids = orders.map((order) => order.purchase_order_id);
  const lines = await tx.find('po_line', 'purchase_order_id', order_ids);
  const expected = await tx.find('expected_unit', 'purchase_order_id', order_ids);
  const present: Present = {
    orders: indexBy(orders, 'number'),
    lines: Map.groupBy(lines, (line) => line.purchase_order_id),
    products: indexBy(
      await tx.find(
        'product',
        'sku',
        rows.map(({ values }) => values.sku ?? ''),
      ),
      'sku',
    ),
    expected: new Map(expected.map((one) => [`${one.po_line_id} ${one.serial_norm}`, one])),
  };
  const list = listFactsOf(rows.flatMap(({ values }) => values.serial ?? []));
  const seen = new Map<string, number>();
  await eachRow(rows, context, (one) => {
    const found = lineOf(one, present, context);
    if (!found) return;
    const { line, product } = found;
    const serial_raw = one.values.serial ?? '';
    const serial_norm = normaliseSerial(serial_raw, { case_fold: product.serial_case_fold });
    if (serial_norm === '') {
      faults.add('csv.value', one.row, 'serial', 'nothing is left of it without white space.');
      return;
    }
    // What no station would take must not be announced either.
    const other = fitsPattern(product.serial_pattern, serial_norm) ? null : findOtherText(serial_norm, list);
    if (other !== null) {
      const message = `${serial_raw.slice(0, 60)} says that it is something else than a serial.`;
      faults.add(other.id, one.row, 'serial', message, { ...other.params, context: 'list' });
      return;
    }
    // One product has a serial once, on whichever line.
    const place = `${product.product_id} ${serial_norm}`;
    const earlier = seen.get(place);
    if (earlier !== undefined) {
      faults.add('csv.double', one.row, 'serial', `${serial_raw} is in row ${earlier} already.`);
      return;
    }
    seen.set(place, one.row);
    const before = present.expected.get(`${line.po_line_id} ${serial_norm}`);
    plan.put(
      'expected_unit',
      before ?? {
        expected_unit_id: uuidv7(),
        purchase_order_id: line.purchase_order_id,
        po_line_id: line.po_line_id,
        product_id: product.product_id,
        serial_raw,
        serial_norm,
        state: 'open',
      },
      before,
    );
  });
}

export const EXPECTED_SERIALS: Importer<C> = {
  kind: 'expected-serials',
  title: 'Expected serials',
  meaning:
    'Serials that a vendor announced for a purchase order (ASN), one row a serial. Serials are added, none is taken away.',
  matched_by: 'number, sku and serial',
  columns: COLUMNS,
  planRows,
};
