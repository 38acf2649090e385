import { v7 as uuidv7 } from 'uuid';
import { sha256, type StationBatch } from '@serialbridge/central/ledger';
import { EVENTS, type EventDraft } from '@serialbridge/core/events';
import { ZERO_HASH, sealEnvelope, type Envelope } from '@serialbridge/protocol';

export { packing, receipt } from './drafts.ts';

/** A public key that nothing is signed with, for pairings in tests of other things. */
export const PUBLIC_KEY: string = 'A'.repeat(43);

/** A station's event log in memory: seals what is recorded into its chain. */
export class TestStation {
  readonly station_id: string;
  readonly incarnation: string;
  readonly log: Envelope[] = [];

  constructor(station_id: string, incarnation: string = uuidv7()) {
    this.station_id = station_id;
    this.incarnation = incarnation;
  }

  /** The disk copied bit by bit: the same identity and the same events so far. */
  clone(): TestStation {
    const copy = new TestStation(this.station_id, this.incarnation);
    copy.log.push(...this.log);
    return copy;
  }

  record(...drafts: readonly (EventDraft & { event_id?: string })[]): Envelope[] {
    return drafts.map(({ type, body, event_id }) => this.#seal(type, EVENTS[type].v, body, event_id));
  }

  /** An event of a newer software that central does not know. */
  recordUnknown(type: string, body: unknown): Envelope {
    return this.#seal(type, 7, body);
  }

  /** An event of a known type whose body does not have its shape. */
  recordUnreadable(type: EventDraft['type'], body: unknown): Envelope {
    return this.#seal(type, EVENTS[type].v, body);
  }

  #seal(type: string, v: number, body: unknown, event_id: string = uuidv7()): Envelope {
    const envelope = sealEnvelope(
      {
        station_id: this.station_id,
        incarnation: this.incarnation,
        seq: this.log.length + 1,
        event_id,
        type,
        v,
        body: body as Envelope['body'],
        operator_id: null,
        approved_by: null,
        captured_at: 5000 + this.log.length,
        clock_offset_ms: null,
        policy_version: 0,
        cache_version: 0,
        prev_hash: this.log.at(-1)?.hash ?? ZERO_HASH,
      },
      sha256,
    );
    this.log.push(envelope);
    return envelope;
  }

  batch(events: readonly Envelope[] = this.log): StationBatch {
    return { incarnation: this.incarnation, events, now: 9000 };
  }
}
