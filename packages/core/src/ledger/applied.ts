import type { EventType } from '../events/registry.ts';
import type { AnyRow, Entity } from '../model/entities.ts';
import type { UnitState } from '../model/unit-state.ts';

/** An event as the fold sees it. `body` is already parsed and of the current version. */
export interface LedgerEvent {
  readonly event_id: string;
  readonly type: EventType;
  readonly body: unknown;
  readonly station_id: string;
  readonly operator_id: string | null;
  readonly approved_by: string | null;
  readonly captured_at: number;
}

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

export const OUTCOMES = ['accepted', 'accepted-with-case', 'held'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What one event does to the present. Held: it can't be applied yet; nothing changes, the event is kept whole and tried again. */
export interface Applied {
  readonly outcome: Outcome;
  readonly changes: readonly RowChange[];
  readonly units: readonly EventUnit[];
  readonly held_reason: string | null;
}
