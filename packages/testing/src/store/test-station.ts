import { v7 as uuidv7 } from 'uuid';
import { sha256, type StationBatch } from '@serialbridge/central/ledger';
import { EVENTS, type EventDraft } from '@serialbridge/core/events';
import { signText, type KeyPair } from '@serialbridge/cache';
import { batchText, ZERO_HASH, sealEnvelope, type Envelope } from '@serialbridge/protocol';

export { packing, receipt } from './drafts.ts';

/** The key of every station in tests that are not about keys; the first one of RFC 8032, 7.1. */
export const STATION_KEY: KeyPair = {
  key_id: '21fe31dfa154a261626bf854046fd227',
  public_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  private_key: 'MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g',
};
export const { public_key: PUBLIC_KEY } = STATION_KEY;

/** What stands under a batch when it is sent. */
export function signBatch(events: readonly Envelope[], is_oldest = false, key: KeyPair = STATION_KEY): string {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) throw new Error('there is nothing to sign');
  const { station_id, incarnation, seq: first_seq } = first;
  return signText(
    key,
    batchText({ station_id, incarnation, first_seq, last_seq: last.seq, last_hash: last.hash, is_oldest }),
  );
}

/** Who works at every station of a test, as test-warehouse.ts puts him: a supervisor of all warehouses. */
export const WORKER = '018f0000-0000-7000-8000-0000000000b1';

/** Under which id an event is recorded, and by whom, where that matters. */
interface Signed {
  readonly event_id?: string;
  readonly operator_id?: string | null;
  readonly approved_by?: string | null;
}

/** What a station of a test records. */
export type TestDraft = EventDraft & Signed;

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

  record(...drafts: readonly TestDraft[]): Envelope[] {
    return drafts.map(({ type, body, ...signed }) => this.#seal(type, EVENTS[type].v, body, signed));
  }

  /** An event of a newer software that central does not know. */
  recordUnknown(type: string, body: unknown): Envelope {
    return this.#seal(type, 7, body);
  }

  /** An event of a known type whose body does not have its shape. */
  recordUnreadable(type: EventDraft['type'], body: unknown): Envelope {
    return this.#seal(type, EVENTS[type].v, body);
  }

  #seal(
    type: string,
    v: number,
    body: unknown,
    { event_id = uuidv7(), operator_id = WORKER, approved_by = null }: Signed = {},
  ): Envelope {
    const envelope = sealEnvelope(
      {
        station_id: this.station_id,
        incarnation: this.incarnation,
        seq: this.log.length + 1,
        event_id,
        type,
        v,
        body: body as Envelope['body'],
        operator_id,
        approved_by,
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
