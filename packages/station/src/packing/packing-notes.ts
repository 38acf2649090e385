import { Id, Quantity, ShortText } from '@serialbridge/core/model';
import { PACKING_PHASES, type Packed, type PackingMachine } from '@serialbridge/core/packing';
import type { LastScan } from '@serialbridge/protocol/station';
import { z } from 'zod';
import type { HostContext } from '../contract/host-context.ts';
import { DraftNotes } from '../work/draft-notes.ts';
import { PackingDraft } from './packing-draft.ts';

const Entry = z.object({
  package_unit_id: Id,
  package_id: Id,
  order_line_id: Id,
  unit_id: Id.nullable(),
  quantity: Quantity,
});

const Kept = z.object({
  phase: z.enum(PACKING_PHASES),
  order_id: Id.nullable(),
  current_line_id: Id.nullable(),
  current_package_id: Id.nullable(),
  tracking: z.record(Id, ShortText),
  reweigh: z.array(Id),
});

export function packingNotes(context: HostContext): DraftNotes<Packed> {
  return new DraftNotes<Packed>(context.record, 'packing', Entry);
}

/** The order as it stood before the restart; null: none, or it is not here any more. */
export function restorePacking(
  context: HostContext,
  notes: DraftNotes<Packed>,
): { readonly state: PackingMachine; readonly draft: PackingDraft; readonly scans: readonly LastScan[] } | null {
  const restored = notes.restore();
  const kept = Kept.safeParse(restored?.state);
  if (restored === null || !kept.success || kept.data.order_id === null) return null;
  try {
    const draft = new PackingDraft(context, kept.data.order_id);
    return { state: { ...kept.data, undo: restored.undo }, draft, scans: restored.scans };
  } catch (error) {
    context.log.warn({ err: error }, 'the open order could not be restored');
    return null;
  }
}
