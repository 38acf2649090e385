import type { EventBody, EventType } from '../events/registry.ts';
import type { Applied, LedgerEvent } from './applied.ts';
import { Fold, type HeldReason } from './fold.ts';
import { foldCaseResolved } from './fold-case.ts';
import { foldPolicyChanged, foldRecordsPut } from './fold-central.ts';
import * as packing from './fold-packing.ts';
import * as receiving from './fold-receiving.ts';
import { foldReceiptSaved } from './fold-receipt-saved.ts';
import { foldOrderConfirmed, foldOrderShipped } from './fold-shipping.ts';
import * as unit from './fold-unit.ts';
import { ensureParsed } from './parse-event.ts';
import type { LedgerView } from './view.ts';

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
  const parsed = ensureParsed(event);
  if ('held_reason' in parsed) return held(parsed.held_reason);
  const fold = new Fold(view, parsed.event);
  // A revoked station's calls are refused; what an admin lets in of its outbox all the same happened like any other fact.
  if (STATION_EVENTS.has(event.type) && fold.station() === undefined) return held('held.unknown-station');
  const handler = HANDLERS[event.type] as (fold: Fold, body: unknown) => HeldReason | null;
  const reason = handler(fold, parsed.event.body);
  if (reason !== null) return held(reason);
  return {
    outcome: fold.hasCase ? 'accepted-with-case' : 'accepted',
    changes: fold.changes(),
    units: fold.units(),
    held_reason: null,
  };
}
