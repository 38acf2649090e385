import { CallError } from '@serialbridge/client';
import type { EventDraft } from '@serialbridge/core/events';
import { judgeRights, RIGHTS_CODES, type LedgerView } from '@serialbridge/core/ledger';

interface Signature {
  readonly station_id: string;
  readonly operator_id: string | null;
  readonly approved_by: string | null;
}

/**
 * Judges what is about to be recorded as central will, by the same function over what this station knows. Here a person stands and can be told. So
 * what central would apply with a case is refused as well, and an honest station's outbox meets no refusal.
 * @throws CallError `rights.*` with all that is wrong; nothing is recorded then
 */
export function refuseNotAllowed(view: LedgerView, drafts: readonly EventDraft[], signature: Signature): void {
  const faults = drafts.flatMap((draft) => judgeRights(view, { ...draft, ...signature }, null).faults);
  const unlike = new Map(faults.map((fault) => [`${fault.code} ${JSON.stringify(fault.params)}`, fault]));
  const [first, ...rest] = [...unlike.values()].map(({ code, params }) => ({
    code,
    message: RIGHTS_CODES[code],
    params,
  }));
  if (first !== undefined) throw new CallError([first, ...rest]);
}
