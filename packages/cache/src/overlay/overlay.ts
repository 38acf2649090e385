import { parseEvent, type Applied, type LedgerEvent, type LedgerView, type RowChange } from '@serialbridge/core/ledger';
import { FEW_PENDING } from '@serialbridge/core/sync';
import type { Envelope } from '@serialbridge/protocol/envelope';
import type { Cursor } from '@serialbridge/protocol/sync';
import type { ChangedRow } from '../cache/apply-runs.ts';
import type { OpsFile } from '../ops/open-ops.ts';
import type { OverlaidEvents } from '../ops/overlaid-events.ts';
import type { ChangeCollector } from '../views/changed-keys.ts';
import { overlayWriter } from './overlay-writer.ts';

/** The one check and the one fold of core (`takeEvent`). */
export type FoldEvent = (view: LedgerView, event: LedgerEvent) => Applied;

/** How many events are folded in one go when folding was put off: so few that no scan waits for them. Each takes about as long as a scan. */
const PUT_OFF_LIMIT = 50;

/** An envelope as the fold takes it, whatever version wrote it; null: a type, version or body that this software doesn't know. */
function ledgerEventOf(envelope: Envelope): LedgerEvent | null {
  const parsed = parseEvent(envelope);
  return 'event' in parsed ? parsed.event : null;
}

/** The effects of own events that the cache does not show yet. */
export interface Overlay {
  /** Events of the log that could not be folded at start. */
  readonly unfolded: number;
  /** How many events stand in it. */
  count(): number;
  /** True while folding again is put off. */
  isStale(): boolean;
  /** An own fact may be missing in the overlay, because a full disk cut a rebuild short. `rebase` is due at once. */
  isLacking(): boolean;
  /** Folds the pending events again if that was put off. */
  rebase(): void;
  /** The cache lies on central's history: what central does not have is not in it and stands in the overlay. */
  addUnsent(): void;
  /** Central began another epoch: what it has acknowledged is in every snapshot of the new one. */
  adoptEpoch(epoch: string): void;
}

/** The overlay for the parts that change the event log and the cache: what they must call, and when. */
export interface OverlayKeeper extends Overlay {
  /** Folds one new event over the present and writes what it did. Inside the caller's transaction. */
  add(event: LedgerEvent, position: number): Applied;
  /** Before a scan is judged: makes good a rebuild that a full disk cut short. */
  complete(): void;
  /** The cache moved on to its present cursor: drops what it now shows. */
  settle(changed: () => readonly ChangedRow[]): void;
  /** Another cache stands in the place of the one before. */
  afterSwap(): void;
}

interface OverlayParts {
  readonly ops: OpsFile;
  readonly events: OverlaidEvents;
  readonly view: LedgerView;
  readonly fold: FoldEvent;
  /** Where the cache stands; null: it is empty. */
  readonly cursor: () => Cursor | null;
  /** Is given each row that shows something else now, or may; not those of `add`, whose caller knows them. */
  readonly changes: Pick<ChangeCollector, 'row'>;
}

/** Opens the overlay and makes it again from the log. The two files do not commit together, and cache.db may have fallen back in a power cut. */
export function openOverlay({
  ops: { db, writing },
  events,
  view,
  fold,
  cursor,
  changes,
}: OverlayParts): OverlayKeeper {
  const writer = overlayWriter(db);
  /** Folding again was put off: the rows stay, though they were folded over another cache. */
  let stale = false;
  /** A rebuild began and did not end; until it does the overlay may lack what the cache does not show. */
  let lacking = false;
  const waiting = db.prepare<[string], { found: number }>(
    `SELECT 1 AS found FROM live_held_event h LEFT JOIN live_case c ON c.case_id = h.case_id
     WHERE h.event_id = ? AND c."state" IS NOT 'resolved'`,
  );

  /**
   * A held event is in no version of the feed: its fact stays here until central has applied it, and its row is gone, or until a person has dismissed it
   * go, and its case is resolved.
   */
  const isWaiting = ({ event_id }: { readonly event_id: string }): boolean => waiting.get(event_id) !== undefined;
  const decidedHeld = (at: Cursor): number[] =>
    events
      .held(at)
      .filter((one) => !isWaiting(one))
      .map(({ position }) => position);
  /** It waits again in this cache: the cache stands before the decision. Should it stand before the event itself, `addBeyond` adds it. */
  const reopenedHeld = (): number[] =>
    events
      .releasedHeld()
      .filter(isWaiting)
      .map(({ position }) => position);

  const note = (rows: readonly ChangedRow[]): void => {
    for (const row of rows) changes.row(row);
  };

  /** Clears the overlay and folds every marked event over the cache, in the order of the log. Answers how many could not be folded. */
  const foldAll = (): number => {
    let failed = 0;
    note(writer.clear());
    for (const { envelope, position } of events.all()) {
      const event = ledgerEventOf(envelope);
      let made: readonly RowChange[] | null = null;
      try {
        made = event === null ? null : fold(view, event).changes;
      } catch {
        // One odd event must not keep the station from starting: it stays in the log, and central decides.
      }
      if (made === null) failed += 1;
      else {
        writer.write(made, position);
        note(made);
      }
    }
    stale = false;
    return failed;
  };

  /**
   * Makes the overlay again. First the events that belong in it are marked, then all of them are folded. Marking and folding are several commits,
   * and the disk may be full at any of them. So `lacking` is set before the first and taken back after the last, and no scan is judged by half an
   * overlay in between. Marks of the cache's own epoch and version alone release an effect that the cache shows. An effect that the cache does not
   * show any more is added again: a power cut can take the last commits of the cache (NORMAL) but not those of ops.db (FULL), so the cache may stand
   * before the version at which the effect was released. Without this an own scan would be nowhere, and the same unit could be taken twice.
   */
  const rebuild = (isOtherCache: boolean): number => {
    lacking = true;
    const at = cursor();
    if (isOtherCache || at === null) events.addUnsent();
    if (at !== null) {
      events.release(events.reached(at));
      events.addBeyond(at);
    }
    const failed = db
      .transaction(() => {
        events.add(reopenedHeld());
        return foldAll();
      })
      .immediate();
    lacking = false;
    return failed;
  };

  /** If the cache changed rows that pending events changed too, these events are folded again over the new rows. */
  const settleNow = (at: Cursor, changed: () => readonly ChangedRow[]): void => {
    const pending = events.count();
    if (pending === 0 && !stale) return;
    const released = [...events.reached(at), ...decidedHeld(at)];
    const remaining = pending - released.length;
    // More than that are not folded after every pull. They wait until the outbox has drained or `rebase` asks for it.
    if (remaining > (stale ? PUT_OFF_LIMIT : FEW_PENDING)) {
      // Keeping a row too long is safe, dropping it too early is not.
      events.release(released);
      stale ||= released.length > 0 || changed().length > 0;
      return;
    }
    const isTouched = stale || changed().some(({ entity, key }) => writer.has(entity, key));
    if (released.length === 0 && !isTouched) return;
    db.transaction(() => {
      events.release(released);
      if (remaining === 0) {
        note(writer.clear());
        stale = false;
      } else if (isTouched) foldAll();
      else note(writer.drop(released));
    }).immediate();
  };

  const unfolded = rebuild(false);
  return {
    unfolded,
    count: () => events.count(),
    isStale: () => lacking || stale,
    isLacking: () => lacking,
    rebase: () => {
      if (lacking || stale) rebuild(lacking);
    },
    addUnsent: () => {
      if (events.addUnsent() > 0) rebuild(false);
    },
    adoptEpoch: (epoch) => events.adoptEpoch(epoch),
    add: (event, position) => {
      const applied = fold(view, event);
      writer.write(applied.changes, position);
      return applied;
    },
    complete: () => {
      if (lacking) rebuild(true);
    },
    settle: (changed) => {
      const at = cursor();
      writing(() => {
        if (lacking) rebuild(true);
        else if (at !== null) settleNow(at, changed);
      });
    },
    /*
     * What the cache before showed, or was thought to show, and this one does not must be folded before the next scan, so the marks are set
     * first. If none had to be set, the rows that stand are right as they are, though a few too many: what this cache shows of them leaves
     * with the pulls that follow. After a first snapshot that took minutes of scans there may be thousands, and folding all of them now would
     * hold up the next scan; so that is put off. Never when they are few, and never when a decided case is open again.
     */
    afterSwap: () => {
      lacking = true;
      const at = cursor();
      const added = events.addUnsent() + (at === null ? 0 : events.addBeyond(at));
      const canWait = at !== null && added === 0 && events.count() > PUT_OFF_LIMIT && reopenedHeld().length === 0;
      if (canWait) stale = true;
      else rebuild(true);
      lacking = false;
    },
  };
}
