import { v7 as uuidv7 } from 'uuid';
import { CHECK_DIGITS, SERIAL_POLICIES, SERIAL_SCOPES, type Row as ModelRow } from '@serialbridge/core/model';
import { effectivePolicy } from '@serialbridge/core/policy';
import { compilePattern } from '@serialbridge/core/serial';
import { waysToWrite, wrongCode } from './product-codes.ts';
import { readChoice, readCode, readFlag, readGrams, readText, readWhole } from '../csv/cells.ts';
import { optional, needed, type Row } from '../csv/columns.ts';
import { eachRow, indexBy, type ImportContext, type Importer } from '../csv/importer.ts';

import { CodeBook } from './code-book.ts';

const COLUMNS = {
  sku: needed(readCode, 'The product’s SKU', { example: 'CAM-4K-01' }),
  name: optional(readText, 'Name; needed for a new product', {
    example: 'Camera 4K',
    when_empty: 'refused for a new product',
  }),
  manufacturer: optional(readText, 'Manufacturer', { example: 'Lumina' }),
  serial_policy: optional((cell) => readChoice(cell, SERIAL_POLICIES), 'When a serial is asked for', {
    example: 'required',
    when_empty: 'the option serial.default_policy',
    choices: SERIAL_POLICIES,
  }),
  serial_scope: optional((cell) => readChoice(cell, SERIAL_SCOPES), 'Within what a serial is unique', {
    when_empty: 'product',
    choices: SERIAL_SCOPES,
  }),
  serial_min: optional((cell) => readWhole(cell, 1, 200), 'Fewest characters of a serial', {
    example: '8',
    when_empty: 'the option serial.length_min',
  }),
  serial_max: optional((cell) => readWhole(cell, 1, 200), 'Most characters of a serial', {
    example: '12',
    when_empty: 'the option serial.length_max',
  }),
  serial_pattern: optional((cell) => readText(cell, 500), 'Regular expression that the whole serial matches', {
    example: 'LM[0-9]{6,10}',
  }),
  serial_check_digit: optional((cell) => readChoice(cell, CHECK_DIGITS), 'How a serial’s check digit is made', {
    when_empty: 'none',
    choices: CHECK_DIGITS,
  }),
  serial_case_fold: optional(readFlag, 'Whether small and capital letters are the same in a serial', {
    when_empty: 'no',
  }),
  weight_g: optional(readGrams, 'Weight in grams', { example: '640' }),
  length_mm: optional((cell) => readWhole(cell), 'Length in millimetres', { example: '180' }),
  width_mm: optional((cell) => readWhole(cell), 'Width in millimetres', { example: '120' }),
  height_mm: optional((cell) => readWhole(cell), 'Height in millimetres', { example: '90' }),
  picture: optional((cell) => readText(cell, 100_000), 'Address or data URL of a picture'),
  upc: optional(readCode, 'UPC, 12 digits, or 8 as UPC-E', { example: '036000291452' }),
  ean: optional(readCode, 'EAN, 8 or 13 digits'),
  gtin: optional(readCode, 'GTIN, 8 to 14 digits'),
  aliases: optional((cell) => readCode(cell, 2000), 'Other codes that mean this product, separated by |', {
    example: 'CAM4K|4K-CAM',
  }),
  active: optional(readFlag, 'Whether the product is in use', { when_empty: 'yes' }),
};

type Product = ModelRow<'product'>;
type Values = Row<typeof COLUMNS>['values'];

const NEW: Omit<Product, 'product_id' | 'sku' | 'name' | 'serial_policy'> = {
  manufacturer: null,
  picture: null,
  weight_g: null,
  length_mm: null,
  width_mm: null,
  height_mm: null,
  serial_scope: 'product',
  serial_min: null,
  serial_max: null,
  serial_pattern: null,
  serial_check_digit: 'none',
  serial_case_fold: false,
  active: true,
};

/** The cells that are filled, over what is there. */
function productOf(values: Values, present: Product | undefined, serial_policy: Product['serial_policy']): Product {
  const { upc: _upc, ean: _ean, gtin: _gtin, aliases: _aliases, sku, name, ...rest } = values;
  const base = present ?? { ...NEW, product_id: uuidv7(), sku: sku ?? '', name: name ?? '', serial_policy };
  const filled = Object.fromEntries(Object.entries({ name, ...rest }).filter(([, value]) => value !== null));
  return { ...base, ...filled };
}

function checkProduct(
  { row, values }: Row<typeof COLUMNS>,
  product: Product,
  isNew: boolean,
  { faults }: ImportContext,
): void {
  if (isNew && values.name === null) faults.add('csv.value', row, 'name', 'is empty; a new product needs a name.');
  if (product.serial_min !== null && product.serial_max !== null && product.serial_min > product.serial_max)
    faults.add('csv.value', row, 'serial_min', 'is more than serial_max.');
  if (values.serial_pattern !== null) {
    const pattern = compilePattern(values.serial_pattern);
    if (!pattern.ok) faults.add('csv.value', row, 'serial_pattern', `cannot be used: ${pattern.reason}.`);
  }
}

const codesOf = (values: Values): { kind: 'upc' | 'ean' | 'gtin' | 'alias'; code: string; column: string }[] => [
  ...(['upc', 'ean', 'gtin'] as const).flatMap((kind) =>
    values[kind] === null ? [] : [{ kind, code: values[kind], column: kind }],
  ),
  ...(values.aliases ?? '')
    .split('|')
    .map((code) => code.trim())
    .filter((code) => code !== '')
    .map((code) => ({ kind: 'alias' as const, code, column: 'aliases' })),
];

async function planRows(rows: readonly Row<typeof COLUMNS>[], context: ImportContext): Promise<void> {
  const { tx, faults, plan } = context;
  const present = indexBy(
    await tx.find(
      'product',
      'sku',
      rows.map(({ values }) => values.sku ?? ''),
    ),
    'sku',
  );
  const policyRows = await tx.find('policy_value', 'level', ['tenant']);
  const default_policy = effectivePolicy(policyRows, { warehouse_id: null, station_id: null }).get(
    'serial.default_policy',
  );
  const book = await CodeBook.open(
    tx,
    rows.flatMap(({ values }) => codesOf(values).flatMap(({ kind, code }) => waysToWrite(kind, code))),
  );
  const seen = new Map<string, number>();
  await eachRow(rows, context, (one) => {
    const sku = one.values.sku ?? '';
    const earlier = seen.get(sku);
    if (earlier !== undefined) {
      faults.add('csv.double', one.row, 'sku', `${sku} is in row ${earlier} already.`);
      return;
    }
    seen.set(sku, one.row);
    const before = present.get(sku);
    const product = productOf(one.values, before, default_policy);
    checkProduct(one, product, before === undefined, context);
    plan.put('product', product, before);
    for (const { kind, code, column } of codesOf(one.values)) {
      const wrong = wrongCode(kind, code);
      if (wrong !== null) faults.add('csv.value', one.row, column, wrong);
      else book.give({ product_id: product.product_id, sku, kind, code }, one.row, column, context);
    }
  });
}

export const PRODUCTS: Importer<typeof COLUMNS> = {
  kind: 'products',
  title: 'Products',
  meaning: 'One row a product. Empty cells leave an existing product as it is; codes are added, none is taken away.',
  matched_by: 'sku',
  columns: COLUMNS,
  planRows,
};
