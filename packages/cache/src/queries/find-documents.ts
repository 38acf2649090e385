import { RIGHTS_RULES } from '@serialbridge/core/ledger';
import { type ReadHandle, listParam, text } from '../views/read-handle.ts';
import { codeForms } from './codes.ts';

/** Products that a SKU/UPC box means: an exact code, or the beginning of a SKU. */
export function productsLike(read: ReadHandle, typed: string): readonly string[] {
  const upper = typed.toUpperCase();
  const rows = read.all(
    `SELECT product_id FROM live_product_code WHERE code IN (SELECT value FROM json_each(:forms))
     UNION SELECT product_id FROM live_product WHERE sku IN (SELECT value FROM json_each(:forms))
     UNION SELECT product_id FROM live_product WHERE sku >= :typed AND sku < :typed || char(1114111)
     UNION SELECT product_id FROM live_product WHERE sku >= :upper AND sku < :upper || char(1114111)`,
    { forms: listParam(codeForms(typed)), typed, upper },
  );
  return rows.map((row) => text(row['product_id']));
}

/** Documents on which a unit with this serial came in, is announced, or is being counted. */
export function documentsWithSerial(read: ReadHandle, serial: string): readonly string[] {
  const forms = listParam(new Set([serial, serial.toUpperCase()]));
  const rows = read.all(
    `SELECT purchase_order_id AS id FROM live_unit WHERE serial_norm IN (SELECT value FROM json_each(:forms))
     UNION SELECT rma_id FROM live_unit WHERE serial_norm IN (SELECT value FROM json_each(:forms))
     UNION SELECT purchase_order_id FROM live_expected_unit WHERE serial_norm IN (SELECT value FROM json_each(:forms))
     UNION SELECT s.document_id FROM live_receipt_unit u
       JOIN live_receiving_session s ON s.receiving_session_id = u.receiving_session_id
       WHERE u.serial_norm IN (SELECT value FROM json_each(:forms)) AND s.state <> 'discarded'`,
    { forms },
  );
  return rows.flatMap((row) => (row['id'] === null ? [] : [text(row['id'])]));
}

/** Orders that a unit with this serial is packed for, left with, or once left with. */
export function ordersWithSerial(read: ReadHandle, serial: string): readonly string[] {
  const forms = listParam(new Set([serial, serial.toUpperCase()]));
  const rows = read.all(
    `SELECT order_id AS id FROM live_unit WHERE serial_norm IN (SELECT value FROM json_each(:forms))
     UNION SELECT order_id FROM live_package_unit
       WHERE serial_norm IS NOT NULL AND serial_norm IN (SELECT value FROM json_each(:forms))`,
    { forms },
  );
  return rows.flatMap((row) => (row['id'] === null ? [] : [text(row['id'])]));
}

/**
 * Documents and orders that stand in an open case; few, so read whole. Not those of which only is asked who worked on them: a station that records
 * for somebody who may not must not stop every order.
 */
export function disputedDocuments(read: ReadHandle): ReadonlySet<string> {
  const rows = read.all(
    `SELECT DISTINCT json_extract(fact.value, '$.document_id') AS id FROM live_case c, json_each(c.facts) fact WHERE c.state = 'open' 
      AND c.rule NOT IN (SELECT value FROM json_each(:apart))`,
    { apart: listParam(RIGHTS_RULES) },
  );
  return new Set(rows.flatMap((row) => (row['id'] === null ? [] : [text(row['id'])])));
}
