import type { OpsFile } from './open-ops.ts';

/** Acknowledged events stay at least this long, whatever central says. */
export const KEPT_MS: number = 90 * 24 * 60 * 60 * 1000;
/** Events deleted in one transaction: a scan that comes meanwhile waits for one of these at most. */
const AT_ONCE = 500;

interface BackedUp {
  readonly incarnation: string;
  /** Central's last known backup holds this chain up to here. */
  readonly seq: number;
}

export interface Retention {
  /** What central's backups hold, as central reported last. It may be less than before. Then fewer events may be deleted. */
  noteBackedUp(given: readonly BackedUp[]): void;
  /**
   * Deletes the oldest events of one chain, up to the first that must stay. An event may go if it was acknowledged before `now - KEPT_MS`, is backed up
   * and is in no overlay. The last event of a chain always stays, because the next one needs its hash. One small transaction. Returns how many were
   * deleted, 0 when none may.
   */
  prune(now: number): number;
  /** Seq of the last event of this incarnation that was pruned; 0: none was. */
  prunedTo(incarnation: string): number;
}

interface Candidate {
  readonly position: number;
  readonly seq: number;
  readonly acknowledged_at: number | null;
  readonly overlaid: number;
}

export function retention({ db }: OpsFile): Retention {
  // Another central's marks stay: it alone can say what its backups hold.
  const forget = db.prepare('DELETE FROM backed_up WHERE incarnation IN own_chain');
  const note = db.prepare<[string, number]>('INSERT OR REPLACE INTO backed_up (incarnation, seq) VALUES (?, ?)');
  const known = db.prepare<[], BackedUp>('SELECT incarnation, seq FROM backed_up');
  const ownMarks = db.prepare<[], BackedUp>('SELECT incarnation, seq FROM backed_up WHERE incarnation IN own_chain');
  const isOwn = db.prepare<[string]>('SELECT 1 FROM own_chain WHERE incarnation = ?');
  const last = db.prepare<[string], { seq: number | null }>('SELECT max(seq) AS seq FROM event WHERE incarnation = ?');
  const first = db.prepare<[string], { seq: number | null }>('SELECT min(seq) AS seq FROM event WHERE incarnation = ?');
  const oldest = db.prepare<[string, number, number], Candidate>(
    'SELECT position, seq, acknowledged_at, overlaid FROM event WHERE incarnation = ? AND seq <= ? ORDER BY seq LIMIT ?',
  );
  const drop = db.prepare<[string, number]>('DELETE FROM event WHERE incarnation = ? AND seq <= ?');

  const noteBackedUp = db.transaction((given: readonly BackedUp[]) => {
    forget.run();
    for (const { incarnation, seq } of given) note.run(incarnation, seq);
  });
  const pruneChain = (before: number, { incarnation, seq }: BackedUp): number => {
    const limit = Math.min(seq, (last.get(incarnation)?.seq ?? 0) - 1);
    let to = 0;
    for (const one of oldest.all(incarnation, limit, AT_ONCE)) {
      if (one.acknowledged_at === null || one.acknowledged_at > before || one.overlaid !== 0) break;
      to = one.seq;
    }
    return to === 0 ? 0 : drop.run(incarnation, to).changes;
  };
  return {
    noteBackedUp: (named) => {
      const given = named.filter(({ incarnation }) => isOwn.get(incarnation) !== undefined);
      const same = ownMarks.all();
      if (
        same.length === given.length &&
        given.every((one) => same.some(({ incarnation, seq }) => incarnation === one.incarnation && seq === one.seq))
      )
        return;
      noteBackedUp.immediate(given);
    },
    prune: (now) => {
      for (const chain of known.all()) {
        const count = pruneChain(now - KEPT_MS, chain);
        if (count > 0) return count;
      }
      return 0;
    },
    prunedTo: (incarnation) => Math.max(0, (first.get(incarnation)?.seq ?? 1) - 1),
  };
}
