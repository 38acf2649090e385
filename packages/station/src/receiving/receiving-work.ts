import { DocumentKind, Id, Quantity } from '@serialbridge/core/model';
import {
  RECEIVING_PHASES,
  RECEIVING_START,
  type Counted,
  type ReceivingMachine,
  type ReceivingSession,
} from '@serialbridge/core/receiving';
import { z } from 'zod';
import type { HostContext } from '../contract/host-context.ts';
import { Work } from '../work/work.ts';
import { ReceivingDraft } from './receiving-draft.ts';

const State = z.object({
  phase: z.enum(RECEIVING_PHASES),
  session: z
    .object({
      receiving_session_id: Id,
      document_kind: DocumentKind,
      document_id: Id,
      warehouse_id: Id,
      recorded: z.boolean(),
    })
    .nullable(),
  current_line_id: Id.nullable(),
  entry: z.enum(['counting', 'filling']),
  bin_id: Id.nullable(),
});

const Undone = z.object({
  receipt_line_id: Id,
  line_id: Id,
  product_id: Id,
  quantity: Quantity,
  unit_ids: z.array(Id),
});

export type ReceivingWork = Work<ReceivingMachine, Counted, ReceivingDraft>;

export function receivingWork(context: HostContext): ReceivingWork {
  /** Undefined: nothing of it is recorded, or its rows are not here. */
  const stateOf = ({ receiving_session_id }: ReceivingSession): string | undefined =>
    context.ledger.view.row('receiving_session', receiving_session_id)?.state;
  return new Work<ReceivingMachine, Counted, ReceivingDraft>(context, {
    topic: 'receiving',
    shown: ['policy_value', 'bin'],
    start: RECEIVING_START,
    state: State,
    undone: Undone,
    subjectOf: ({ session }) => session?.receiving_session_id ?? null,
    load: ({ session }) => {
      if (session === null) return null;
      const goesOn = (stateOf(session) ?? (session.recorded ? 'gone' : 'draft')) === 'draft';
      return goesOn ? new ReceivingDraft(context, session) : null;
    },
    goOn: (state) => (state.session !== null && (stateOf(state.session) ?? 'draft') === 'draft' ? state : null),
    unitOf: (events) => {
      const counted = events.find((event) => event.type === 'receipt-line-counted');
      const [unit, ...others] = counted?.body.units ?? [];
      return unit !== undefined && others.length === 0 ? unit.unit_id : null;
    },
  });
}
