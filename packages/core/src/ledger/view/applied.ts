import type { EventBody, EventType } from '../../events/registry.ts';
import type { AnyRow, Entity } from '../../model/entities.ts';
import type { UnitState } from '../../model/unit-state.ts';

declare const PARSED: unique symbol;

/** A body of the current version that parseEvent has read. The mark exists in the types alone, and only parseEvent can make it. */
export type ParsedBody<T extends EventType> = EventBody<T> & { readonly [PARSED]: true };

interface LedgerEventOf<T extends EventType> {
  readonly event_id: string;
  readonly type: T;
  readonly body: ParsedBody<T>;
  readonly station_id: string;
  readonly operator_id: string | null;
  readonly approved_by: string | null;
  readonly captured_at: number;
}

/** An event as the fold sees it. Only parseEvent makes one. An event whose body was not read does not compile as one. */
export type LedgerEvent = { readonly [T in EventType]: LedgerEventOf<T> }[EventType];

/** A row as it is from now on; `row` null: gone. `key` as keyOf makes it. */
export interface RowChange {
  readonly entity: Entity;
  readonly key: string;
  readonly row: AnyRow | null;
}

/** One line of a unit's history: what this event did to it. */
export interface EventUnit {
  readonly unit_id: string;
  readonly state_before: UnitState | null;
  readonly state_after: UnitState;
  readonly warehouse_before: string | null;
  readonly warehouse_after: string | null;
  readonly version_before: number;
}

/** Why an event can't be applied yet; also its i18n key. `held.not-allowed` is no matter of time: such an event is never tried again by itself. */
export const HELD_REASONS = [
  'held.unknown-version',
  'held.unreadable-body',
  'held.unknown-station',
  'held.unknown-document',
  'held.unknown-session',
  'held.unknown-package',
  'held.unknown-unit',
  'held.unknown-case',
  'held.row-changed',
  'held.not-allowed',
] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

/** The rows that an event may wait for, and the reason that a person is told. */
export const WAIT_REASONS = {
  station: 'held.unknown-station',
  purchase_order: 'held.unknown-document',
  po_line: 'held.unknown-document',
  rma: 'held.unknown-document',
  rma_line: 'held.unknown-document',
  order: 'held.unknown-document',
  order_line: 'held.unknown-document',
  product: 'held.unknown-document',
  receiving_session: 'held.unknown-session',
  package: 'held.unknown-package',
  unit: 'held.unknown-unit',
  case: 'held.unknown-case',
} as const satisfies { readonly [E in Entity]?: HeldReason };
export type AwaitedEntity = keyof typeof WAIT_REASONS;

/** A row that is not there yet; `key` as keyOf makes it. */
export interface AwaitedRow {
  readonly entity: AwaitedEntity;
  readonly key: string;
}

export const OUTCOMES = ['accepted', 'accepted-with-case', 'held'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What one event does to the present. Held: it can't be applied yet; nothing changes, the event is kept whole and tried again. */
export interface Applied {
  readonly outcome: Outcome;
  readonly changes: readonly RowChange[];
  readonly units: readonly EventUnit[];
  readonly held_reason: string | null;
  /** Held: the event can be applied once these rows are there. None: only a person or newer software can help. */
  readonly waits_for: readonly AwaitedRow[];
}
