import { Id, Quantity, ShortText } from '@serialbridge/core/model';
import { PACKING_PHASES, PACKING_START, type Packed, type PackingMachine } from '@serialbridge/core/packing';
import { z } from 'zod';
import type { HostContext } from '../contract/host-context.ts';
import { Work } from '../work/work.ts';
import { PackingDraft } from './packing-draft.ts';

const State = z.object({
  phase: z.enum(PACKING_PHASES),
  order_id: Id.nullable(),
  current_line_id: Id.nullable(),
  current_package_id: Id.nullable(),
  tracking: z.record(Id, ShortText),
  reweigh: z.array(Id),
});

const Undone = z.object({
  package_unit_id: Id,
  package_id: Id,
  order_line_id: Id,
  unit_id: Id.nullable(),
  quantity: Quantity,
});

export type PackingWork = Work<PackingMachine, Packed, PackingDraft>;

export function packingWork(context: HostContext): PackingWork {
  return new Work<PackingMachine, Packed, PackingDraft>(context, {
    topic: 'packing',
    shown: ['policy_value', 'rate'],
    start: PACKING_START,
    state: State,
    undone: Undone,
    subjectOf: ({ order_id }) => order_id,
    load: ({ order_id }) => (order_id === null ? null : new PackingDraft(context, order_id)),
    // What somebody else took out of its box can't be taken out again.
    goOn: (state, draft) => {
      const undo = state.undo.filter((packed) => draft.item(packed.package_unit_id) !== undefined);
      return undo.length < state.undo.length ? { ...state, undo } : state;
    },
    unitOf: (events) => events.find((event) => event.type === 'unit-packed')?.body.unit_id ?? null,
  });
}
