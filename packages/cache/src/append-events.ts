import { createHash } from 'node:crypto';
import { EVENTS, type EventDraft } from '@serialbridge/core/events';
import { parseEvent, type Applied } from '@serialbridge/core/ledger';
import { MAX_EVENT_BYTES, sealEnvelope, type Envelope } from '@serialbridge/protocol/envelope';
import type { OverlayKeeper } from './live/overlay-keeper.ts';
import type { EventLog } from './ops/event-log.ts';
import type { Head } from './ops/head.ts';
import type { NoteStore } from './ops/note-store.ts';
import { OpsError } from './ops/ops-error.ts';
import type { Sqlite } from './sqlite.ts';

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

export interface Appender {
  (request: AppendRequest, head: Head): { readonly appended: readonly AppendedEvent[]; readonly head: Head };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Records drafts in one transaction: sequence, chain, envelope, fold, overlay. After it returns, all are on the disk; if it throws, none is. */
export function appender(
  db: Sqlite,
  log: EventLog,
  keeper: OverlayKeeper,
  notes: NoteStore,
  newId: () => string,
): Appender {
  const append = db.transaction((request: AppendRequest, start: Head) => {
    let head = start;
    const appended = request.drafts.map((draft): AppendedEvent => {
      const { v } = EVENTS[draft.type];
      const { station_id, operator_id, approved_by, captured_at, clock_offset_ms, policy_version, cache_version } =
        request;
      const parsed = parseEvent({ event_id: newId(), ...draft, v, station_id, operator_id, approved_by, captured_at });
      if ('held_reason' in parsed) throw new TypeError(`${draft.type} v${v}: ${parsed.held_reason}`);
      const { event } = parsed;
      const envelope = sealEnvelope(
        {
          ...event,
          incarnation: head.incarnation,
          seq: head.seq + 1,
          v,
          clock_offset_ms,
          policy_version,
          cache_version,
          prev_hash: head.hash,
        },
        sha256,
      );
      const text = JSON.stringify(envelope);
      const bytes = Buffer.byteLength(text);
      if (bytes > MAX_EVENT_BYTES) throw new OpsError('ops.event-too-large', { bytes, limit: MAX_EVENT_BYTES });
      const position = log.insert(envelope, text);
      const applied = keeper.add(event, position);
      head = { incarnation: head.incarnation, seq: envelope.seq, hash: envelope.hash };
      return { envelope, applied };
    });
    if (request.notes !== undefined) notes.write(request.notes);
    return { appended, head };
  });
  return (request, head) => append.immediate(request, head);
}
