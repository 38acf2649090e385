import { DocumentKind, Id, Quantity } from '@serialbridge/core/model';
import { RECEIVING_PHASES, type Counted, type ReceivingMachine } from '@serialbridge/core/receiving';
import type { LastScan } from '@serialbridge/protocol/station';
import { z } from 'zod';
import type { HostContext } from '../contract/host-context.ts';
import { DraftNotes } from '../work/draft-notes.ts';
import { ReceivingDraft } from './receiving-draft.ts';

const Entry = z.object({
  receipt_line_id: Id,
  line_id: Id,
  product_id: Id,
  quantity: Quantity,
  unit_ids: z.array(Id),
});

const Kept = z.object({
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

export function receivingNotes(context: HostContext): DraftNotes<Counted> {
  return new DraftNotes<Counted>(context.record, 'receiving', Entry);
}

/** The work as it stood before the restart; null: none, or it can't be gone on with (saved elsewhere, document gone). */
export function restoreReceiving(
  context: HostContext,
  notes: DraftNotes<Counted>,
): { readonly state: ReceivingMachine; readonly draft: ReceivingDraft; readonly scans: readonly LastScan[] } | null {
  const restored = notes.restore();
  const kept = Kept.safeParse(restored?.state);
  if (restored === null || !kept.success || kept.data.session === null) return null;
  const { session } = kept.data;
  const row = context.ledger.view.row('receiving_session', session.receiving_session_id);
  if (row === undefined ? session.recorded : row.state !== 'draft') return null;
  try {
    const draft = new ReceivingDraft(context, session);
    return { state: { ...kept.data, undo: restored.undo }, draft, scans: restored.scans };
  } catch (error) {
    context.log.warn({ err: error }, 'the open document could not be restored');
    return null;
  }
}
