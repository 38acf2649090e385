import { sql, type Expression, type SqlBool } from 'kysely';
import type { z } from 'zod';
import type { UnitRow } from '@serialbridge/core/model';
import { normaliseSerial, otherSpellings } from '@serialbridge/core/serial';
import { CENTRAL_API, type UnitFilter, type UnitListRow } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import type { ReadDb } from '../../storage/index.ts';
import { afterPrefix, readPage, type Filtered, type PageOrder } from '../../api/keyset.ts';
import { Names } from '../names.ts';

type Filter = z.output<typeof UnitFilter>;
type StoredUnit = UnitRow & { tenant_id: string };

/** More units than this found through former names or a SKU are not looked through: the text says too little. */
const MOST_OTHERS = 1000;

interface FoundByText {
  readonly prefixes: readonly string[];
  /** Units found by a former serial or another name, and by what. */
  readonly others: ReadonlyMap<string, string>;
  readonly product_ids: readonly string[];
}

async function findText(db: ReadDb, tenant_id: string, text: string): Promise<FoundByText> {
  const norm = normaliseSerial(text, { case_fold: false });
  const forms = [...new Set([norm, norm.toUpperCase(), ...otherSpellings(norm)])];
  const prefixes: string[] = [];
  const others = new Map<string, string>();
  for (const prefix of forms) {
    // A form that no serial has is left out: one range is read in the order of the index, two must be sorted.
    const any = await db
      .selectFrom('unit')
      .select('unit_id')
      .where('tenant_id', '=', tenant_id)
      .where('serial_norm', '>=', prefix)
      .where('serial_norm', '<', afterPrefix(prefix))
      .limit(1)
      .executeTakeFirst();
    if (any !== undefined) prefixes.push(prefix);
    const rows = await db
      .selectFrom('unit_identifier')
      .select(['unit_id', 'value_raw'])
      .where('tenant_id', '=', tenant_id)
      .where('value_norm', '>=', prefix)
      .where('value_norm', '<', afterPrefix(prefix))
      .limit(MOST_OTHERS)
      .execute();
    for (const { unit_id, value_raw } of rows) others.set(unit_id, value_raw);
  }
  const products = await db
    .selectFrom('product')
    .select('product_id')
    .where('tenant_id', '=', tenant_id)
    .where('sku', 'in', forms)
    .execute();
  return { prefixes, others, product_ids: products.map(({ product_id }) => product_id) };
}

function unitsWhere(db: ReadDb, tenant_id: string, filter: Filter, found: FoundByText | null): Filtered<'unit'> {
  let query = db.selectFrom('unit').where('unit.tenant_id', '=', tenant_id);
  for (const column of ['product_id', 'state', 'warehouse_id', 'purchase_order_id', 'order_id', 'rma_id'] as const) {
    const value = filter[column];
    if (value !== undefined) query = query.where(`unit.${column}`, '=', value);
  }
  const session = filter.receiving_session_id;
  if (session !== undefined) {
    // What was counted in it, wherever it is now.
    query = query.where('unit.unit_id', 'in', (eb) =>
      eb
        .selectFrom('receipt_unit')
        .select('receipt_unit.unit_id')
        .where('receipt_unit.tenant_id', '=', tenant_id)
        .where('receipt_unit.receiving_session_id', '=', session),
    );
  }
  if (filter.in_stock === true) query = query.where('unit.state', '=', 'in_stock');
  // As the condition of its partial index says it.
  if (filter.disputed === true) query = query.where(sql<SqlBool>`unit.disputed`);
  if (filter.disputed === false) query = query.where('unit.disputed', '=', false);
  if (found !== null) {
    query = query.where((eb) => {
      const any: Expression<SqlBool>[] = found.prefixes.map((prefix) =>
        eb.and([eb('unit.serial_norm', '>=', prefix), eb('unit.serial_norm', '<', afterPrefix(prefix))]),
      );
      if (found.others.size > 0) any.push(eb('unit.unit_id', 'in', [...found.others.keys()]));
      if (found.product_ids.length > 0) any.push(eb('unit.product_id', 'in', [...found.product_ids]));
      return eb.or(any);
    });
  }
  return query;
}

/** The units that a filter leaves: by serial when a text is looked for, else newest first (ids are made in the order of time). */
export async function listOfUnits(
  db: ReadDb,
  tenant_id: string,
  filter: Filter,
): Promise<{ list: Filtered<'unit'>; order: PageOrder<StoredUnit>; found: FoundByText | null }> {
  const text = filter.text?.trim() ?? '';
  const found = text === '' ? null : await findText(db, tenant_id, text);
  const order: PageOrder<StoredUnit> =
    found === null ? { by: null, id: 'unit_id', descending: true } : { by: 'serial_norm', id: 'unit_id' };
  return { list: unitsWhere(db, tenant_id, filter, found), order, found };
}

export async function showUnits(
  db: ReadDb,
  tenant_id: string,
  rows: readonly StoredUnit[],
  found: FoundByText | null = null,
): Promise<UnitListRow[]> {
  const names = await new Names(db, tenant_id).load({
    sku: rows.map((row) => row.product_id),
    product: rows.map((row) => row.product_id),
    warehouse: rows.map((row) => row.warehouse_id),
    bin: rows.map((row) => row.bin_id),
    purchase_order: rows.map((row) => row.purchase_order_id),
    order: rows.map((row) => row.order_id),
    rma: rows.map((row) => row.rma_id),
  });
  return rows.map((row) => ({
    unit_id: row.unit_id,
    product_id: row.product_id,
    sku: names.get('sku', row.product_id) ?? '',
    product_name: names.get('product', row.product_id) ?? '',
    serial_raw: row.serial_raw,
    state: row.state,
    condition: row.condition,
    disputed: row.disputed,
    provisional: row.provisional,
    forked: row.forked,
    warehouse_code: names.get('warehouse', row.warehouse_id),
    bin_code: names.get('bin', row.bin_id),
    purchase_order_id: row.purchase_order_id,
    po_number: names.get('purchase_order', row.purchase_order_id),
    order_id: row.order_id,
    order_number: names.get('order', row.order_id),
    rma_id: row.rma_id,
    rma_number: names.get('rma', row.rma_id),
    lot: row.lot,
    expiry: row.expiry,
    received_at: row.received_at,
    updated_at: row.updated_at,
    found_as: found?.prefixes.some((prefix) => row.serial_norm.startsWith(prefix))
      ? null
      : (found?.others.get(row.unit_id) ?? null),
  }));
}

export const listUnits: ServedCall = serve(CENTRAL_API['units.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { list, order, found } = await listOfUnits(db, who.tenant_id, query);
    return readPage(db, 'unit', list, order, query, (rows) => showUnits(db, who.tenant_id, rows, found));
  }),
);
