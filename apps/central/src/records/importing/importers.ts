import type { ImportKind, ImportKindView, ImportLook } from '@serialbridge/protocol/central';
import { describeColumns, type Columns } from '../csv/columns.ts';
import { EXPECTED_SERIALS } from '../purchase-orders/import-expected-serials.ts';
import { ORDERS } from '../orders/import.ts';
import { PRODUCT_CODES } from '../products/import-codes.ts';
import { PRODUCTS } from '../products/import.ts';
import { PURCHASE_ORDERS } from '../purchase-orders/import.ts';
import type { Faults } from '../csv/faults.ts';
import type { ImportContext, Importer } from '../csv/importer.ts';
import { lookAtCsv } from '../csv/look-at-csv.ts';
import { readCsv, type HowToRead, type ReadFile } from '../csv/read-csv.ts';

/** An importer whose columns are known only to itself. */
export interface AnyImporter {
  readonly view: ImportKindView;
  readonly columns: Columns;
  /** What could be read; what is wrong is in the faults. */
  run(bytes: Uint8Array, faults: Faults, progress: (rows: number) => void, how: HowToRead): Promise<ReadImport>;
  look(bytes: Uint8Array, heading: boolean | undefined, remembered: HowToRead['remembered']): Promise<ImportLook>;
}

interface ReadImport extends Pick<ReadFile<Columns>, 'counted' | 'warnings' | 'said'> {
  readonly plan: (context: ImportContext) => Promise<void>;
}

function anyImporter<C extends Columns>(importer: Importer<C>): AnyImporter {
  const { kind, title, meaning, matched_by, columns } = importer;
  return {
    view: { kind, title, meaning, matched_by, columns: describeColumns(columns) },
    columns,
    look: (bytes, heading, remembered) => lookAtCsv(bytes, columns, heading, remembered),
    run: async (bytes, faults, progress, how) => {
      const { rows, whole, ...read } = await readCsv(bytes, columns, faults, progress, how);
      // Without a column that it needs no row means anything; what its cells say was judged all the same.
      return { ...read, plan: async (context) => (whole ? importer.planRows(rows, context) : undefined) };
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
