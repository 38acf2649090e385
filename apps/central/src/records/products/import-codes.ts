import { CODE_KINDS } from '@serialbridge/core/model';
import { waysToWrite, wrongCode } from './product-codes.ts';
import { readChoice, readCode } from '../csv/cells.ts';
import { CodeBook } from './code-book.ts';
import { needed, type Row } from '../csv/columns.ts';
import { eachRow, indexBy, type ImportContext, type Importer } from '../csv/importer.ts';

const COLUMNS = {
  sku: needed(readCode, 'SKU of the product', { example: 'CAM-4K-01' }),
  kind: needed((cell) => readChoice(cell, CODE_KINDS), 'Kind of code', { example: 'upc', choices: CODE_KINDS }),
  code: needed(readCode, 'The code', { example: '036000291452' }),
};

async function planRows(rows: readonly Row<typeof COLUMNS>[], context: ImportContext): Promise<void> {
  const { tx, faults } = context;
  const products = indexBy(
    await tx.find(
      'product',
      'sku',
      rows.map(({ values }) => values.sku ?? ''),
    ),
    'sku',
  );
  const book = await CodeBook.open(
    tx,
    rows.flatMap(({ values: { kind, code } }) => (kind === null || code === null ? [] : waysToWrite(kind, code))),
  );
  await eachRow(rows, context, ({ row, values }) => {
    const { sku, kind, code } = values;
    if (sku === null || kind === null || code === null) return;
    const product = products.get(sku);
    if (!product) faults.add('csv.reference', row, 'sku', `there is no product ${sku}.`);
    const wrong = wrongCode(kind, code);
    if (wrong !== null) faults.add('csv.value', row, 'code', wrong);
    if (product && wrong === null) book.give({ product_id: product.product_id, sku, kind, code }, row, 'code', context);
  });
}

export const PRODUCT_CODES: Importer<typeof COLUMNS> = {
  kind: 'product-codes',
  title: 'Product codes',
  meaning: 'One row a code. Codes are added, none is taken away.',
  matched_by: 'sku, kind and code',
  columns: COLUMNS,
  planRows,
};
