import { applyEvent, type LedgerEvent, MemoryView } from '@serialbridge/core/ledger';

/**
 * The present out of the events alone, in the order in which they were stored. An event that is held is tried again after each later
 * one that took effect, oldest first, as central does.
 */
export function rebuild(events: Iterable<LedgerEvent>): MemoryView {
  const view = new MemoryView();
  let held: LedgerEvent[] = [];
  const take = (event: LedgerEvent): boolean => {
    const applied = applyEvent(view, event);
    if (applied.outcome === 'held') return false;
    view.apply(applied.changes);
    view.note(event);
    return true;
  };
  for (const event of events) {
    if (!take(event)) {
      held.push(event);
      continue;
    }
    for (let again = held.length > 0; again;) {
      const left = held.filter((waiting) => !take(waiting));
      again = left.length < held.length && left.length > 0;
      held = left;
    }
  }
  return view;
}
