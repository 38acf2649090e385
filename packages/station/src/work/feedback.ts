import { CallError } from '@serialbridge/client';
import { refusal, type Outcome } from '@serialbridge/core/scan';
import type { Feedback, Finding } from '@serialbridge/protocol/station';
import type { Clock } from '../contract/host-context.ts';

type Rule = Outcome['headline'];

export const findingOf = ({ code, params }: Rule): Finding => ({ code, params: { ...params } });

/** An outcome with its id and time, as the screen gets it. `text` null: a command, not a scan. */
export function feedbackOf(
  clock: Clock,
  outcome: Outcome,
  text: string | null,
  override_token: string | null = null,
): Feedback {
  return {
    feedback_id: clock.newId(),
    at: clock.now(),
    level: outcome.level,
    text: text === null ? null : text.slice(0, 300),
    headline: findingOf(outcome.headline),
    findings: outcome.findings.map(findingOf),
    override_token,
  };
}

/** The outcome of a scan whose call failed. A scan has nobody who waits for its exception. Anything but a CallError is thrown on. */
export function outcomeOfError(error: unknown): Outcome {
  if (!(error instanceof CallError)) throw error;
  const [first, ...rest] = error.faults.map(({ code, params }): Rule => ({ code, params }));
  return refusal(first ?? { code: 'internal', params: {} }, ...rest);
}

/** For calls that return nothing. There a refusal is an exception, so the caller can't overlook it. */
export function mustPass(feedback: Feedback): Record<string, never> {
  if (feedback.level !== 'refused') return {};
  const [first, ...rest] = feedback.findings.map(({ code, params }) => ({ code, message: code, params }));
  throw new CallError([first ?? { code: 'internal', message: 'refused', params: {} }, ...rest]);
}
