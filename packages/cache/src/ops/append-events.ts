import { createHash } from 'node:crypto';
import { EVENTS, type EventDraft } from '@serialbridge/core/events';
import { parseEvent, type Applied, type LedgerEvent } from '@serialbridge/core/ledger';
import { MAX_EVENT_BYTES, sealEnvelope, type Envelope } from '@serialbridge/protocol/envelope';
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
      if ('held_reason' in parsed) throw new TypeError(`${draft.type} v${v}: ${parsed.held_reason}`);
      const { event } = parsed;
      // In the order of its schema: central stores what it parsed, and that must be the same text.
      const envelope = sealEnvelope(
        {
          station_id,
          incarnation,
          seq: seq + 1,
          event_id: event.event_id,
          type: event.type,
          v,
          body: event.body,
          operator_id,
          approved_by,
          captured_at,
          clock_offset_ms,
          policy_version,
          cache_version,
          prev_hash: hash,
        },
        sha256,
      );
      const text = JSON.stringify(envelope);
      const bytes = Buffer.byteLength(text);
      if (bytes > MAX_EVENT_BYTES) throw new OpsError('ops.event-too-large', { bytes, limit: MAX_EVENT_BYTES });
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
