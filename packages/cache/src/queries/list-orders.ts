import type { MethodParams, MethodResult, OrderListRow } from '@serialbridge/protocol/station';
import type { SqlRow, SqlValue } from '../sqlite.ts';
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

interface Filter {
  readonly sql: string;
  readonly params: Readonly<Record<string, SqlValue>>;
}

function filtersOf(read: ReadHandle, query: Query): readonly Filter[] {
  const filters: Filter[] = [];
  const add = (sql: string, params: Filter['params']): void => {
    filters.push({ sql, params });
  };
  const keywords = query.keywords.trim();
  if (keywords !== '') {
    const like = String.raw`LIKE :words ESCAPE '\'`;
    add(
      `(number ${like} OR customer_name ${like} OR city ${like} OR channel ${like} OR tote_code ${like} OR requested_service ${like}
        OR order_id IN (SELECT value FROM json_each(:by_words)))`,
      { words: anywhere(keywords), by_words: listParam(ordersWithSerial(read, keywords)) },
    );
  }
  const sku = query.sku.trim();
  if (sku !== '') {
    add(
      'order_id IN (SELECT order_id FROM live_order_line WHERE product_id IN (SELECT value FROM json_each(:products)))',
      {
        products: listParam(productsLike(read, sku)),
      },
    );
  }
  const serial = query.serial.trim();
  if (serial !== '') {
    add('order_id IN (SELECT value FROM json_each(:by_serial))', {
      by_serial: listParam(ordersWithSerial(read, serial)),
    });
  }
  if (query.number.trim() !== '')
    add(String.raw`number LIKE :number ESCAPE '\'`, { number: anywhere(query.number.trim()) });
  if (query.channel !== null) add('channel = :channel', { channel: query.channel });
  if (query.from !== null) add('ordered_at >= :from', { from: query.from });
  if (query.to !== null) add('ordered_at <= :to', { to: query.to });
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
  const base = `SELECT * FROM live_order WHERE ${SHOWN[query.show]} AND (warehouse_id IS NULL OR warehouse_id = :warehouse)${picked}`;
  const filters = filtersOf(read, query);
  const given = Object.assign({ warehouse: at.warehouse_id }, ...filters.map((filter) => filter.params)) as Record<
    string,
    SqlValue
  >;
  const filtered = `${base}${filters.map(({ sql }) => ` AND ${sql}`).join('')}`;
  const order = query.show === 'open' ? 'ship_by IS NULL, ship_by, ordered_at, number' : 'ordered_at DESC, number';
  const page = read.all(`${filtered} ORDER BY ${order} LIMIT :limit OFFSET :offset`, {
    ...given,
    limit: query.limit,
    offset: query.offset,
  });
  const ids = listParam(page.map((row) => text(row['order_id'])));
  const sums = sumsOf(read, ids);
  const started = startedHere(read, ids, at.station_id);
  const disputed = disputedDocuments(read);
  const count = (sql: string, params: Readonly<Record<string, SqlValue>>): number =>
    number(read.get(`SELECT COUNT(*) AS n FROM (${sql})`, params)?.['n']);
  const total = count(base, { warehouse: at.warehouse_id });
  return {
    rows: page.map((row) => orderRow(row, sums, started, disputed)),
    matching: filters.length === 0 ? total : count(filtered, given),
    total,
    channels: read
      .all('SELECT DISTINCT channel AS v FROM live_order WHERE channel IS NOT NULL ORDER BY 1')
      .map((row) => text(row['v'])),
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
