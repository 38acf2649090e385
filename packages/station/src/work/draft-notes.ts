import { LastScan } from '@serialbridge/protocol/station';
import { z } from 'zod';
import type { Notes } from '../contract/host-context.ts';

/** More slots than a machine keeps undo entries, so that a free one is always found. */
const SLOTS = 64;

const Machine = z.object({ state: z.record(z.string(), z.json()), slots: z.array(z.int()) });

export interface Restored<E> {
  /** The machine's state without its undo list. */
  readonly state: unknown;
  readonly undo: readonly E[];
  readonly scans: readonly LastScan[];
}

/**
 * A machine's state in the notes of ops.db, written in the transaction of the events it belongs to. Each undo entry has a slot of its
 * own: a scan then writes its entry and a few numbers, not fifty entries over again (one of which may hold a paste of 10,000 serials).
 */
export class DraftNotes<E extends object> {
  readonly #kept: Notes;
  readonly #name: string;
  readonly #entry: z.ZodType<E>;
  #slots: ReadonlyMap<E, number> = new Map();

  constructor(kept: Notes, name: string, entry: z.ZodType<E>) {
    this.#kept = kept;
    this.#name = name;
    this.#entry = entry;
  }

  /** The notes to keep with this state, and what to call once they are on disk. `scan`: the scan that made the newest entry. */
  plan(
    state: { readonly undo: readonly E[] },
    scan: LastScan | null,
  ): { readonly notes: Readonly<Record<string, unknown>>; readonly kept: () => void } {
    const slots = new Map<E, number>();
    const used = new Set<number>();
    for (const entry of state.undo) {
      const slot = this.#slots.get(entry);
      if (slot === undefined) continue;
      slots.set(entry, slot);
      used.add(slot);
    }
    const notes: Record<string, unknown> = {};
    for (const entry of state.undo) {
      if (slots.has(entry)) continue;
      const slot = freeSlot(used);
      used.add(slot);
      slots.set(entry, slot);
      notes[`${this.#name}.undo.${slot}`] = { entry, scan };
    }
    const { undo, ...rest } = state;
    notes[`${this.#name}.machine`] = { state: rest, slots: undo.map((entry) => slots.get(entry)) };
    const kept = (): void => {
      this.#slots = slots;
    };
    return { notes, kept };
  }

  /** What was kept before; null: nothing that this software can read. */
  restore(): Restored<E> | null {
    const machine = Machine.safeParse(this.#kept.recall(`${this.#name}.machine`));
    if (!machine.success) return null;
    const Slot = z.object({ entry: this.#entry, scan: LastScan.nullable() });
    const slots = new Map<E, number>();
    const scans: LastScan[] = [];
    for (const slot of machine.data.slots) {
      const kept = Slot.safeParse(this.#kept.recall(`${this.#name}.undo.${slot}`));
      if (!kept.success) continue;
      slots.set(kept.data.entry, slot);
      if (kept.data.scan !== null) scans.push(kept.data.scan);
    }
    this.#slots = slots;
    return { state: machine.data.state, undo: [...slots.keys()], scans };
  }
}

function freeSlot(used: ReadonlySet<number>): number {
  let slot = 0;
  while (used.has(slot)) slot += 1;
  if (slot >= SLOTS) throw new RangeError(`more than ${SLOTS} undo entries are kept`);
  return slot;
}
