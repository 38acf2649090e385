import * as packing from './fold-packing.ts';
import * as receiving from './fold-receiving.ts';
import * as unit from './fold-unit.ts';
import type { EventBody, EventType } from '../events/registry.ts';
import type { Applied, LedgerEvent } from './applied.ts';
import { Fold, type HeldReason } from './fold.ts';
import { foldCaseResolved } from './fold-case.ts';
import { foldPolicyChanged, foldRecordsPut } from './fold-central.ts';
import { foldOrderConfirmed, foldOrderShipped } from './fold-shipping.ts';
import type { LedgerView } from './view.ts';
import type { ReceiptUnitRow } from '../model/document-rows.ts';
import { takeInLine } from './receive-units.ts';

/**
 * What was counted takes effect, line by line. Totals that say more than was counted hold nothing up: what is counted is there now,
 * and a part that comes late takes effect when it comes (foldLineCounted). A second save of a session changes nothing.
 */
function foldReceiptSaved(fold: Fold, body: EventBody<'receipt-saved'>): HeldReason | null {
  const session = fold.row('receiving_session', body.receiving_session_id);
  if (session === undefined) return 'held.unknown-session';
  if (session.state === 'saved') return null;
  const saved = { ...session, state: 'saved' as const, saved_at: fold.event.captured_at };
  fold.put('receiving_session', saved);
  const byLine = new Map<string, ReceiptUnitRow[]>();
  for (const one of fold.receiptUnitsOf(session.receiving_session_id)) {
    const units = byLine.get(one.line_id);
    if (units === undefined) byLine.set(one.line_id, [one]);
    else units.push(one);
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

type Handler<T extends EventType> = (fold: Fold, body: EventBody<T>) => HeldReason | null;

/** What each type of event does; a type without a decision does not compile. */
const HANDLERS: { readonly [T in EventType]: Handler<T> } = {
  'receiving-session-opened': receiving.foldSessionOpened,
  'receipt-line-counted': receiving.foldLineCounted,
  'receipt-line-uncounted': receiving.foldLineUncounted,
  'receipt-saved': foldReceiptSaved,
  'receipt-discarded': receiving.foldReceiptDiscarded,
  'package-opened': packing.foldPackageOpened,
  'unit-packed': packing.foldUnitPacked,
  'unit-unpacked': packing.foldUnitUnpacked,
  'package-weighed': packing.foldPackageWeighed,
  'package-closed': packing.foldPackageClosed,
  'package-discarded': packing.foldPackageDiscarded,
  'order-shipped': foldOrderShipped,
  'order-confirmed': foldOrderConfirmed,
  'unit-moved': unit.foldUnitMoved,
  'unit-serial-corrected': unit.foldSerialCorrected,
  'unit-product-corrected': unit.foldProductCorrected,
  'unit-inspected': unit.foldUnitInspected,
  'unit-scrapped': unit.foldUnitScrapped,
  'unit-missing': unit.foldUnitMissing,
  'unit-found': unit.foldUnitFound,
  'unit-allocated': unit.foldUnitAllocated,
  'unit-deallocated': unit.foldUnitDeallocated,
  'unit-transfer-sent': unit.foldTransferSent,
  'unit-transfer-received': unit.foldTransferReceived,
  'unit-kitted': unit.foldUnitKitted,
  'unit-unkitted': unit.foldUnitUnkitted,
  'records-put': foldRecordsPut,
  'policy-changed': foldPolicyChanged,
  'case-resolved': foldCaseResolved,
};

/** Facts of receiving and packing belong to a station that must be known, and not signed out when they come. */
const STATION_EVENTS: ReadonlySet<EventType> = new Set<EventType>([
  'receiving-session-opened',
  'receipt-line-counted',
  'receipt-line-uncounted',
  'receipt-saved',
  'receipt-discarded',
  'package-opened',
  'unit-packed',
  'unit-unpacked',
  'package-weighed',
  'package-closed',
  'package-discarded',
  'order-shipped',
]);

function held(reason: HeldReason): Applied {
  return { outcome: 'held', changes: [], units: [], held_reason: reason };
}

/**
 * The one fold: what an event does to the present. Pure; the view is only read. A fact that contradicts another is never refused: it
 * opens a case (`accepted-with-case`). `held` only if it can't be applied yet, with a reason of HELD_REASONS, and then changes nothing.
 * Changes hold each row once, units outside the unique index first.
 */
export function applyEvent(view: LedgerView, event: LedgerEvent): Applied {
  const fold = new Fold(view, event);
  // A revoked station's calls are refused; what an admin lets in of its outbox all the same happened like any other fact.
  if (STATION_EVENTS.has(event.type) && fold.station() === undefined) return held('held.unknown-station');
  const handler = HANDLERS[event.type] as (fold: Fold, body: unknown) => HeldReason | null;
  const reason = handler(fold, event.body);
  if (reason !== null) return held(reason);
  return {
    outcome: fold.hasCase ? 'accepted-with-case' : 'accepted',
    changes: fold.changes(),
    units: fold.units(),
    held_reason: null,
  };
}
