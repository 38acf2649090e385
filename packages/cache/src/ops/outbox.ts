import type { Outcome } from '@serialbridge/core/ledger';
import type { Cursor } from '@serialbridge/protocol/sync';
import type { OpsFile } from './open-ops.ts';

/** Events of one incarnation, in order, ready to be sent: texts as they are stored. */
export interface OutboxBatch {
  readonly incarnation: string;
  readonly events: readonly { readonly seq: number; readonly event_id: string; readonly text: string }[];
  /** Sum of the texts' UTF-8 bytes. */
  readonly bytes: number;
  /** The limits left out more events of this incarnation. */
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

/** A chain with events that central has not acknowledged. */
export interface Unsent {
  readonly incarnation: string;
  readonly station_id: string;
  readonly count: number;
  readonly first_seq: number;
}

/** The events of the log that central has not acknowledged. */
export interface Outbox {
  /** How many events. Kept in memory: it is asked for after every scan. */
  backlog(): number;
  /** Events were recorded just now. */
  grew(by: number): void;
  /** Chain by chain, oldest incarnation first. */
  unsent(): readonly Unsent[];
  /** The event to send next of those that this station made for this central; null: none. Quick however many there are. */
  next(station_id: string): { readonly incarnation: string; readonly seq: number } | null;
  /** How many unsent events the central of the present pairing may not have: another station's, or made for another central. */
  foreign(station_id: string): number;
  oldestAt(): number | null;
  batch(
    incarnation: string,
    after_seq: number,
    limits: { readonly events: number; readonly bytes: number },
  ): OutboxBatch;
  /** Envelopes of one incarnation that central has not acknowledged, as stored, in order. */
  unsentTexts(incarnation: string): string[];
  acknowledge(given: Acknowledgement): void;
  /** Central lost what came after `durable_seq`: those events are unsent again. Answers how many. */
  rewind(incarnation: string, durable_seq: number): number;
}

interface EventRow {
  readonly seq: number;
  readonly event_id: string;
  readonly envelope: string;
}

/** The cache that stands at ($epoch, $version) shows the event's effect. */
const SHOWN = `(coalesce(shown_epoch, epoch) = $epoch AND coalesce(shown_version, version) <= $version AND outcome IS NOT 'held')`;

/** @param shown where the cache stands; null: it shows nothing */
export function outbox({ db, writing }: OpsFile, shown: () => Cursor | null): Outbox {
  const unsent = db.prepare<[], Unsent>(
    `SELECT incarnation, station_id, count(*) AS count, min(seq) AS first_seq FROM event WHERE acknowledged_at IS NULL
     GROUP BY incarnation, station_id ORDER BY min(position)`,
  );
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM event WHERE acknowledged_at IS NULL');
  const oldest = db.prepare<[], { at: number }>(
    'SELECT captured_at AS at FROM event WHERE acknowledged_at IS NULL ORDER BY position LIMIT 1',
  );
  const next = db.prepare<[string], { incarnation: string; seq: number }>(
    'SELECT incarnation, seq FROM event WHERE acknowledged_at IS NULL AND station_id = ? AND incarnation IN own_chain ORDER BY position LIMIT 1',
  );
  const foreign = db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM event WHERE acknowledged_at IS NULL AND (station_id <> ? OR incarnation NOT IN own_chain)',
  );
  const after = db.prepare<[string, number, number], EventRow>(
    'SELECT seq, event_id, envelope FROM event WHERE incarnation = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const isHere = db.prepare<[string, number]>('SELECT 1 FROM event WHERE incarnation = ? AND seq = ?');
  const texts = db.prepare<[string], { envelope: string }>(
    'SELECT envelope FROM event WHERE incarnation = ? AND acknowledged_at IS NULL ORDER BY seq',
  );
  const firstUnsent = db.prepare<[string], { seq: number | null }>(
    'SELECT min(seq) AS seq FROM event WHERE incarnation = ? AND acknowledged_at IS NULL',
  );
  const between = db.prepare<[string, number, number], { position: number; event_id: string }>(
    'SELECT position, event_id FROM event WHERE incarnation = ? AND seq BETWEEN ? AND ?',
  );
  const acknowledgeOne = db.prepare<[number, string, number, string, string | null, string, number]>(
    'UPDATE event SET acknowledged_at = ?, epoch = ?, version = ?, outcome = ?, held_reason = ?, case_ids = ? WHERE position = ?',
  );
  const acknowledgeRest = db.prepare<[number, string, number, string, number]>(
    'UPDATE event SET acknowledged_at = ?, epoch = ?, version = ? WHERE incarnation = ? AND seq <= ? AND acknowledged_at IS NULL',
  );
  const rewind = db.prepare<{ epoch: string | null; version: number; incarnation: string; seq: number }>(
    `UPDATE event SET acknowledged_at = NULL, outcome = NULL, held_reason = NULL, case_ids = NULL, epoch = NULL, version = NULL,
     shown_epoch = iif(${SHOWN}, coalesce(shown_epoch, epoch), NULL),
     shown_version = iif(${SHOWN}, coalesce(shown_version, version), NULL),
     overlaid = iif(${SHOWN}, 0, 1)
     WHERE incarnation = $incarnation AND seq > $seq AND acknowledged_at IS NOT NULL`,
  );
  const countNow = (): number => count.get()?.n ?? 0;
  let backlog = countNow();

  /**
   * Central's answer is one transaction: the outcomes and "central has it" stand together or not at all. After a kill between central's
   * commit and this one nothing is lost: the batch is sent again, and central answers the same for what it has. The effects stay in the
   * overlay here, though central has them: the cache does not show them before it has reached `version`, and a row that left the overlay
   * now would be gone from the screen until then (overlay.ts drops it when the cache is there).
   */
  const acknowledge = db.transaction(
    ({ incarnation, durable_seq, epoch, version, at, outcomes: given }: Acknowledgement) => {
      const outcomes = new Map(given.map((one) => [one.event_id, one]));
      const from = firstUnsent.get(incarnation)?.seq ?? 1;
      // Each row is written once: its envelope is written with it again.
      for (const { position, event_id } of between.all(incarnation, from, durable_seq)) {
        const known = outcomes.get(event_id);
        if (known === undefined) continue;
        const { outcome, held_reason, case_ids } = known;
        acknowledgeOne.run(at, epoch, version, outcome, held_reason, JSON.stringify(case_ids), position);
      }
      acknowledgeRest.run(at, epoch, version, incarnation, durable_seq);
    },
  );

  return {
    backlog: () => backlog,
    grew: (by) => {
      backlog += by;
    },
    unsent: () => unsent.all(),
    next: (station_id) => next.get(station_id) ?? null,
    foreign: (station_id) => foreign.get(station_id)?.n ?? 0,
    oldestAt: () => oldest.get()?.at ?? null,
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
      const is_oldest = from > 1 && isHere.get(incarnation, from - 1) === undefined;
      return { incarnation, events, bytes, is_full: found.length > events.length, is_oldest };
    },
    unsentTexts: (incarnation) => texts.all(incarnation).map(({ envelope }) => envelope),
    acknowledge: (given) => {
      writing(() => acknowledge.immediate(given));
      backlog = countNow();
    },
    /*
     * Central was restored from a backup: it acknowledged these events and has lost them. They become unsent, and no acknowledgement of the
     * time before counts any more. Their effects: what the present cache shows must not be folded over it a second time, so it stays out of
     * the overlay, and the row remembers where the cache showed it (`shown_…`). Should a power cut take the cache back to before that place
     * the overlay takes it again (`addBeyond` of overlaid-events.ts), whatever a later acknowledgement says of another epoch. What the cache
     * does not show stands in the overlay. When that cache is replaced, every unsent event stands in the overlay again (`addUnsent`).
     */
    rewind: (incarnation, durable_seq) => {
      const { epoch = null, version = 0 } = shown() ?? {};
      const { changes } = writing(() => rewind.run({ epoch, version, incarnation, seq: durable_seq }));
      backlog = countNow();
      return changes;
    },
  };
}
