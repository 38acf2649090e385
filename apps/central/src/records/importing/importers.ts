import type { ImportKind, ImportKindView } from '@serialbridge/protocol/central';
import { describeColumns, type Columns } from '../csv/columns.ts';
import { EXPECTED_SERIALS } from '../purchase-orders/import-expected-serials.ts';
import { ORDERS } from '../orders/import.ts';
import { PRODUCT_CODES } from '../products/import-codes.ts';
import { PRODUCTS } from '../products/import.ts';
import { PURCHASE_ORDERS } from '../purchase-orders/import.ts';
import type { Faults } from '../csv/faults.ts';
import type { ImportContext, Importer } from '../csv/importer.ts';
import { readCsv } from '../csv/read-csv.ts';

/** An importer whose columns are known only to itself. */
export interface AnyImporter {
  readonly view: ImportKindView;
  readonly columns: Columns;
  /** @returns the rows that could be read; what is wrong is in the faults */
  run(
    bytes: Uint8Array,
    faults: Faults,
    progress: (rows: number) => void,
  ): Promise<{ rows: number; plan: (context: ImportContext) => Promise<void> }>;
}

function anyImporter<C extends Columns>(importer: Importer<C>): AnyImporter {
  const { kind, title, meaning, matched_by, columns } = importer;
  return {
    view: { kind, title, meaning, matched_by, columns: describeColumns(columns) },
    columns,
    run: async (bytes, faults, progress) => {
      const rows = await readCsv(bytes, columns, faults, progress);
      return { rows: rows.length, plan: (context) => importer.planRows(rows, context) };
    },
  };
}

export const IMPORTERS: Readonly<Record<ImportKind, AnyImporter>> = {
  products: anyImporter(PRODUCTS),
  'product-codes': anyImporter(PRODUCT_CODES),
  'purchase-orders': anyImporter(PURCHASE_ORDERS),
  'expected-serials': anyImporter(EXPECTED_SERIALS),
  orders: anyImporter(ORDERS),
};
