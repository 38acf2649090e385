import { Envelope, ZERO_HASH } from '@serialbridge/protocol/envelope';
import type { OpsFile } from './open-ops.ts';

/** Where the chain ends: the next event gets `seq + 1`, and `hash` as its prev_hash. */
export interface Head {
  readonly incarnation: string;
  readonly seq: number;
  readonly hash: string;
}

/** The chains of this file: what was recorded, in order and linked by hashes. */
export interface EventLog {
  head(): Head;
  /** Begins a new chain, because this station's history was found to be a clone or a restored backup. The old chain's events stay and are sent under its name. */
  beginIncarnation(): Head;
  /** Stores a sealed envelope, overlaid, and moves the head. Inside the caller's transaction. Answers its position. */
  insert(envelope: Envelope, text: string): number;
  /** Incarnations of this station's events that were recorded for the central of the present pairing, oldest first. */
  incarnationsOf(station_id: string): readonly string[];
  /** Hash of one's own event, to compare with what central has; null: no such event. Also of the last that was pruned, by the one after it. */
  hashAt(incarnation: string, seq: number): string | null;
  /** The last of one's own events of this incarnation; 0: none is here. */
  lastSeq(incarnation: string): number;
}

/**
 * Opens the log and finds its head. A new incarnation begins when there is none, or when the file is not the one that the chain was begun on
 * (another inode or time of birth): a copied folder and the original must not write two histories under one name. A wrong guess costs
 * nothing but a new chain. A disk that was cloned as a whole looks the same from here; central finds that out by the hashes.
 */
export function eventLog({ db, file_id, writing }: OpsFile, newId: () => string): EventLog {
  const head = db.prepare<[], Head>('SELECT incarnation, seq, hash FROM head');
  const insert = db.prepare<[string, number, string, string, number, string]>(
    'INSERT INTO event (incarnation, seq, event_id, station_id, captured_at, envelope, overlaid) VALUES (?, ?, ?, ?, ?, ?, 1)',
  );
  const moveHead = db.prepare<[number, string]>('UPDATE head SET seq = ?, hash = ? WHERE only = 1');
  // The index leads from one incarnation to the next. A log of a million events has a handful of them.
  const incarnationsOf = db.prepare<[string], { incarnation: string }>(
    `WITH RECURSIVE known (incarnation) AS (
       SELECT min(incarnation) FROM event
       UNION ALL SELECT (SELECT min(incarnation) FROM event WHERE event.incarnation > known.incarnation) FROM known
       WHERE incarnation IS NOT NULL)
     SELECT incarnation FROM known WHERE incarnation IN own_chain
     AND (SELECT station_id FROM event WHERE event.incarnation = known.incarnation ORDER BY seq LIMIT 1) = ?`,
  );
  const one = db.prepare<[string, number], { envelope: string }>(
    'SELECT envelope FROM event WHERE incarnation = ? AND seq = ?',
  );
  const last = db.prepare<[string], { seq: number | null }>('SELECT max(seq) AS seq FROM event WHERE incarnation = ?');

  const begin = db.transaction((): Head => {
    const begun: Head = { incarnation: newId(), seq: 0, hash: ZERO_HASH };
    db.prepare('INSERT OR REPLACE INTO head (only, incarnation, seq, hash) VALUES (1, ?, 0, ?)').run(
      begun.incarnation,
      begun.hash,
    );
    db.prepare(
      `INSERT INTO chain VALUES (?, (SELECT json_extract(value, '$') FROM identity WHERE name = 'central_key'))`,
    ).run(begun.incarnation);
    db.prepare(`INSERT OR REPLACE INTO meta VALUES ('file_id', ?)`).run(file_id);
    return begun;
  });
  const log: EventLog = {
    head: () => head.get() ?? log.beginIncarnation(),
    beginIncarnation: () => writing(() => begin.immediate()),
    insert: (envelope, text) => {
      const { incarnation, seq, event_id, station_id, captured_at, hash } = envelope;
      const { lastInsertRowid } = insert.run(incarnation, seq, event_id, station_id, captured_at, text);
      moveHead.run(seq, hash);
      return Number(lastInsertRowid);
    },
    incarnationsOf: (station_id) => incarnationsOf.all(station_id).map(({ incarnation }) => incarnation),
    hashAt: (incarnation, seq) => {
      const text = one.get(incarnation, seq)?.envelope;
      if (text !== undefined) return Envelope.parse(JSON.parse(text)).hash;
      const next = one.get(incarnation, seq + 1)?.envelope;
      return next === undefined ? null : Envelope.parse(JSON.parse(next)).prev_hash;
    },
    lastSeq: (incarnation) => last.get(incarnation)?.seq ?? 0,
  };
  const known = db.prepare<[], { value: string }>(`SELECT value FROM meta WHERE name = 'file_id'`).get()?.value;
  if (known !== file_id) log.beginIncarnation();
  return log;
}
