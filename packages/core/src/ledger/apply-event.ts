import { EVENTS, type EventType } from '../events/registry.ts';
import type { EventSource } from '../events/declare-event.ts';
import type { Applied, HeldReason, LedgerEvent } from './view/applied.ts';
import { outOfRangeCase } from './cases/open-case.ts';
import { CENTRAL_FOLDS } from './folds/central.ts';
import { Fold, type Folds } from './view/fold.ts';
import { PACKING_FOLDS } from './folds/packing.ts';
import { RECEIVING_FOLDS } from './folds/receiving.ts';
import { UNIT_FOLDS } from './folds/unit.ts';
import type { RightsFault } from './rights/fault.ts';
import { judgeRights } from './rights/judge-rights.ts';
import { openRightsCases } from './rights/rights-cases.ts';
import type { LedgerView } from './view/ledger-view.ts';

/** What each type of event does; a type without a decision does not compile. */
const FOLDS: Folds<EventType> = { ...RECEIVING_FOLDS, ...PACKING_FOLDS, ...UNIT_FOLDS, ...CENTRAL_FOLDS };

/** A fact that stations alone record belongs to one that must be known. */
function needsStation(type: EventType): boolean {
  const sources: readonly EventSource[] = EVENTS[type].sources;
  return !sources.includes('central');
}

function held(fold: Fold, reason: HeldReason): Applied {
  return { outcome: 'held', changes: [], units: [], held_reason: reason, waits_for: fold.waits() };
}

/**
 * What every event goes through, wherever it comes from: may it be recorded by whoever recorded it (rights/), and then the one fold. Push, import of an
 * outbox, another try of a held event, a fold of the ledger anew and a station's overlay all call this and nothing else.
 */
export function takeEvent(view: LedgerView, event: LedgerEvent, central_id: string | null): Applied {
  const { held_reason, faults } = judgeRights(view, event, central_id);
  if (held_reason === null) return foldEvent(view, event, faults);
  const fold = new Fold(view, event);
  // An event that may not be recorded waits for nothing: rights that a person gets later are no rights that he had.
  return held(fold, held_reason === 'held.unknown-station' ? fold.waitFor('station', event.station_id) : held_reason);
}

/** The fold alone: what an event does to the present, whoever recorded it. For what was recorded before anybody was asked, and for tests of the fold. */
export function applyEvent(view: LedgerView, event: LedgerEvent): Applied {
  return foldEvent(view, event, []);
}

/**
 * The one fold: what an event does to the present. Pure; the view is only read. A fact that contradicts another is never refused. It opens a case
 * (`accepted-with-case`). An event is `held`, with a reason of HELD_REASONS, only if it can't be applied yet, and then nothing changes. The changes
 * have each row once, units outside the unique index first.
 *
 * A mistake here is a mistake everywhere at once. This function makes central's tables, the overlay of every station and a rebuild, and a station
 * compares its rows with central's. So the steps have an order. First, parseEvent has read the event: one of an unknown version must be held whole
 * before anything is taken from it. Then the fold writes into a view of its own, laid over the caller's. If the event turns out half-way to be too
 * early (a box before its order), its reason is returned and its half-made changes are dropped. Nothing may depend on a clock, on chance, or on the
 * order in which a view happens to list its rows. So the fold sorts rows before it numbers or lists them, and derives the ids that it needs from the
 * event's id. Otherwise the same events would give two stations different rows, and each would report the other's as damage.
 */
function foldEvent(view: LedgerView, event: LedgerEvent, faults: readonly RightsFault[]): Applied {
  const fold = new Fold(view, event);
  if (needsStation(event.type) && fold.station() === undefined)
    return held(fold, fold.waitFor('station', event.station_id));
  const foldOne = FOLDS[event.type] as (fold: Fold, body: unknown) => HeldReason | null;
  const reason = foldOne(fold, event.body);
  if (reason !== null) return held(fold, reason);
  outOfRangeCase(fold);
  openRightsCases(fold, faults);
  return {
    outcome: fold.hasCase ? 'accepted-with-case' : 'accepted',
    changes: fold.changes(),
    units: fold.units(),
    held_reason: null,
    waits_for: [],
  };
}
