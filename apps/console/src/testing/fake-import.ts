import type { ImportKind, ImportKinds, ImportLook, Job } from '@serialbridge/protocol/central';
import type { z } from 'zod';
import { FakeRefusal } from './fake-port.ts';
import { FAKE_ID, NOW } from './fake-data.ts';

const column = (name: string, required: boolean, meaning: string, example: string) => ({
  name,
  required,
  meaning,
  example,
  choices: null,
  when_empty: required ? '–' : 'nothing',
});

export const IMPORT_KINDS_VIEW: z.infer<typeof ImportKinds> = {
  max_bytes: 50_000_000,
  max_rows: 100_000,
  kinds: [
    {
      kind: 'products',
      title: 'Products',
      meaning: 'Products with their serial policy.',
      matched_by: 'SKU',
      columns: [
        column('sku', true, 'What the product is called everywhere.', 'LAP-14-PRO'),
        column('name', true, 'Its name.', 'Notebook 14″'),
        {
          ...column('serial_policy', false, 'When serials are asked for.', 'required'),
          choices: ['none', 'ship-only', 'optional', 'required'],
          when_empty: "the company's default",
        },
      ],
    },
    {
      kind: 'product-codes',
      title: 'Product codes',
      meaning: 'UPC, EAN, GTIN and other codes.',
      matched_by: 'kind and code',
      columns: [column('sku', true, 'Product.', 'LAP-14-PRO'), column('code', true, 'The code.', '0840000014327')],
    },
    {
      kind: 'purchase-orders',
      title: 'Purchase orders',
      meaning: 'Orders from vendors, a row for each line.',
      matched_by: 'number',
      columns: [column('number', true, 'Number of the PO.', 'PO-10420')],
    },
    {
      kind: 'expected-serials',
      title: 'Announced serials',
      meaning: 'Serials that a vendor says he sent.',
      matched_by: 'PO, line and serial',
      columns: [column('serial', true, 'The serial.', 'LA0070000000')],
    },
    {
      kind: 'orders',
      title: 'Orders',
      meaning: 'Orders of customers, a row for each line.',
      matched_by: 'number',
      columns: [column('number', true, 'Number of the order.', '500120')],
    },
  ],
};

const fault = (row: number, name: string, code: string, message: string) => ({
  code,
  message,
  where: `row ${row}, column ${name}`,
  params: {},
});

/** The columns of a file by its first row; those whose headings are our names are known. */
export async function fakeLook(url: URL, body: unknown): Promise<ImportLook> {
  const kind = IMPORT_KINDS_VIEW.kinds.find((one) => url.pathname.includes(`/${one.kind}/`));
  const text = typeof body === 'string' ? body : body instanceof Blob ? await body.text() : '';
  const [first = [], ...rows] = text.split('\n').map((line) => line.split(','));
  const columns = first.map((heading, index) => ({
    heading,
    values: rows.slice(0, 4).map((row) => row[index] ?? ''),
    name: kind?.columns.find(({ name }) => name === heading)?.name ?? null,
  }));
  const missing = (kind?.columns ?? []).flatMap(({ name, required }) =>
    required && !first.includes(name) ? [name] : [],
  );
  return {
    heading: true,
    columns,
    dates: 'iso',
    decimals: 'point',
    by: columns.every(({ name }) => name !== null) ? 'name' : 'guess',
    missing,
    asks: [],
    warnings: [],
  };
}

/** Any file whose text holds `wrong` is refused with every row's errors; others are good. */
export async function fakeImport(url: URL, body: unknown): Promise<Job> {
  const import_kind = url.pathname.split('/').at(-1) as ImportKind;
  const text = typeof body === 'string' ? body : body instanceof Blob ? await body.text() : '';
  const rows = text.split('\n').filter((line) => line.trim() !== '').length - 1;
  if (text.includes('wrong')) {
    const errors = text
      .split('\n')
      .flatMap((line, index) =>
        line.includes('wrong')
          ? [
              fault(
                index + 1,
                'serial_policy',
                'csv.value',
                `Row ${index + 1}: "wrong" is none of none, ship-only, optional, required.`,
              ),
              fault(index + 1, 'sku', 'csv.double', `Row ${index + 1} says the same SKU as row 2.`),
            ]
          : [],
      );
    throw new FakeRefusal('csv.value', 422, errors, null, 'The file has errors; nothing was written.');
  }
  const counts = { created: rows, updated: 0, unchanged: 0 };
  return {
    job_id: FAKE_ID.event(999),
    kind: 'import',
    import_kind,
    dry_run: url.searchParams.get('dry_run') === 'true',
    state: 'done',
    rows_done: rows,
    rows_total: rows,
    started_at: NOW,
    finished_at: NOW,
    counts: { rows, ...counts, by_entity: { product: counts } },
    warnings: [],
    problem: null,
  };
}
