import type { MethodParams, MethodResult } from '@serialbridge/protocol/station';
import { type ReadHandle, listParam, number, numberOrNull, text, textOrNull } from '../views/read-handle.ts';
import { Filters, readPage } from './list-page.ts';

/** Receiving sessions of every station, newest first; discarded ones are not shown. */
export function listSessions(
  read: ReadHandle,
  query: MethodParams<'receiving.list_sessions'>,
): MethodResult<'receiving.list_sessions'> {
  const rows = read.all(
    // Scalar look-ups, not joins: a join with these views would read each of them whole.
    `SELECT s.*, (SELECT name FROM live_station WHERE station_id = s.station_id) AS station_name,
         (SELECT name FROM live_operator WHERE operator_id = s.operator_id) AS operator_name,
         COALESCE((SELECT number FROM live_purchase_order WHERE purchase_order_id = s.document_id),
                  (SELECT number FROM live_rma WHERE rma_id = s.document_id), '') AS number
       FROM (SELECT * FROM live_receiving_session WHERE state IN ('draft', 'saved')
             ORDER BY opened_at DESC LIMIT :limit OFFSET :offset) s
       ORDER BY s.opened_at DESC`,
    { limit: query.limit, offset: query.offset },
  );
  const ids = listParam(rows.map((row) => text(row['receiving_session_id'])));
  const units = sums(read, 'SUM(quantity)', 'live_receipt_line', ids);
  const serials = sums(read, 'COUNT(*)', 'live_receipt_unit', ids);
  return {
    rows: rows.map((row) => {
      const receiving_session_id = text(row['receiving_session_id']);
      const kind = row['document_kind'];
      return {
        receiving_session_id,
        document_kind: kind === 'rma' || kind === 'credit_memo' ? kind : 'purchase_order',
        document_id: text(row['document_id']),
        number: text(row['number']),
        state: row['state'] === 'saved' ? ('saved' as const) : ('draft' as const),
        opened_at: number(row['opened_at']),
        saved_at: numberOrNull(row['saved_at']),
        operator_name: textOrNull(row['operator_name']),
        station_name: text(row['station_name']),
        units: units.get(receiving_session_id) ?? 0,
        serials: serials.get(receiving_session_id) ?? 0,
      };
    }),
    total: number(
      read.get(`SELECT COUNT(*) AS n FROM live_receiving_session WHERE state IN ('draft', 'saved')`)?.['n'],
    ),
  };
}

function sums(read: ReadHandle, sum: string, table: string, ids: string): ReadonlyMap<string, number> {
  const rows = read.all(
    `SELECT receiving_session_id AS id, ${sum} AS n FROM ${table}
       WHERE receiving_session_id IN (SELECT value FROM json_each(?)) GROUP BY receiving_session_id`,
    [ids],
  );
  return new Map(rows.map((row) => [text(row['id']), number(row['n'])]));
}

export interface SessionSerial {
  readonly unit_id: string;
  readonly line_id: string;
  readonly serial_norm: string;
}

/** Every serial of a session: read once when it is opened, then counted on in memory. */
export function serialsOfSession(read: ReadHandle, receiving_session_id: string): readonly SessionSerial[] {
  const rows = read.all('SELECT unit_id, line_id, serial_norm FROM live_receipt_unit WHERE receiving_session_id = ?', [
    receiving_session_id,
  ]);
  return rows.map((row) => ({
    unit_id: text(row['unit_id']),
    line_id: text(row['line_id']),
    serial_norm: text(row['serial_norm']),
  }));
}

/** Serials that other sessions of the same document have, drafts of other stations included. */
export function serialsOfOtherSessions(
  read: ReadHandle,
  document_id: string,
  receiving_session_id: string,
): readonly string[] {
  const rows = read.all(
    `SELECT u.serial_norm FROM live_receiving_session s
       JOIN live_receipt_unit u ON u.receiving_session_id = s.receiving_session_id
       WHERE s.document_id = ? AND s.receiving_session_id <> ? AND s.state <> 'discarded'`,
    [document_id, receiving_session_id],
  );
  return rows.map((row) => text(row['serial_norm']));
}

/** This station's unsaved session on a document. */
export function draftOf(read: ReadHandle, document_id: string, station_id: string): string | null {
  const row = read.get(
    `SELECT receiving_session_id FROM live_receiving_session
       WHERE document_id = ? AND state = 'draft' AND station_id = ? ORDER BY opened_at LIMIT 1`,
    [document_id, station_id],
  );
  return row === undefined ? null : text(row['receiving_session_id']);
}

export interface SerialPage {
  readonly offset: number;
  readonly limit: number;
  readonly line_id: string | null;
  readonly find: string;
}

/** One page of a session's serials, newest first (ids are UUIDv7). */
export function pageOfSerials(
  read: ReadHandle,
  receiving_session_id: string,
  page: SerialPage,
): MethodResult<'receiving.list_serials'> {
  const filters = new Filters();
  filters.equals('line_id', page.line_id);
  filters.contains('serial_raw', page.find);
  const base = {
    sql: `SELECT u.unit_id, u.line_id, u.serial_raw, u.lot, u.expiry,
         (SELECT sku FROM live_product WHERE product_id = u.product_id) AS sku
       FROM live_receipt_unit u WHERE u.receiving_session_id = :session`,
    params: { session: receiving_session_id },
    order: 'unit_id DESC',
  };
  const { rows, matching } = readPage(read, base, filters, page);
  return {
    rows: rows.map((row) => ({
      unit_id: text(row['unit_id']),
      line_id: text(row['line_id']),
      sku: text(row['sku']),
      serial_raw: text(row['serial_raw']),
      lot: textOrNull(row['lot']),
      expiry: textOrNull(row['expiry']),
    })),
    total: matching,
  };
}
