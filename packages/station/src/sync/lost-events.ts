import type { StationStore } from '@serialbridge/cache';
import { z } from 'zod';

type Noted = Pick<StationStore, 'log' | 'outbox' | 'retention' | 'notes'>;

/** Own events that central lost after they had been pruned here. Only a newer backup of central, or an exported outbox, may still have them. */
export interface LostEvents {
  readonly incarnation: string;
  readonly first: number;
  readonly last: number;
}

const NOTE = 'sync.events-missing';
const Lost = z.object({ incarnation: z.string(), first: z.number(), last: z.number() });

/**
 * Central stands before the oldest event that is still here: it was restored from a backup older than one it had reported. What is here is sent
 * again (central takes it although it does not follow, and opens a case), and new events begin a chain of their own, so that nothing waits for
 * what cannot come. Null: nothing is missing.
 */
export function giveUpPruned(store: Noted, durable_seq: number): LostEvents | null {
  const { incarnation } = store.log.head();
  const last = store.retention.prunedTo(incarnation);
  if (durable_seq >= last) return null;
  const lost = { incarnation, first: durable_seq + 1, last };
  store.outbox.rewind(incarnation, durable_seq);
  store.log.beginIncarnation();
  store.notes.write({ [NOTE]: lost });
  return lost;
}

/** What a person must know as long as events are missing; null: nothing. */
export function readLost(store: Noted): LostEvents | null {
  const kept = Lost.safeParse(store.notes.read(NOTE));
  return kept.success ? kept.data : null;
}

/** Central said again how far it holds the chain. When it holds what was lost, the note is deleted. */
export function recheckLost(store: Noted, backed_up: readonly { incarnation: string; seq: number }[]): void {
  const lost = readLost(store);
  if (lost !== null && backed_up.some(({ incarnation, seq }) => incarnation === lost.incarnation && seq >= lost.last))
    store.notes.write({ [NOTE]: null });
}
