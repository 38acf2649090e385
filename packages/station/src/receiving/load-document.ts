import type { DocumentKind, ProductRow } from '@serialbridge/core/model';
import { CallError } from '@serialbridge/client';
import type { Ledger } from '../contract/host-context.ts';

export interface DocumentLine {
  readonly line_id: string;
  readonly line_number: number;
  readonly product: ProductRow;
  readonly ordered: number;
  readonly received: number;
}

/** A PO, credit memo or RMA in one shape. */
export interface OpenDocument {
  readonly document_kind: DocumentKind;
  readonly document_id: string;
  readonly number: string;
  /** Vendor, or the customer of an RMA. */
  readonly party: string;
  readonly status: 'open' | 'received' | 'cancelled';
  readonly vendor_id: string | null;
  /** The order that an RMA refers to. */
  readonly order_id: string | null;
  readonly lines: readonly DocumentLine[];
}

/** Reads a document with its lines; throws `receiving.unknown-document`. A line whose product is not here yet is left out. */
export function loadDocument(ledger: Ledger, kind: DocumentKind, document_id: string): OpenDocument {
  const found = kind === 'rma' ? loadRma(ledger, document_id) : loadPurchaseOrder(ledger, kind, document_id);
  if (found !== null) return found;
  throw CallError.of('receiving.unknown-document', 'This document is not known here; refresh the list.');
}

function loadPurchaseOrder({ view }: Ledger, document_kind: DocumentKind, document_id: string): OpenDocument | null {
  const row = view.row('purchase_order', document_id);
  if (row === undefined || row.po_type !== document_kind) return null;
  const lines = view.list('po_line', 'purchase_order_id', document_id).flatMap((line) => {
    const product = view.row('product', line.product_id);
    const { po_line_id: line_id, line_number, quantity_ordered: ordered, quantity_received: received } = line;
    return product === undefined ? [] : [{ line_id, line_number, product, ordered, received }];
  });
  const { number, status, vendor_id } = row;
  const party = view.row('vendor', vendor_id)?.name ?? '';
  return { document_kind, document_id, number, party, status, vendor_id, order_id: null, lines };
}

function loadRma({ view }: Ledger, document_id: string): OpenDocument | null {
  const row = view.row('rma', document_id);
  if (row === undefined) return null;
  const lines = view.list('rma_line', 'rma_id', document_id).flatMap((line) => {
    const product = view.row('product', line.product_id);
    const { rma_line_id: line_id, line_number, quantity: ordered, quantity_received: received } = line;
    return product === undefined ? [] : [{ line_id, line_number, product, ordered, received }];
  });
  const { number, status, order_id } = row;
  const party = view.row('order', order_id)?.customer_name ?? '';
  return { document_kind: 'rma', document_id, number, party, status, vendor_id: null, order_id, lines };
}
