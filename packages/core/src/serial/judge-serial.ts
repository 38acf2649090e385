import type { SerialContext, Verdict } from './verdict.ts';
import { judgeSerials } from './judge-serials.ts';

/** Judges one serial; the same as a bulk of one. */
export function judgeSerial(candidate: string, context: SerialContext): Verdict {
  const [verdict] = judgeSerials([candidate], context);
  if (verdict === undefined) throw new Error('judgeSerials gave no verdict for one candidate');
  return verdict;
}
