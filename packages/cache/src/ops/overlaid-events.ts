import type { Envelope } from '@serialbridge/protocol/envelope';
import type { Cursor } from '@serialbridge/protocol/sync';
import type { OpsFile } from './open-ops.ts';

type FeedVersion = Pick<Cursor, 'epoch' | 'version'>;

/** Which events have their effect in the overlay, because the cache does not show it yet. A mark on each event of the log. */
export interface OverlaidEvents {
  all(): Generator<{ readonly position: number; readonly envelope: Envelope }>;
  count(): number;
  /** Positions of those whose effect the cache shows at this version. */
  reached(at: FeedVersion): number[];
  /** Held events whose effect stands in the overlay, of which a cache at this version says whether they wait. */
  held(at: FeedVersion): readonly { readonly position: number; readonly event_id: string }[];
  /** Held events whose effect does not stand in the overlay any more. */
  releasedHeld(): readonly { readonly position: number; readonly event_id: string }[];
  add(positions: readonly number[]): void;
  /** Every event that central does not have: the cache cannot show it. Answers how many were added. */
  addUnsent(): number;
  /** The cache stands at this version only: what it showed beyond is added again. Answers how many were. */
  addBeyond(at: FeedVersion): number;
  release(positions: readonly number[]): void;
  /** Central began another epoch: what it has acknowledged is in every snapshot of the new one. */
  adoptEpoch(epoch: string): void;
}

export function overlaidEvents({ db, writing }: OpsFile): OverlaidEvents {
  const after = db.prepare<[number], { position: number; envelope: string }>(
    'SELECT position, envelope FROM event WHERE overlaid = 1 AND position > ? ORDER BY position LIMIT 200',
  );
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM event WHERE overlaid = 1');
  const reached = db.prepare<[string, number], { position: number }>(
    `SELECT position FROM event WHERE overlaid = 1 AND acknowledged_at IS NOT NULL AND epoch = ? AND version <= ?
     AND outcome IS NOT 'held' ORDER BY position`,
  );
  const held = db.prepare<[string, number], { position: number; event_id: string }>(
    `SELECT position, event_id FROM event WHERE overlaid = 1 AND outcome = 'held' AND acknowledged_at IS NOT NULL
     AND epoch = ? AND version <= ? ORDER BY position`,
  );
  const releasedHeld = db.prepare<[], { position: number; event_id: string }>(
    `SELECT position, event_id FROM event WHERE overlaid = 0 AND outcome = 'held' ORDER BY position`,
  );
  const mark = db.prepare<[number, string]>(
    'UPDATE event SET overlaid = ? WHERE position IN (SELECT value FROM json_each(?))',
  );
  const forgetShown = db.prepare<[]>(
    'UPDATE event SET shown_epoch = NULL, shown_version = NULL WHERE shown_epoch IS NOT NULL',
  );
  const addUnsent = db.prepare<[]>('UPDATE event SET overlaid = 1 WHERE acknowledged_at IS NULL AND overlaid = 0');
  const addBeyond = db.prepare<[string, number, string, number]>(
    `UPDATE event SET overlaid = 1 WHERE overlaid = 0
     AND (epoch = ? AND version > ? AND shown_epoch IS NULL OR shown_epoch = ? AND shown_version > ?)`,
  );
  const adopt = db.prepare<[string, string]>(
    'UPDATE event SET epoch = ?, version = 0 WHERE overlaid = 1 AND acknowledged_at IS NOT NULL AND epoch <> ?',
  );
  return {
    all: function* () {
      let position = 0;
      for (;;) {
        const rows = after.all(position);
        for (const row of rows) {
          // What is stored was sealed here; its shape was checked then.
          yield { position: row.position, envelope: JSON.parse(row.envelope) as Envelope };
          position = row.position;
        }
        if (rows.length === 0) return;
      }
    },
    count: () => count.get()?.n ?? 0,
    reached: ({ epoch, version }) => reached.all(epoch, version).map(({ position }) => position),
    held: ({ epoch, version }) => held.all(epoch, version),
    releasedHeld: () => releasedHeld.all(),
    add: (positions) => {
      mark.run(1, JSON.stringify(positions));
    },
    addUnsent: () =>
      writing(() => {
        forgetShown.run();
        return addUnsent.run().changes;
      }),
    addBeyond: ({ epoch, version }) => writing(() => addBeyond.run(epoch, version, epoch, version).changes),
    release: (positions) => {
      mark.run(0, JSON.stringify(positions));
    },
    /*
     * An acknowledgement names a version of the epoch that was; the new epoch counts its versions anew, so the cache would never be said to
     * reach it, and the effect would stand in the overlay for ever. Only what is still acknowledged is adopted, so the comparison of chains
     * must have rewound what central lost before this is called: adopted first, a lost event would leave the overlay with the next snapshot,
     * which does not have it.
     */
    adoptEpoch: (epoch) => {
      writing(() => adopt.run(epoch, epoch));
    },
  };
}
