import { EVENTS, isKnownEvent, readEventBody } from '../events/registry.ts';
import type { LedgerEvent } from './applied.ts';
import type { HeldReason } from './fold.ts';

/** An event as an envelope carries it, before its body is understood. */
export interface RawEvent {
  readonly event_id: string;
  readonly type: string;
  readonly v: number;
  readonly body: unknown;
  readonly station_id: string;
  readonly operator_id: string | null;
  readonly approved_by: string | null;
  readonly captured_at: number;
}

export type ParsedEvent = { readonly event: LedgerEvent } | { readonly held_reason: HeldReason };

/** Bodies that parseEvent has parsed: applyEvent doesn't parse 500 units a second time. */
const parsedBodies: WeakSet<object> = new WeakSet();

/** Understands an event's body, or says why it must be held: `held.unknown-version`, `held.unreadable-body`. Never throws. */
export function parseEvent(raw: RawEvent): ParsedEvent {
  const { event_id, type, v, station_id, operator_id, approved_by, captured_at } = raw;
  if (!isKnownEvent(type, v)) return { held_reason: 'held.unknown-version' };
  const body = readEventBody(type, v, raw.body);
  // Every body is an object: what is no body of its version comes back as undefined.
  if (typeof body !== 'object' || body === null) return { held_reason: 'held.unreadable-body' };
  parsedBodies.add(body);
  return { event: { event_id, type, body, station_id, operator_id, approved_by, captured_at } };
}

/** The event with its body parsed; at once if parseEvent made it. */
export function ensureParsed(event: LedgerEvent): ParsedEvent {
  if (typeof event.body === 'object' && event.body !== null && parsedBodies.has(event.body)) return { event };
  if (!Object.hasOwn(EVENTS, event.type)) return { held_reason: 'held.unknown-version' };
  return parseEvent({ ...event, v: EVENTS[event.type].v });
}
