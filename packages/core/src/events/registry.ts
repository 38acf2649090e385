import type { z } from 'zod';
import * as central from './central-events.ts';
import * as packing from './packing-events.ts';
import * as receiving from './receiving-events.ts';
import * as unit from './unit-events.ts';
import { isReadable, readBody, UPCASTERS } from './upcasters.ts';

/**
 * Every event type that was ever recorded, with its current body version and schema. A body that changes shape gets a higher version
 * and an upcaster; the old one stays readable for ever. Past tense: an event is a fact, never changed, never deleted.
 */
export const EVENTS = {
  'receiving-session-opened': { v: 1, body: receiving.ReceivingSessionOpened },
  'receipt-line-counted': { v: 1, body: receiving.ReceiptLineCounted },
  'receipt-line-uncounted': { v: 1, body: receiving.ReceiptLineUncounted },
  'receipt-saved': { v: 1, body: receiving.ReceiptSaved },
  'receipt-discarded': { v: 1, body: receiving.ReceiptDiscarded },
  'package-opened': { v: 1, body: packing.PackageOpened },
  'unit-packed': { v: 1, body: packing.UnitPacked },
  'unit-unpacked': { v: 1, body: packing.UnitUnpacked },
  'package-weighed': { v: 1, body: packing.PackageWeighed },
  'package-closed': { v: 1, body: packing.PackageClosed },
  'package-discarded': { v: 1, body: packing.PackageDiscarded },
  'order-shipped': { v: 1, body: packing.OrderShipped },
  'order-confirmed': { v: 1, body: packing.OrderConfirmed },
  'unit-moved': { v: 1, body: unit.UnitMoved },
  'unit-serial-corrected': { v: 1, body: unit.UnitSerialCorrected },
  'unit-product-corrected': { v: 1, body: unit.UnitProductCorrected },
  'unit-inspected': { v: 1, body: unit.UnitInspected },
  'unit-scrapped': { v: 1, body: unit.UnitScrapped },
  'unit-missing': { v: 1, body: unit.UnitMissing },
  'unit-found': { v: 1, body: unit.UnitFound },
  'unit-allocated': { v: 1, body: unit.UnitAllocated },
  'unit-deallocated': { v: 1, body: unit.UnitDeallocated },
  'unit-transfer-sent': { v: 1, body: unit.UnitTransferSent },
  'unit-transfer-received': { v: 1, body: unit.UnitTransferReceived },
  'unit-kitted': { v: 1, body: unit.UnitKitted },
  'unit-unkitted': { v: 1, body: unit.UnitUnkitted },
  'records-put': { v: 1, body: central.RecordsPut },
  'policy-changed': { v: 1, body: central.PolicyChanged },
  'case-resolved': { v: 1, body: central.CaseResolved },
} as const satisfies Record<string, { v: number; body: z.ZodObject }>;

export type EventType = keyof typeof EVENTS;
export type EventBody<T extends EventType> = z.infer<(typeof EVENTS)[T]['body']>;

/** What a machine or a screen asks to be recorded: the envelope (ids, sequence, times, hashes) is put around it when it is stored. */
export type EventDraft = { readonly [T in EventType]: { readonly type: T; readonly body: EventBody<T> } }[EventType];

export const EVENT_TYPES = Object.keys(EVENTS) as [EventType, ...EventType[]];

/** True if this software can read the type at this version, old ones included; what it cannot is held whole, never dropped. */
export function isKnownEvent(type: string, v: number): type is EventType {
  if (!Object.hasOwn(EVENTS, type)) return false;
  return isReadable(EVENTS[type as EventType], UPCASTERS[type as EventType] ?? {}, v);
}

/** The body of an event of a known version as today's; undefined: unreadable. */
export function readEventBody(type: EventType, v: number, raw: unknown): unknown {
  return readBody(EVENTS[type], UPCASTERS[type] ?? {}, v, raw);
}
