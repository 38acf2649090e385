import type { EventBody } from '../events/registry.ts';
import type { ReceiptUnitRow } from '../model/document-rows.ts';
import type { Fold, HeldReason } from './fold.ts';
import { takeInLine } from './receive-units.ts';

/**
 * What was counted takes effect, line by line. Totals that say more than was counted hold nothing up: what is counted is there now,
 * and a part that comes late takes effect when it comes (foldLineCounted). A second save of a session changes nothing.
 */
export function foldReceiptSaved(fold: Fold, body: EventBody<'receipt-saved'>): HeldReason | null {
  const session = fold.row('receiving_session', body.receiving_session_id);
  if (session === undefined) return 'held.unknown-session';
  if (session.state === 'saved') return null;
  const saved = { ...session, state: 'saved' as const, saved_at: fold.event.captured_at };
  fold.put('receiving_session', saved);
  const byLine = new Map<string, ReceiptUnitRow[]>();
  for (const unit of fold.receiptUnitsOf(session.receiving_session_id)) {
    const units = byLine.get(unit.line_id);
    if (units === undefined) byLine.set(unit.line_id, [unit]);
    else units.push(unit);
  }
  // Sorted, so that derived ids don't depend on the order in which a view keeps its rows.
  const lines = [...fold.receiptLinesOf(session.receiving_session_id)].toSorted((a, b) =>
    a.line_id < b.line_id ? -1 : 1,
  );
  for (const line of lines) {
    const units = (byLine.get(line.line_id) ?? []).toSorted((a, b) => (a.unit_id < b.unit_id ? -1 : 1));
    byLine.delete(line.line_id);
    takeInLine(fold, saved, line, units);
  }
  // Serials whose quantity was taken off again are still facts.
  for (const [line_id, units] of [...byLine].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = units;
    if (first !== undefined) takeInLine(fold, saved, { line_id, product_id: first.product_id, quantity: 0 }, units);
  }
  return null;
}
