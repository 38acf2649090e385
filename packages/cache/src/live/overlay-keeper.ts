import { parseEvent, type Applied, type LedgerEvent, type LedgerView, type RowChange } from '@serialbridge/core/ledger';
import { FEW_PENDING } from '@serialbridge/core/sync';
import type { Envelope } from '@serialbridge/protocol/envelope';
import type { CacheChange } from '../cache/cache-writer.ts';
import type { EventLog } from '../ops/event-log.ts';
import type { OverlayWriter } from '../ops/overlay-writer.ts';
import type { Sqlite } from '../sqlite.ts';

/** The one fold of core (`applyEvent`). */
export type FoldEvent = (view: LedgerView, event: LedgerEvent) => Applied;

/** Once it was put off: only so few that no scan waits for them. Each takes about as long as a scan. */
const PUT_OFF_LIMIT = 50;

/** An envelope as the fold takes it, whatever version wrote it; null: a type, version or body that this software doesn't know. */
function ledgerEventOf(envelope: Envelope): LedgerEvent | null {
  const parsed = parseEvent(envelope);
  return 'event' in parsed ? parsed.event : null;
}

export interface OverlayKeeper {
  /** Folds one new event over the present and writes what it did. Inside the caller's transaction. */
  add(event: LedgerEvent, position: number): Applied;
  /** Makes the overlay again from every event that the cache does not show yet. Answers how many could not be folded. */
  rebuild(): number;
  /**
   * After the cache moved to `at`: drops what it now shows. If it changed rows that pending events changed too, these are folded again over the new ground.
   */
  settle(
    at: { readonly epoch: string; readonly version: number },
    changed: readonly Pick<CacheChange, 'entity' | 'key'>[],
  ): void;
  /**
   * The cache is another one, and nothing came to the overlay by that: its rows stay as they are, and what the new cache shows of them leaves with the
   * pulls that follow. For a first snapshot that took minutes of scans: folding all of them again would hold up the next. False: they are few, or a
   * decided case is open again; then `rebuild` is due.
   */
  putOff(): boolean;
  /** True while folding again was put off. */
  readonly isStale: () => boolean;
  count(): number;
}

export function overlayKeeper(
  db: Sqlite,
  log: EventLog,
  writer: OverlayWriter,
  view: LedgerView,
  fold: FoldEvent,
): OverlayKeeper {
  let stale = false;
  const caseOfHeld = db.prepare<[string], { found: number }>(
    `SELECT 1 AS found FROM live_case WHERE state = 'resolved' AND rule = 'case.event-held' AND instr(facts, ?) > 0 LIMIT 1`,
  );

  const refold = (): number => {
    let failed = 0;
    writer.clear();
    for (const { envelope, position } of log.overlaid()) {
      const event = ledgerEventOf(envelope);
      if (event === null) {
        failed += 1;
        continue;
      }
      let changes: readonly RowChange[];
      try {
        changes = fold(view, event).changes;
      } catch {
        // One odd event must not keep the station from starting: it stays in the log, and central decides.
        failed += 1;
        continue;
      }
      writer.write(changes, position);
    }
    stale = false;
    return failed;
  };

  /** A held event is in no version of the feed. Its fact stays here until a person has dealt with its case. */
  const settledHeld = (): number[] =>
    log
      .held(true)
      .filter(({ event_id }) => caseOfHeld.get(event_id) !== undefined)
      .map(({ position }) => position);
  /** The case is open again in this cache, or not in it: it stands before the decision. */
  const unsettledHeld = (): number[] =>
    log
      .held(false)
      .filter(({ event_id }) => caseOfHeld.get(event_id) === undefined)
      .map(({ position }) => position);

  return {
    add: (event, position) => {
      const applied = fold(view, event);
      writer.write(applied.changes, position);
      return applied;
    },
    rebuild: () =>
      db
        .transaction(() => {
          const again = unsettledHeld();
          if (again.length > 0) log.overlay(again);
          return refold();
        })
        .immediate(),
    settle: ({ epoch, version }, changed) => {
      const pending = log.countOverlaid();
      if (pending === 0 && !stale) return;
      const released = [...log.reached(epoch, version), ...settledHeld()];
      const remaining = pending - released.length;
      // More are not folded after every pull, but when the outbox has drained or `rebase` asks for it.
      if (remaining > (stale ? PUT_OFF_LIMIT : FEW_PENDING)) {
        // Keeping a row too long is safe, dropping it too early is not.
        if (released.length > 0) log.release(released);
        stale ||= released.length > 0 || changed.length > 0;
        return;
      }
      const touched = stale || changed.some(({ entity, key }) => writer.has(entity, key));
      if (released.length === 0 && !touched) return;
      db.transaction(() => {
        if (released.length > 0) log.release(released);
        if (remaining === 0) {
          writer.clear();
          stale = false;
        } else if (touched) refold();
        else writer.drop(released);
      }).immediate();
    },
    putOff: () => {
      if (log.countOverlaid() <= PUT_OFF_LIMIT || unsettledHeld().length > 0) return false;
      stale = true;
      return true;
    },
    isStale: () => stale,
    count: () => log.countOverlaid(),
  };
}
