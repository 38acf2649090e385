import type { MethodParams, MethodResult, OrderListRow } from '@serialbridge/protocol/station';
import type { SqlRow } from '../sqlite.ts';
import {
  type ReadHandle,
  anywhere,
  flag,
  listParam,
  number,
  numberOrNull,
  text,
  textOrNull,
} from '../views/read-handle.ts';
import { disputedDocuments, ordersWithSerial, productsLike } from './find-documents.ts';
import { distinct, Filters, readPage } from './list-page.ts';

type Query = MethodParams<'packing.list_orders'>;

export interface OrderListAt {
  readonly station_id: string;
  readonly warehouse_id: string;
  /** Policy packing.exclude_not_picked. */
  readonly only_picked: boolean;
}

const SHOWN: Readonly<Record<Query['show'], string>> = {
  open: `status IN ('open', 'packed')`,
  shipped: `status = 'shipped'`,
};

function filtersOf(read: ReadHandle, query: Query): Filters {
  const filters = new Filters();
  filters.typed(query.keywords, (words) => {
    const like = String.raw`LIKE :words ESCAPE '\'`;
    filters.add(
      `(number ${like} OR customer_name ${like} OR city ${like} OR channel ${like} OR tote_code ${like} OR requested_service ${like}
        OR order_id IN (SELECT value FROM json_each(:by_words)))`,
      { words: anywhere(words), by_words: listParam(ordersWithSerial(read, words)) },
    );
  });
  filters.typed(query.sku, (sku) => {
    const lines = 'SELECT order_id FROM live_order_line WHERE product_id IN (SELECT value FROM json_each(:products))';
    filters.add(`order_id IN (${lines})`, { products: listParam(productsLike(read, sku)) });
  });
  filters.typed(query.serial, (serial) => {
    const orders = listParam(ordersWithSerial(read, serial));
    filters.add('order_id IN (SELECT value FROM json_each(:by_serial))', { by_serial: orders });
  });
  filters.contains('number', query.number);
  filters.equals('channel', query.channel);
  filters.between('ordered_at', query.from, query.to);
  return filters;
}

interface Sums {
  readonly lines: number;
  readonly units: number;
  readonly packed: number;
}

/** Orders of this warehouse to pack (soonest due first) or shipped ones (newest first). */
export function listOrders(read: ReadHandle, query: Query, at: OrderListAt): MethodResult<'packing.list_orders'> {
  const picked = at.only_picked && query.show === 'open' ? ' AND picked = 1' : '';
  const base = {
    sql: `SELECT * FROM live_order WHERE ${SHOWN[query.show]} AND (warehouse_id IS NULL OR warehouse_id = :warehouse)${picked}`,
    params: { warehouse: at.warehouse_id },
    order: query.show === 'open' ? 'ship_by IS NULL, ship_by, ordered_at, number' : 'ordered_at DESC, number',
  };
  const { rows, matching, total } = readPage(read, base, filtersOf(read, query), query);
  const ids = listParam(rows.map((row) => text(row['order_id'])));
  const sums = sumsOf(read, ids);
  const started = startedHere(read, ids, at.station_id);
  const disputed = disputedDocuments(read);
  return {
    rows: rows.map((row) => orderRow(row, sums, started, disputed)),
    matching,
    total: total(),
    channels: distinct(read, 'live_order', 'channel'),
  };
}

function sumsOf(read: ReadHandle, ids: string): ReadonlyMap<string, Sums> {
  const rows = read.all(
    `SELECT order_id, COUNT(*) AS lines, SUM(quantity) AS units, SUM(quantity_packed) AS packed
       FROM live_order_line WHERE order_id IN (SELECT value FROM json_each(?)) GROUP BY order_id`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      text(row['order_id']),
      { lines: number(row['lines']), units: number(row['units']), packed: number(row['packed']) },
    ]),
  );
}

function startedHere(read: ReadHandle, ids: string, station_id: string): ReadonlySet<string> {
  const rows = read.all(
    `SELECT DISTINCT order_id FROM live_package WHERE order_id IN (SELECT value FROM json_each(?))
       AND station_id = ? AND state IN ('open', 'closed')`,
    [ids, station_id],
  );
  return new Set(rows.map((row) => text(row['order_id'])));
}

function orderRow(
  row: SqlRow,
  sums: ReadonlyMap<string, Sums>,
  started: ReadonlySet<string>,
  disputed: ReadonlySet<string>,
): OrderListRow {
  const order_id = text(row['order_id']);
  const status = row['status'];
  const sum = sums.get(order_id);
  return {
    order_id,
    number: text(row['number']),
    channel: textOrNull(row['channel']),
    customer_name: text(row['customer_name']),
    country: text(row['country']),
    ordered_at: number(row['ordered_at']),
    ship_by: numberOrNull(row['ship_by']),
    lines: sum?.lines ?? 0,
    units: sum?.units ?? 0,
    units_packed: sum?.packed ?? 0,
    requested_service: textOrNull(row['requested_service']),
    tote_code: textOrNull(row['tote_code']),
    confirmed: flag(row['confirmed']),
    picked: flag(row['picked']),
    paid: flag(row['paid']),
    status: status === 'packed' || status === 'shipped' || status === 'cancelled' ? status : 'open',
    started_here: started.has(order_id),
    disputed: disputed.has(order_id),
  };
}
