import { EVENTS, type EventBody, type EventType } from '@serialbridge/core/events';
import { applyEvent, parseEvent, type LedgerEvent, type MemoryView, type RawEvent } from '@serialbridge/core/ledger';
import { nextId } from './rows.ts';

/** An event as the fold takes it, made at a station at a time that only counts up. */
export function ledgerEvent<T extends EventType>(
  type: T,
  body: EventBody<T>,
  fields: Partial<RawEvent> = {},
): LedgerEvent {
  const parsed = parseEvent({
    event_id: nextId(),
    type,
    v: EVENTS[type].v,
    body,
    station_id: '018f0000-0000-7000-8000-fffffffffff1',
    operator_id: null,
    approved_by: null,
    captured_at: 1_700_000_000_000,
    ...fields,
  });
  if ('event' in parsed) return parsed.event;
  throw new Error(`${type}: ${parsed.held_reason}`);
}

/** Folds events into a view one after the other. Answers their outcomes. */
export function foldInto(view: MemoryView, events: readonly LedgerEvent[]): string[] {
  return events.map((event) => {
    const { changes, outcome } = applyEvent(view, event);
    view.apply(changes);
    view.note(event);
    return outcome;
  });
}
