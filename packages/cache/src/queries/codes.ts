import { gtinForms, normaliseGtin } from '@serialbridge/core/gs1';
import { type ReadHandle, listParam, text } from '../views/read-handle.ts';

/** The forms under which a code may stand in the catalogue: as read, in capitals, and a GTIN in each of its lengths, a UPC-E as its UPC-A. */
export function codeForms(code: string): readonly string[] {
  const gtin = normaliseGtin(code);
  // Eight digits may hold as EAN-8 and as UPC-E: both are looked up.
  const forms = gtin.ok ? [...gtinForms(gtin.gtin), ...gtinForms(code)] : [];
  return [...new Set([code, code.toUpperCase(), ...forms])];
}

export interface ProductHit {
  readonly product_id: string;
  readonly sku: string;
}

// Views of two tables each join badly: the planner would read all products. Found ids first, then their rows.
// Of two records under one code the one that has it is meant, not its double (`double_of`).
const BY_CODE = `SELECT product_id, sku FROM live_product
  WHERE product_id IN (SELECT product_id FROM live_product_code WHERE code IN (SELECT value FROM json_each(?)))
  ORDER BY active DESC, double_of IS NOT NULL, sku LIMIT 1`;
const BY_SKU = `SELECT product_id, sku FROM live_product WHERE sku IN (SELECT value FROM json_each(?))
  ORDER BY active DESC, double_of IS NOT NULL, sku LIMIT 1`;

/** The product that a code means; a SKU need not stand among the codes. */
export function productByCode(read: ReadHandle, code: string): ProductHit | null {
  const forms = listParam(codeForms(code));
  const row = read.get(BY_CODE, [forms]) ?? read.get(BY_SKU, [forms]);
  return row === undefined ? null : { product_id: text(row['product_id']), sku: text(row['sku']) };
}

/** Every code of these products → SKU, SKUs included; for `serial.is-product-code`. */
export function codesOfProducts(
  read: ReadHandle,
  product_ids: readonly string[],
): readonly { readonly code: string; readonly sku: string }[] {
  const rows = read.all(
    `SELECT c.code, p.sku FROM live_product_code c JOIN live_product p ON p.product_id = c.product_id
      WHERE c.product_id IN (SELECT value FROM json_each(:ids))
     UNION SELECT sku, sku FROM live_product WHERE product_id IN (SELECT value FROM json_each(:ids))`,
    { ids: listParam(product_ids) },
  );
  return rows.map((row) => ({ code: text(row['code']), sku: text(row['sku']) }));
}

export interface DocumentHit {
  readonly document_kind: 'purchase_order' | 'credit_memo' | 'rma';
  readonly document_id: string;
  readonly number: string;
}

/** POs, credit memos and RMAs with this number, open ones first. */
export function documentsByNumber(read: ReadHandle, code: string): readonly DocumentHit[] {
  const forms = listParam(new Set([code, code.toUpperCase()]));
  const rows = read.all(
    `SELECT purchase_order_id AS id, number, po_type AS kind, status FROM live_purchase_order
       WHERE number IN (SELECT value FROM json_each(:forms))
     UNION ALL SELECT rma_id, number, 'rma', status FROM live_rma WHERE number IN (SELECT value FROM json_each(:forms))`,
    { forms },
  );
  const open = rows.filter((row) => row['status'] === 'open');
  return (open.length > 0 ? open : rows).map((row) => {
    const kind = row['kind'];
    const document_kind = kind === 'rma' || kind === 'credit_memo' ? kind : 'purchase_order';
    return { document_kind, document_id: text(row['id']), number: text(row['number']) };
  });
}

export interface OrderHit {
  readonly order_id: string;
  readonly number: string;
}

/** By number, else (where `totes`) by put-wall slot or tote, for that an order still to be packed. */
export function orderByCode(read: ReadHandle, code: string, totes: boolean): OrderHit | null {
  const forms = listParam(new Set([code, code.toUpperCase()]));
  const byNumber = `SELECT order_id, number FROM live_order WHERE number IN (SELECT value FROM json_each(?))
    ORDER BY double_of IS NOT NULL LIMIT 1`;
  const byTote = `SELECT order_id, number FROM live_order WHERE tote_code IS NOT NULL
    AND tote_code IN (SELECT value FROM json_each(?)) AND status IN ('open', 'packed') ORDER BY ordered_at LIMIT 1`;
  const row = read.get(byNumber, [forms]) ?? (totes ? read.get(byTote, [forms]) : undefined);
  return row === undefined ? null : { order_id: text(row['order_id']), number: text(row['number']) };
}

export function binByCode(
  read: ReadHandle,
  warehouse_id: string,
  code: string,
): { readonly bin_id: string; readonly code: string } | null {
  const row = read.get(
    `SELECT bin_id, code FROM live_bin WHERE warehouse_id = ? AND code IN (?, ?) ORDER BY double_of IS NOT NULL LIMIT 1`,
    [warehouse_id, code, code.toUpperCase()],
  );
  return row === undefined ? null : { bin_id: text(row['bin_id']), code: text(row['code']) };
}

const KNOWN = `SELECT code AS t FROM live_product_code WHERE code IN (SELECT value FROM json_each(:texts))
  UNION SELECT sku FROM live_product WHERE sku IN (SELECT value FROM json_each(:texts))
  UNION SELECT number FROM live_purchase_order WHERE number IN (SELECT value FROM json_each(:texts))
  UNION SELECT number FROM live_order WHERE number IN (SELECT value FROM json_each(:texts))
  UNION SELECT serial_norm FROM live_unit WHERE serial_norm IN (SELECT value FROM json_each(:texts))`;

/** Which of these texts are a product code, a number or a serial: one statement for all of them. */
export function knownTexts(read: ReadHandle, texts: readonly string[]): readonly string[] {
  if (texts.length === 0) return [];
  return read.all(KNOWN, { texts: listParam(texts) }).map((row) => text(row['t']));
}
