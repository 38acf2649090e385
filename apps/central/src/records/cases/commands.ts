import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { fault, notFound, Refusal } from '../../refusal.ts';
import { command } from '../command.ts';
import { HELD_CALLS } from './held-events.ts';
import { CASE_QUERIES, caseDetail } from './queries.ts';

const resolveCase: ServedCall = serve(CENTRAL_API['cases.resolve'], async ({ central, who, params, body }) => {
  const { case_id } = params;
  const { chosen_event_id, note } = body;
  await command(central, who, async (tx) => {
    const row = await tx.row('case', case_id);
    if (!row) throw notFound('case');
    if (row.state === 'resolved') throw new Refusal('case.already-resolved');
    if (chosen_event_id !== null && !row.facts.some((fact) => fact.event_id === chosen_event_id)) {
      throw new Refusal('case.unknown-fact', {
        errors: [fault('case.unknown-fact', 'Choose the event of one of the facts, or null.', 'chosen_event_id')],
      });
    }
    tx.record({ type: 'case-resolved', body: { case_id, chosen_event_id, note } });
  });
  return caseDetail(central, who.tenant_id, case_id);
});

export const CASE_CALLS = { ...CASE_QUERIES, ...HELD_CALLS, 'cases.resolve': resolveCase };
