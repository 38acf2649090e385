import type { Outcome } from '@serialbridge/core/ledger';
import { Envelope } from '@serialbridge/protocol/envelope';
import type { Sqlite } from '../sqlite.ts';

/** Events of one incarnation, in order, ready to be sent: texts as they are stored. */
export interface OutboxBatch {
  readonly incarnation: string;
  readonly events: readonly { readonly seq: number; readonly event_id: string; readonly text: string }[];
  /** Sum of the texts' UTF-8 bytes. */
  readonly bytes: number;
  /** More of the incarnation follow, that the limits left out. */
  readonly is_full: boolean;
  /** Nothing of the incarnation before the first is here any more (see retention.ts). */
  readonly is_oldest: boolean;
}

export interface OutcomeOf {
  readonly event_id: string;
  readonly outcome: Outcome;
  readonly held_reason: string | null;
  readonly case_ids: readonly string[];
}

export interface Acknowledgement {
  readonly incarnation: string;
  /** Central has everything up to here. */
  readonly durable_seq: number;
  readonly epoch: string;
  /** The feed version that carries their effect. */
  readonly version: number;
  readonly outcomes: readonly OutcomeOf[];
  /** Station's clock. */
  readonly at: number;
}

/** A place in the feed. */
interface Place {
  readonly epoch: string;
  readonly version: number;
}

interface LoggedEvent {
  readonly position: number;
  readonly envelope: Envelope;
}

export interface Unsent {
  readonly incarnation: string;
  readonly station_id: string;
  readonly count: number;
  readonly first_seq: number;
}

export interface EventLog {
  /** Stores a sealed envelope, overlaid, and moves the head. Inside the caller's transaction. Answers its position. */
  insert(envelope: Envelope, text: string): number;
  /** What is not acknowledged, oldest incarnation first. */
  unsent(): readonly Unsent[];
  countUnsent(): number;
  /** The event to send next of those made by this station; null: none. Quick however many there are. */
  nextUnsent(station_id: string): { readonly incarnation: string; readonly seq: number } | null;
  oldestUnsentAt(): number | null;
  batch(
    incarnation: string,
    after_seq: number,
    limits: { readonly events: number; readonly bytes: number },
  ): OutboxBatch;
  /** Marks events acknowledged. One commit. */
  acknowledge(given: Acknowledgement): void;
  /**
   * Central lost what came after `durable_seq`: those events are unsent again. Answers how many. They stand in the overlay again, save
   * those that the cache shows at `shown`: folded over their own effects they would count twice. `overlayUnsent` follows once it is gone.
   */
  rewind(incarnation: string, durable_seq: number, shown: Place | null): number;
  /** Every event that central does not have stands in the overlay: the cache cannot show it. Answers how many did not. */
  overlayUnsent(): number;
  /** The cache stands at this place only: what it showed beyond stands in the overlay again. Answers how many events. */
  overlayBeyond(at: Place): number;
  /** Incarnations of this station's events, oldest first. */
  incarnationsOf(station_id: string): readonly string[];
  /** Central began another epoch: what it has acknowledged is in every snapshot of the new one. */
  adoptEpoch(epoch: string): void;
  /** Hash of one's own event, to compare with what central has; null: no such event. Also of the last that was pruned, by the one after it. */
  hashAt(incarnation: string, seq: number): string | null;
  /** The last of one's own events of this incarnation; 0: none is here. */
  lastSeq(incarnation: string): number;
  /** Envelopes of one incarnation that central has not acknowledged, as stored, in order. */
  unsentTexts(incarnation: string): string[];
  overlaid(): Generator<LoggedEvent>;
  countOverlaid(): number;
  /** Positions of overlaid events whose effect the cache shows at this place of the feed. */
  reached(epoch: string, version: number): number[];
  /** Held events whose effect stands in the overlay, or those whose effect does not. */
  held(overlaid: boolean): readonly { readonly position: number; readonly event_id: string }[];
  release(positions: readonly number[]): void;
  overlay(positions: readonly number[]): void;
}

interface EventRow {
  readonly position: number;
  readonly seq: number;
  readonly event_id: string;
  readonly envelope: string;
}

/** The cache that stands at ($epoch, $version) shows the event's effect. */
const SHOWN = `(coalesce(shown_epoch, epoch) = $epoch AND coalesce(shown_version, version) <= $version AND outcome IS NOT 'held')`;

export function eventLog(db: Sqlite): EventLog {
  const insert = db.prepare<[string, number, string, string, number, string]>(
    'INSERT INTO event (incarnation, seq, event_id, station_id, captured_at, envelope, overlaid) VALUES (?, ?, ?, ?, ?, ?, 1)',
  );
  const moveHead = db.prepare<[number, string]>('UPDATE head SET seq = ?, hash = ? WHERE only = 1');
  const unsent = db.prepare<[], Unsent>(
    `SELECT incarnation, station_id, count(*) AS count, min(seq) AS first_seq FROM event WHERE acknowledged_at IS NULL
     GROUP BY incarnation, station_id ORDER BY min(position)`,
  );
  const oldest = db.prepare<[], { at: number }>(
    'SELECT captured_at AS at FROM event WHERE acknowledged_at IS NULL ORDER BY position LIMIT 1',
  );
  const countUnsent = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM event WHERE acknowledged_at IS NULL');
  const nextUnsent = db.prepare<[string], { incarnation: string; seq: number }>(
    'SELECT incarnation, seq FROM event WHERE acknowledged_at IS NULL AND station_id = ? ORDER BY position LIMIT 1',
  );
  const after = db.prepare<[string, number, number], EventRow>(
    'SELECT position, seq, event_id, envelope FROM event WHERE incarnation = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const acknowledgeRange = db.prepare<[number, string, number, string, number]>(
    'UPDATE event SET acknowledged_at = ?, epoch = ?, version = ? WHERE incarnation = ? AND seq <= ? AND acknowledged_at IS NULL',
  );
  const placesOf = db.prepare<[string, number, number], { position: number; event_id: string }>(
    'SELECT position, event_id FROM event WHERE incarnation = ? AND seq BETWEEN ? AND ?',
  );
  const acknowledgeOne = db.prepare<[number, string, number, string, string | null, string, number]>(
    'UPDATE event SET acknowledged_at = ?, epoch = ?, version = ?, outcome = ?, held_reason = ?, case_ids = ? WHERE position = ?',
  );
  const firstUnsent = db.prepare<[string], { seq: number | null }>(
    'SELECT min(seq) AS seq FROM event WHERE incarnation = ? AND acknowledged_at IS NULL',
  );
  const rewind = db.prepare<{ epoch: string | null; version: number; incarnation: string; seq: number }>(
    // What the cache shows keeps the place where it does, whatever a later acknowledgement says of another epoch: should a power cut take the
    // cache back before it, it is overlaid again (overlayBeyond).
    `UPDATE event SET acknowledged_at = NULL, outcome = NULL, held_reason = NULL, case_ids = NULL, epoch = NULL, version = NULL,
     shown_epoch = iif(${SHOWN}, coalesce(shown_epoch, epoch), NULL),
     shown_version = iif(${SHOWN}, coalesce(shown_version, version), NULL),
     overlaid = iif(${SHOWN}, 0, 1)
     WHERE incarnation = $incarnation AND seq > $seq AND acknowledged_at IS NOT NULL`,
  );
  const overlayUnsent = db.prepare<[]>('UPDATE event SET overlaid = 1 WHERE acknowledged_at IS NULL AND overlaid = 0');
  const forgetShown = db.prepare<[]>(
    'UPDATE event SET shown_epoch = NULL, shown_version = NULL WHERE shown_epoch IS NOT NULL',
  );
  const overlayBeyond = db.prepare<[string, number, string, number]>(
    `UPDATE event SET overlaid = 1 WHERE overlaid = 0
     AND (epoch = ? AND version > ? AND shown_epoch IS NULL OR shown_epoch = ? AND shown_version > ?)`,
  );
  // From one incarnation to the next by the index: a log of a million events has a handful.
  const incarnationsOf = db.prepare<[string], { incarnation: string }>(
    `WITH RECURSIVE known (incarnation) AS (
       SELECT min(incarnation) FROM event
       UNION ALL SELECT (SELECT min(incarnation) FROM event WHERE event.incarnation > known.incarnation) FROM known
       WHERE incarnation IS NOT NULL)
     SELECT incarnation FROM known WHERE incarnation IS NOT NULL
     AND (SELECT station_id FROM event WHERE event.incarnation = known.incarnation ORDER BY seq LIMIT 1) = ?`,
  );
  const adopt = db.prepare<[string, string]>(
    'UPDATE event SET epoch = ?, version = 0 WHERE overlaid = 1 AND acknowledged_at IS NOT NULL AND epoch <> ?',
  );
  const one = db.prepare<[string, number], { envelope: string }>(
    'SELECT envelope FROM event WHERE incarnation = ? AND seq = ?',
  );
  const last = db.prepare<[string], { seq: number | null }>('SELECT max(seq) AS seq FROM event WHERE incarnation = ?');
  const texts = db.prepare<[string], { envelope: string }>(
    'SELECT envelope FROM event WHERE incarnation = ? AND acknowledged_at IS NULL ORDER BY seq',
  );
  const overlaidAfter = db.prepare<[number], EventRow>(
    'SELECT position, seq, event_id, envelope FROM event WHERE overlaid = 1 AND position > ? ORDER BY position LIMIT 200',
  );
  const countOverlaid = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM event WHERE overlaid = 1');
  const reached = db.prepare<[string, number], { position: number }>(
    `SELECT position FROM event WHERE overlaid = 1 AND acknowledged_at IS NOT NULL AND epoch = ? AND version <= ?
     AND outcome IS NOT 'held' ORDER BY position`,
  );
  const held = db.prepare<[number], { position: number; event_id: string }>(
    `SELECT position, event_id FROM event WHERE overlaid = ? AND outcome = 'held' ORDER BY position`,
  );
  const mark = db.prepare<[number, string]>(
    'UPDATE event SET overlaid = ? WHERE position IN (SELECT value FROM json_each(?))',
  );

  const acknowledge = db.transaction((given: Acknowledgement) => {
    const { incarnation, durable_seq, epoch, version, at } = given;
    const outcomes = new Map(given.outcomes.map((told) => [told.event_id, told]));
    // Each row is written once: its envelope is written with it again.
    for (const { position, event_id } of placesOf.all(
      incarnation,
      firstUnsent.get(incarnation)?.seq ?? 1,
      durable_seq,
    )) {
      const told = outcomes.get(event_id);
      if (told === undefined) continue;
      const { outcome, held_reason, case_ids } = told;
      acknowledgeOne.run(at, epoch, version, outcome, held_reason, JSON.stringify(case_ids), position);
    }
    acknowledgeRange.run(at, epoch, version, incarnation, durable_seq);
  });

  return {
    insert: (envelope, text) => {
      const { incarnation, seq, event_id, station_id, captured_at, hash } = envelope;
      const { lastInsertRowid } = insert.run(incarnation, seq, event_id, station_id, captured_at, text);
      moveHead.run(seq, hash);
      return Number(lastInsertRowid);
    },
    unsent: () => unsent.all(),
    countUnsent: () => countUnsent.get()?.n ?? 0,
    nextUnsent: (station_id) => nextUnsent.get(station_id) ?? null,
    oldestUnsentAt: () => oldest.get()?.at ?? null,
    batch: (incarnation, after_seq, limits) => {
      const events: { seq: number; event_id: string; text: string }[] = [];
      let bytes = 0;
      const found = after.all(incarnation, after_seq, limits.events + 1);
      for (const { seq, event_id, envelope } of found) {
        const size = Buffer.byteLength(envelope) + 1;
        if (events.length === limits.events || (events.length > 0 && bytes + size > limits.bytes)) break;
        events.push({ seq, event_id, text: envelope });
        bytes += size;
      }
      const from = events[0]?.seq ?? 1;
      return {
        incarnation,
        events,
        bytes,
        is_full: found.length > events.length,
        is_oldest: from > 1 && one.get(incarnation, from - 1) === undefined,
      };
    },
    acknowledge: (given) => acknowledge.immediate(given),
    rewind: (incarnation, durable_seq, shown) =>
      rewind.run({ epoch: shown?.epoch ?? null, version: shown?.version ?? 0, incarnation, seq: durable_seq }).changes,
    overlayUnsent: () => {
      forgetShown.run();
      return overlayUnsent.run().changes;
    },
    overlayBeyond: ({ epoch, version }) => overlayBeyond.run(epoch, version, epoch, version).changes,
    incarnationsOf: (station_id) => incarnationsOf.all(station_id).map(({ incarnation }) => incarnation),
    adoptEpoch: (epoch) => {
      adopt.run(epoch, epoch);
    },
    hashAt: (incarnation, seq) => {
      const text = one.get(incarnation, seq)?.envelope;
      if (text !== undefined) return Envelope.parse(JSON.parse(text)).hash;
      const next = one.get(incarnation, seq + 1)?.envelope;
      return next === undefined ? null : Envelope.parse(JSON.parse(next)).prev_hash;
    },
    lastSeq: (incarnation) => last.get(incarnation)?.seq ?? 0,
    unsentTexts: (incarnation) => texts.all(incarnation).map(({ envelope }) => envelope),
    overlaid: function* () {
      let position = 0;
      for (;;) {
        const rows = overlaidAfter.all(position);
        for (const row of rows) {
          // What is stored was sealed here; its shape was checked then.
          yield { position: row.position, envelope: JSON.parse(row.envelope) as Envelope };
          position = row.position;
        }
        if (rows.length === 0) return;
      }
    },
    countOverlaid: () => countOverlaid.get()?.n ?? 0,
    reached: (epoch, version) => reached.all(epoch, version).map(({ position }) => position),
    held: (overlaid) => held.all(overlaid ? 1 : 0),
    release: (positions) => {
      mark.run(0, JSON.stringify(positions));
    },
    overlay: (positions) => {
      mark.run(1, JSON.stringify(positions));
    },
  };
}
