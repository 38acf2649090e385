import { sql, type SqlBool } from 'kysely';
import type { Filtered } from '../api/keyset.ts';
import type { ReadDb } from '../storage/index.ts';

/** What the lists of purchase orders and of orders are filtered by alike. */
interface DocumentQuery {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly serial?: string | undefined;
  readonly sku?: string | undefined;
}

/** A serial as it may have been typed: exactly, and in capitals. */
export function serialForms(serial: string): string[] {
  return [...new Set([serial.trim(), serial.trim().toUpperCase()])];
}

/** Only what was ordered within these times. */
export function ordered<T extends 'order' | 'purchase_order'>(list: Filtered<T>, query: DocumentQuery): Filtered<T> {
  let kept = list;
  if (query.from !== undefined) kept = kept.where(sql<SqlBool>`ordered_at >= ${query.from}`);
  if (query.to !== undefined) kept = kept.where(sql<SqlBool>`ordered_at <= ${query.to}`);
  return kept;
}

/** Only documents that a serial or a product is on. */
export async function onlyDocuments<T extends 'order' | 'purchase_order'>(
  list: Filtered<T>,
  db: ReadDb,
  query: DocumentQuery,
  {
    tenant_id,
    id,
    line,
    ofSerial,
  }: {
    readonly tenant_id: string;
    readonly id: 'order_id' | 'purchase_order_id';
    readonly line: 'order_line' | 'po_line';
    readonly ofSerial: (db: ReadDb, tenant_id: string, serial: string) => Promise<readonly string[]>;
  },
): Promise<Filtered<T>> {
  let kept = list;
  if (query.serial !== undefined && query.serial.trim() !== '') {
    const ids = [...new Set(await ofSerial(db, tenant_id, query.serial))];
    kept = kept.where(ids.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`${sql.ref(id)} in (${sql.join(ids)})`);
  }
  if (query.sku !== undefined && query.sku.trim() !== '') {
    const skus = [...new Set([query.sku.trim(), query.sku.trim().toUpperCase()])];
    kept = kept.where(
      sql<SqlBool>`${sql.ref(id)} in (select l.${sql.ref(id)} from ${sql.table(line)} l join product p on p.tenant_id = l.tenant_id and p.product_id = l.product_id where l.tenant_id = ${tenant_id} and p.sku in (${sql.join(skus)}))`,
    );
  }
  return kept;
}
