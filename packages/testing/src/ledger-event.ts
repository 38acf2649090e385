import type { EventBody, EventType } from '@serialbridge/core/events';
import type { LedgerEvent, MemoryView } from '@serialbridge/core/ledger';
import { applyEvent } from '@serialbridge/core/ledger';
import { nextId } from './rows.ts';

/** An event as the fold takes it, made at a station at a time that only counts up. */
export function ledgerEvent<T extends EventType>(
  type: T,
  body: EventBody<T>,
  fields: Partial<LedgerEvent> = {},
): LedgerEvent {
  return {
    event_id: nextId(),
    type,
    body,
    station_id: '018f0000-0000-7000-8000-fffffffffff1',
    operator_id: null,
    approved_by: null,
    captured_at: 1_700_000_000_000,
    ...fields,
  };
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
