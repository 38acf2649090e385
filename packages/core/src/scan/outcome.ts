import type { EventDraft } from '../events/registry.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { isLabelSaying } from './label-says.ts';

/** As Feedback's levels in the station contract. */
export type OutcomeLevel = 'accepted' | 'complete' | 'warning' | 'refused' | 'info';

/** What a command came to, before it has an id and a time. */
export interface Outcome {
  readonly level: OutcomeLevel;
  /** Key of the first words, with their blanks. */
  readonly headline: RuleFailure;
  /** Every rule that failed or warned. */
  readonly findings: readonly RuleFailure[];
}

/** What a machine decided: the state from now on, what to record first, and what to say once that is on disk. */
export interface Decision<S> {
  readonly state: S;
  readonly events: readonly EventDraft[];
  readonly outcome: Outcome;
}

export function outcome(
  level: OutcomeLevel,
  code: string,
  params: RuleFailure['params'] = {},
  findings: readonly RuleFailure[] = [],
): Outcome {
  return { level, headline: { code, params }, findings };
}

/**
 * Warnings that a person must notice now; what a label says besides is none. That the cache is old holds for every scan of a station that is offline for days: it stands on
 * the event and in the station's status, but a warning sound at every scan would only teach people not to hear it.
 */
export function isLoud({ code }: RuleFailure): boolean {
  return code !== 'serial.cache-old' && !isLabelSaying(code);
}

/** Refused by these rules; the first is the headline. */
export function refusal(first: RuleFailure, ...rest: readonly RuleFailure[]): Outcome {
  return { level: 'refused', headline: first, findings: [first, ...rest] };
}
