import type { RECEIVING_EVENTS } from '../../events/receiving.ts';
import type { ReceiptLineRow, ReceiptUnitRow, ReceivingSessionRow } from '../../model/document-rows.ts';
import { serialNorm } from '../../serial/serial-key.ts';
import type { Fold, Folds } from '../view/fold.ts';
import { takeBackReceipt, takeInLine } from './receive-units.ts';

/** Where the document of a session stands; a credit memo stands among the purchase orders. */
function documentEntity(kind: ReceivingSessionRow['document_kind']): 'rma' | 'purchase_order' {
  return kind === 'rma' ? 'rma' : 'purchase_order';
}

const sortKey = (line: ReceiptLineRow): string => `${line.line_id}|${line.receipt_line_id}`;

/** Sorted to the last, so that nothing depends on the order in which a view keeps its rows. */
function linesOf(fold: Fold, session_id: string): ReceiptLineRow[] {
  return fold
    .list('receipt_line', 'receiving_session_id', session_id)
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** A session has one receipt line for each line of its document, under the id of the first count. A put may have made more: the first is taken. */
function lineOf(fold: Fold, session_id: string, line_id: string): ReceiptLineRow | undefined {
  return linesOf(fold, session_id).find((line) => line.line_id === line_id);
}

/** What is counted and saved at the dock. */
export const RECEIVING_FOLDS: Folds<keyof typeof RECEIVING_EVENTS> = {
  'receiving-session-opened': (fold, body) => {
    const document = documentEntity(body.document_kind);
    if (fold.row(document, body.document_id) === undefined) return fold.waitFor(document, body.document_id);
    if (fold.row('receiving_session', body.receiving_session_id) !== undefined) return null;
    fold.put('receiving_session', {
      ...body,
      station_id: fold.event.station_id,
      operator_id: fold.event.operator_id,
      state: 'draft',
      opened_at: fold.event.captured_at,
      saved_at: null,
    });
    return null;
  },
  /** A count that comes after the session was saved (another station's part came late) takes effect at once, as though saved with it. */
  'receipt-line-counted': (fold, body) => {
    const session = fold.row('receiving_session', body.receiving_session_id);
    if (session === undefined) return fold.waitFor('receiving_session', body.receiving_session_id);
    const lines = session.document_kind === 'rma' ? 'rma_line' : 'po_line';
    if (fold.row(lines, body.line_id) === undefined) return fold.waitFor(lines, body.line_id);
    // A count in a discarded draft means that something was there after all.
    if (session.state === 'discarded') fold.put('receiving_session', { ...session, state: 'draft' });
    const { receiving_session_id, line_id, product_id, bin_id } = body;
    const line = lineOf(fold, receiving_session_id, line_id);
    const { document_kind, document_id } = session;
    const about = { of: line_id, product_id, document_kind, document_id };
    fold.put('receipt_line', {
      receipt_line_id: line?.receipt_line_id ?? body.receipt_line_id,
      receiving_session_id,
      line_id,
      product_id,
      quantity: fold.sum((line?.quantity ?? 0) + body.quantity, about),
    });
    const product = fold.row('product', product_id);
    const counted = body.units.map(({ unit_id, serial_raw, lot, expiry }) => {
      // The same unit counted twice stays two rows, so that the second fact is not lost; it opens a case when saved.
      const again = fold.row('receipt_unit', `${receiving_session_id}|${unit_id}`) !== undefined;
      const row = {
        receiving_session_id,
        unit_id: again ? fold.nextId() : unit_id,
        line_id,
        product_id,
        bin_id,
        serial_raw,
        serial_norm: serialNorm(product, serial_raw),
        lot,
        expiry,
      };
      fold.put('receipt_unit', row);
      return row;
    });
    if (session.state === 'saved') takeInLine(fold, session, { line_id, product_id, quantity: body.quantity }, counted);
    return null;
  },
  /** In a saved session the units are taken out of stock again. They become `missing`, because nobody says where they are. */
  'receipt-line-uncounted': (fold, body) => {
    const session = fold.row('receiving_session', body.receiving_session_id);
    if (session === undefined) return fold.waitFor('receiving_session', body.receiving_session_id);
    const line = lineOf(fold, body.receiving_session_id, body.line_id);
    // Somebody may take off more than was ever counted. The quantity does not go below nothing.
    const quantity = Math.min(body.quantity, line?.quantity ?? 0);
    if (line !== undefined) {
      const left = line.quantity - quantity;
      if (left === 0 && session.state !== 'saved') fold.remove('receipt_line', line.receipt_line_id);
      else fold.put('receipt_line', { ...line, quantity: left });
    }
    const removed = body.unit_ids.flatMap((unit_id) => {
      const key = `${body.receiving_session_id}|${unit_id}`;
      const row = fold.row('receipt_unit', key);
      if (row === undefined) return [];
      fold.remove('receipt_unit', key);
      return [row];
    });
    if (session.state === 'saved') takeBackReceipt(fold, session, { ...body, quantity }, removed);
    return null;
  },
  /** What a saved session took in stays; a draft keeps its rows, so that a person may look at what was counted. */
  'receipt-discarded': (fold, body) => {
    const session = fold.row('receiving_session', body.receiving_session_id);
    if (session === undefined) return fold.waitFor('receiving_session', body.receiving_session_id);
    if (session.state === 'draft') fold.put('receiving_session', { ...session, state: 'discarded' });
    return null;
  },
  /**
   * What was counted takes effect, line by line. Totals that say more than was counted hold nothing up. What is counted comes into stock now, and a
   * part that comes late takes effect when it comes (`receipt-line-counted`). A second save of a session changes nothing.
   */
  'receipt-saved': (fold, body) => {
    const session = fold.row('receiving_session', body.receiving_session_id);
    if (session === undefined) return fold.waitFor('receiving_session', body.receiving_session_id);
    if (session.state === 'saved') return null;
    const saved = { ...session, state: 'saved' as const, saved_at: fold.event.captured_at };
    fold.put('receiving_session', saved);
    const byLine = new Map<string, ReceiptUnitRow[]>();
    const all = fold.list('receipt_unit', 'receiving_session_id', session.receiving_session_id);
    for (const one of all.toSorted((a, b) => (a.unit_id < b.unit_id ? -1 : 1))) {
      const units = byLine.get(one.line_id);
      if (units === undefined) byLine.set(one.line_id, [one]);
      else units.push(one);
    }
    for (const line of linesOf(fold, session.receiving_session_id)) {
      const units = byLine.get(line.line_id) ?? [];
      byLine.delete(line.line_id);
      takeInLine(fold, saved, line, units);
    }
    // Serials whose quantity was taken off again are still facts.
    for (const [line_id, units] of [...byLine].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const [first] = units;
      if (first !== undefined) takeInLine(fold, saved, { line_id, product_id: first.product_id, quantity: 0 }, units);
    }
    return null;
  },
};
