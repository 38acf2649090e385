import type { DocumentListRow, MethodParams, MethodResult } from '@serialbridge/protocol/station';
import type { SqlRow } from '../sqlite.ts';
import { type ReadHandle, anywhere, listParam, number, text, textOrNull } from '../views/read-handle.ts';
import { disputedDocuments, documentsWithSerial, productsLike } from './find-documents.ts';
import { distinct, Filters, readPage } from './list-page.ts';

type Query = MethodParams<'receiving.list_documents'>;

/** POs and credit memos in one shape with RMAs; an RMA's party is the customer of its order. */
const PURCHASE_ORDERS = `SELECT p.purchase_order_id AS document_id, p.po_type AS document_kind, p.number, p.description,
    (SELECT name FROM live_vendor v WHERE v.vendor_id = p.vendor_id) AS party, p.vendor_id, p.buyer, p.company, p.vendor_invoice_number, p.created_at, p.ordered_at, p.currency, p.status
  FROM live_purchase_order p`;
const ofOrder = (column: string): string => `(SELECT ${column} FROM live_order o WHERE o.order_id = r.order_id)`;
const RMAS = `SELECT r.rma_id AS document_id, 'rma' AS document_kind, r.number,
    COALESCE(r.reason, ${ofOrder('number')}) AS description, ${ofOrder('customer_name')} AS party, NULL AS vendor_id,
    NULL AS buyer, NULL AS company, NULL AS vendor_invoice_number, r.created_at, r.created_at AS ordered_at,
    ${ofOrder('currency')} AS currency, r.status FROM live_rma r`;

const BASE: Readonly<Record<Query['show'], string>> = {
  open: `${PURCHASE_ORDERS} WHERE p.status = 'open'`,
  received: `${PURCHASE_ORDERS} WHERE p.status = 'received'`,
  rma: `${RMAS} WHERE r.status = 'open'`,
};

function filtersOf(read: ReadHandle, query: Query): Filters {
  const filters = new Filters();
  filters.typed(query.keywords, (words) => {
    const like = String.raw`LIKE :words ESCAPE '\'`;
    filters.add(
      `(number ${like} OR description ${like} OR party ${like} OR buyer ${like} OR company ${like} OR vendor_invoice_number ${like}
        OR document_id IN (SELECT value FROM json_each(:with_serial)))`,
      { words: anywhere(words), with_serial: listParam(documentsWithSerial(read, words)) },
    );
  });
  filters.typed(query.sku, (sku) => {
    const table = query.show === 'rma' ? 'live_rma_line' : 'live_po_line';
    const key = query.show === 'rma' ? 'rma_id' : 'purchase_order_id';
    const lines = `SELECT ${key} FROM ${table} WHERE product_id IN (SELECT value FROM json_each(:products))`;
    filters.add(`document_id IN (${lines})`, { products: listParam(productsLike(read, sku)) });
  });
  filters.contains('number', query.number);
  filters.contains('vendor_invoice_number', query.vendor_invoice_number);
  filters.equals('vendor_id', query.vendor_id);
  filters.equals('buyer', query.buyer);
  filters.equals('company', query.company);
  filters.between('created_at', query.from, query.to);
  return filters;
}

interface Sums {
  readonly products: number;
  readonly units: number;
  readonly received: number;
  readonly cents: number | null;
}
const NO_SUMS: Sums = { products: 0, units: 0, received: 0, cents: null };

/** Lines of the documents of one page, summed. */
function sumsOf(read: ReadHandle, rma: boolean, ids: readonly string[]): ReadonlyMap<string, Sums> {
  const sql = rma
    ? `SELECT rma_id AS id, COUNT(DISTINCT product_id) AS products, SUM(quantity) AS units, SUM(quantity_received) AS received,
         NULL AS cents FROM live_rma_line WHERE rma_id IN (SELECT value FROM json_each(?)) GROUP BY rma_id`
    : `SELECT purchase_order_id AS id, COUNT(DISTINCT product_id) AS products, SUM(quantity_ordered) AS units,
         SUM(quantity_received) AS received, SUM(quantity_ordered * unit_price_cents) AS cents
         FROM live_po_line WHERE purchase_order_id IN (SELECT value FROM json_each(?)) GROUP BY purchase_order_id`;
  return new Map(
    read.all(sql, [listParam(ids)]).map((row) => [
      text(row['id']),
      {
        products: number(row['products']),
        units: number(row['units']),
        received: number(row['received']),
        cents: row['cents'] === null ? null : number(row['cents']),
      },
    ]),
  );
}

function draftsOf(read: ReadHandle, station_id: string): ReadonlyMap<string, string> {
  const rows = read.all(
    `SELECT document_id, receiving_session_id FROM live_receiving_session WHERE state = 'draft' AND station_id = ?`,
    [station_id],
  );
  return new Map(rows.map((row) => [text(row['document_id']), text(row['receiving_session_id'])]));
}

/** The list of POs and credit memos (open or received) or RMAs, newest first. */
export function listDocuments(
  read: ReadHandle,
  query: Query,
  station_id: string,
): MethodResult<'receiving.list_documents'> {
  const base = { sql: BASE[query.show], params: {}, order: 'created_at DESC, number' };
  const { rows, matching, total } = readPage(read, base, filtersOf(read, query), query);
  const sums = sumsOf(
    read,
    query.show === 'rma',
    rows.map((row) => text(row['document_id'])),
  );
  const drafts = draftsOf(read, station_id);
  const disputed = disputedDocuments(read);
  return {
    rows: rows.map((row) => documentRow(row, sums.get(text(row['document_id'])) ?? NO_SUMS, drafts, disputed)),
    matching,
    total: total(),
    vendors: read
      .all('SELECT vendor_id, name FROM live_vendor ORDER BY name')
      .map((row) => ({ vendor_id: text(row['vendor_id']), name: text(row['name']) })),
    buyers: distinct(read, 'live_purchase_order', 'buyer'),
    companies: distinct(read, 'live_purchase_order', 'company'),
  };
}

function documentRow(
  row: SqlRow,
  sums: Sums,
  drafts: ReadonlyMap<string, string>,
  disputed: ReadonlySet<string>,
): DocumentListRow {
  const document_id = text(row['document_id']);
  const kind = row['document_kind'];
  const status = row['status'];
  return {
    document_kind: kind === 'rma' || kind === 'credit_memo' ? kind : 'purchase_order',
    document_id,
    number: text(row['number']),
    description: textOrNull(row['description']),
    party: text(row['party']),
    buyer: textOrNull(row['buyer']),
    company: textOrNull(row['company']),
    vendor_invoice_number: textOrNull(row['vendor_invoice_number']),
    created_at: number(row['created_at']),
    ordered_at: number(row['ordered_at']),
    products: sums.products,
    units: sums.units,
    units_received: sums.received,
    total_cents: sums.cents,
    currency: textOrNull(row['currency']),
    status: status === 'received' || status === 'cancelled' ? status : 'open',
    draft_session_id: drafts.get(document_id) ?? null,
    disputed: disputed.has(document_id),
  };
}
