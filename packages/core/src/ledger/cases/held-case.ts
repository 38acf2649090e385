import type { CaseFact, CaseRow } from '../../model/unit-rows.ts';
import { newCase } from './open-case.ts';

/** So many events of one station may be held and undecided. Central refuses what it sends after that (`held.quota`), until a person has looked at them. */
export const HELD_QUOTA = 1_000;
/** A station that was refused so asks again after this many seconds: only a person can help, and that takes a while. */
export const HELD_QUOTA_RETRY_S = 60;

/** Facts that a case of held events keeps of each end: who looks at the case sees how it began and what came last. The rest is a list with pages. */
export const HELD_FACTS_KEPT = 10;

/** `held.error: division by zero` is of the kind `held.error`. */
export function heldKind(held_reason: string): string {
  return held_reason.split(':', 1)[0] ?? held_reason;
}

/** The case that opens when the first event of a station is held for a reason. */
export function heldCase(
  given: Pick<CaseRow, 'case_id' | 'opened_at'> & { readonly held_reason: string },
  fact: CaseFact,
): CaseRow {
  const { case_id, opened_at, held_reason } = given;
  const row = newCase({ case_id, rule: 'case.event-held', opened_at, unit_ids: [], facts: [fact] });
  return { ...row, station_id: fact.station_id, held_reason, held_count: 1 };
}

/** One more event of the station is held for the case's reason. However many come, the row does not grow. */
export function joinHeldCase(open: CaseRow, fact: CaseFact): CaseRow {
  const facts =
    open.facts.length < 2 * HELD_FACTS_KEPT
      ? [...open.facts, fact]
      : [...open.facts.slice(0, HELD_FACTS_KEPT), ...open.facts.slice(HELD_FACTS_KEPT + 1), fact];
  return { ...open, facts, held_count: (open.held_count ?? 0) + 1 };
}

/** One of its events is not held for this reason any more. The case closes with the last of them. */
export function leaveHeldCase(open: CaseRow, at: number, resolution_note: string): CaseRow {
  const held_count = Math.max(0, (open.held_count ?? 0) - 1);
  if (held_count > 0) return { ...open, held_count };
  return { ...open, held_count, state: 'resolved', resolution_note, resolved_at: at };
}
