import { isKnownEvent, readEventBody } from '../events/registry.ts';
import { boundedInstant } from '../model/bounds.ts';
import type { HeldReason, LedgerEvent } from './view/applied.ts';
import { readable } from './view/readable.ts';

/** An event as an envelope carries it, before its body is understood. */
export interface RawEvent {
  readonly event_id: string;
  readonly type: string;
  readonly v: number;
  readonly body: unknown;
  readonly station_id: string;
  readonly operator_id: string | null;
  readonly approved_by: string | null;
  /** Any number: a wrong clock is no reason to lose a fact. */
  readonly captured_at: number;
}

export type ParsedEvent = { readonly event: LedgerEvent } | { readonly held_reason: HeldReason };

/**
 * Understands an event's body, or says why it must be held: `held.unknown-version`, `held.unreadable-body`. Never throws. What it gives is
 * within what rows can hold, whatever the envelope says, and the envelope itself stays as it came. The one
 * place where a LedgerEvent is made, so what reaches the fold was read exactly once, 500 units in one body included.
 */
export function parseEvent(raw: RawEvent): ParsedEvent {
  const { event_id, type, v, station_id, operator_id, approved_by } = raw;
  if (!isKnownEvent(type, v)) return { held_reason: 'held.unknown-version' };
  const body = readEventBody(type, v, readable(raw.body));
  if (body === undefined) return { held_reason: 'held.unreadable-body' };
  const captured_at = boundedInstant(raw.captured_at);
  // The schema of its type has just read the body; only here may the mark be set.
  return { event: { event_id, type, body, station_id, operator_id, approved_by, captured_at } as LedgerEvent };
}
