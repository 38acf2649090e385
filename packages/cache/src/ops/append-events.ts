import { createHash } from 'node:crypto';
import { EVENTS, type EventDraft, readEventBody } from '@serialbridge/core/events';
import { parseEvent, readable, type Applied, type LedgerEvent } from '@serialbridge/core/ledger';
import { Envelope, MAX_EVENT_BYTES, sealEnvelope } from '@serialbridge/protocol/envelope';
import { readJson } from '@serialbridge/protocol/json';
import type { EventLog } from './event-log.ts';
import type { Notes } from './notes.ts';
import type { OpsFile } from './open-ops.ts';
import { explainOpsError, isSyncFailure, OpsError } from './ops-error.ts';
import type { Outbox } from './outbox.ts';

export interface AppendRequest {
  readonly drafts: readonly EventDraft[];
  readonly station_id: string;
  readonly operator_id: string | null;
  readonly approved_by: string | null;
  readonly captured_at: number;
  readonly clock_offset_ms: number | null;
  readonly policy_version: number;
  readonly cache_version: number;
  /** Kept in the same transaction. */
  readonly notes?: Readonly<Record<string, unknown>>;
}

export interface AppendedEvent {
  readonly envelope: Envelope;
  readonly applied: Applied;
}

export type Append = (request: AppendRequest) => readonly AppendedEvent[];

interface AppendsTo {
  readonly ops: OpsFile;
  readonly log: EventLog;
  readonly outbox: Outbox;
  readonly notes: Notes;
  readonly overlay: { add(event: LedgerEvent, position: number): Applied; complete(): void };
  readonly newId: () => string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A mistake of this software, not of a person: whoever catches this logs it. */
function invalid(type: string, reason: unknown): OpsError {
  const said = reason instanceof Error ? reason.message : String(reason);
  return new OpsError('ops.event-invalid', { type, reason: said.slice(0, 500) }, reason);
}

/**
 * The event as it will be sent, judged by what central judges it by: its envelope, its JSON, its canonical form, its size. An event that central
 * would refuse would stay in the outbox with everything after it.
 * @throws OpsError
 */
function sealed(envelope: Omit<Envelope, 'hash'>): { readonly envelope: Envelope; readonly text: string } {
  let made: { readonly envelope: Envelope; readonly text: string };
  try {
    const whole = sealEnvelope(envelope, sha256);
    made = { envelope: whole, text: JSON.stringify(whole) };
    Envelope.parse(readJson(made.text));
  } catch (error) {
    throw invalid(envelope.type, error);
  }
  const bytes = Buffer.byteLength(made.text);
  if (bytes > MAX_EVENT_BYTES) throw new OpsError('ops.event-too-large', { bytes, limit: MAX_EVENT_BYTES });
  return made;
}

/**
 * Records drafts: one commit, then the sound. Sequence number, chain, envelope, fold, overlay and notes are one transaction with one fsync. The sound
 * and the green screen follow only after this returned, so what a person was shown is on the disk. If this throws, nothing at all was recorded. The
 * fold runs inside, draft by draft, because the second draft may depend on what the first did. When the fsync itself fails, nobody knows what is on
 * the disk, and a second try could report a success that is not there. So nothing more is recorded until the file was opened and read again.
 */
export function appender({ ops, log, outbox, notes, overlay, newId }: AppendsTo): Append {
  const append = ops.db.transaction(({ drafts, notes: kept, ...about }: AppendRequest) => {
    let { incarnation, seq, hash } = log.head();
    const { station_id, operator_id, approved_by, captured_at } = about;
    const { clock_offset_ms, policy_version, cache_version } = about;
    const appended = drafts.map((draft): AppendedEvent => {
      const { v } = EVENTS[draft.type];
      const parsed = parseEvent({ event_id: newId(), ...draft, v, station_id, operator_id, approved_by, captured_at });
      if ('held_reason' in parsed) throw invalid(draft.type, `v${v}: ${parsed.held_reason}`);
      const { event } = parsed;
      // What was read is recorded word for word, also where the fold gets it in signs that every database holds.
      const isPlain = readable(draft.body) === draft.body;
      const body = isPlain ? event.body : (readEventBody(draft.type, v, draft.body) as typeof event.body);
      // In the order of its schema: central stores what it parsed, and that must be the same text.
      const { envelope, text } = sealed({
        station_id,
        incarnation,
        seq: seq + 1,
        event_id: event.event_id,
        type: event.type,
        v,
        body,
        operator_id,
        approved_by,
        captured_at,
        clock_offset_ms,
        policy_version,
        cache_version,
        prev_hash: hash,
      });
      const position = log.insert(envelope, text);
      const applied = overlay.add(event, position);
      ({ seq, hash } = envelope);
      return { envelope, applied };
    });
    if (kept !== undefined) notes.write(kept);
    return appended;
  });
  let broken: unknown = null;
  return (request) => {
    const { path } = ops;
    if (broken !== null)
      throw new OpsError('ops.unwritable', { path, reason: 'an earlier write failed; restart the station' }, broken);
    try {
      overlay.complete();
      const appended = append.immediate(request);
      outbox.grew(appended.length);
      return appended;
    } catch (error) {
      if (isSyncFailure(error)) broken = error;
      throw explainOpsError(error, path);
    }
  };
}
