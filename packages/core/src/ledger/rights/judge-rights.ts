import type { EventDeclaration, EventSource } from '../../events/declare-event.ts';
import { EVENTS } from '../../events/registry.ts';
import type { StationKind } from '../../model/catalog-rows.ts';
import { isPolicyKey } from '../../policy/policy-keys.ts';
import type { HeldReason } from '../view/applied.ts';
import type { LedgerView } from '../view/ledger-view.ts';
import { checkNames } from './check-names.ts';
import { checkApprovers, checkOperator } from './check-people.ts';
import { rightsFault, type RightsFault } from './fault.ts';
import type { Judged } from './judged.ts';

const SOURCE_OF: Readonly<Record<StationKind, EventSource>> = {
  receiving: 'receiving-station',
  packing: 'packing-station',
};

/** What may be done with an event: held for a reason, or applied, with a case for each fault. `faults` says why in both. */
export interface RightsVerdict {
  readonly held_reason: Extract<
    HeldReason,
    'held.not-allowed' | 'held.unknown-station' | 'held.unknown-version'
  > | null;
  readonly faults: readonly RightsFault[];
}

const ALLOWED: RightsVerdict = { held_reason: null, faults: [] };
const WRONG_SOURCE: RightsVerdict = {
  held_reason: 'held.not-allowed',
  faults: [rightsFault(null, 'rights.wrong-source')],
};
const held = (held_reason: NonNullable<RightsVerdict['held_reason']>): RightsVerdict => ({ held_reason, faults: [] });

/**
 * Whether an event may be recorded by whoever recorded it, as the declaration of its type says (events/). Pure, and it reads nothing but the view: the
 * same event over the same view gets the same answer at the station, at a push, from an imported outbox, when a held one is tried again, and when the
 * ledger is folded anew. So a person who may no longer work here does not undo what he did while he might.
 *
 * `central_id` is the id that central records its own facts under. No station has it: a push and an outbox are of the station that their credential or
 * their signature proves (verifyBatch). Central asks who may do what before it records. A station by itself knows no fact of central's, and says null.
 */
export function judgeRights(view: LedgerView, event: Judged, central_id: string | null): RightsVerdict {
  const declared: EventDeclaration = EVENTS[event.type];
  const { sources, right, physical, approvals, names } = declared;
  if (event.station_id === central_id) return sources.includes('central') ? ALLOWED : WRONG_SOURCE;
  // A revoked station's calls are refused. An admin may still import its outbox, and those events happened like any other fact.
  const station = view.row('station', event.station_id);
  if (station === undefined) return held('held.unknown-station');
  if (!sources.includes(SOURCE_OF[station.kind])) return WRONG_SOURCE;
  // An option of a newer software: who may change it, and where, is not known here yet.
  if (event.type === 'policy-changed' && event.body.changes.some(({ key }) => !isPolicyKey(key)))
    return held('held.unknown-version');
  const faults = [
    ...(right === null ? [] : checkOperator(view, station, event, right)),
    ...checkApprovers(view, station, event, approvals),
    ...checkNames(view, station, event, names),
  ];
  return { held_reason: physical || faults.length === 0 ? null : 'held.not-allowed', faults };
}
