import { signText, type OutboxBatch, type StationStore } from '@serialbridge/cache';
import {
  batchText,
  Envelope,
  MAX_PUSH_BYTES,
  MAX_PUSH_EVENTS,
  pushText,
  type PushResponse,
} from '@serialbridge/protocol';
import { CentralError } from './central-error.ts';
import type { CentralClient } from './central-client.ts';
import { linkPace } from './link-pace.ts';
import type { SyncPorts } from './sync-ports.ts';

interface OutboxPush {
  /**
   * Sends one batch, and marks it when it is answered; null: nothing of this station waits. While the answer is written here, the next batch is on its way
   * already: never more than one, and only one that begins where central's chain ends by its answer. Rejects with CentralError.
   */
  step(central: Pick<CentralClient, 'push'>, station_id: string, signal: AbortSignal): Promise<PushedBatch | null>;
  /** Gives up what is on its way. If central has it by then, the next hello or push says so. */
  abandon(): void;
}

interface PushedBatch {
  readonly answer: PushResponse;
  readonly sent_from: number;
}

const BREATHS_TO_SEND = 3;

interface Sent {
  readonly batch: OutboxBatch;
  readonly seq: number;
  readonly answer: Promise<PushResponse>;
  readonly ended: AbortController;
}

/** Sends the outbox batch by batch, in order, from the oldest event that is not acknowledged. */
export function outboxPush(
  store: StationStore,
  now: () => number,
  { breathe }: Pick<SyncPorts, 'breathe'>,
): OutboxPush {
  const pace = linkPace(now);
  let ahead: Sent | null = null;

  const abandon = (): void => {
    ahead?.ended.abort();
    ahead = null;
  };

  const read = (incarnation: string, seq: number): OutboxBatch =>
    store.outbox.batch(incarnation, seq - 1, {
      events: pace.limit(MAX_PUSH_EVENTS),
      bytes: pace.limit(MAX_PUSH_BYTES),
    });

  /** By the key of this computer's pairing: whoever has the credential alone cannot make one. */
  const signatureOf = ({ incarnation, is_oldest, events }: OutboxBatch, station_id: string): string => {
    const key = store.keys.read(station_id);
    const first_seq = events[0]?.seq ?? 0;
    const last = events.at(-1);
    if (key === null || last === undefined) throw new Error('a batch without events or without a key is not sent');
    const { hash: last_hash } = Envelope.parse(JSON.parse(last.text));
    return signText(key, batchText({ station_id, incarnation, first_seq, last_seq: last.seq, last_hash, is_oldest }));
  };

  const send = (
    central: Pick<CentralClient, 'push'>,
    batch: OutboxBatch,
    station_id: string,
    backlog: number,
    signal: AbortSignal,
  ): Promise<PushResponse> =>
    pace.measure(
      signal,
      () => ({
        used: Math.max(batch.events.length / MAX_PUSH_EVENTS, batch.bytes / MAX_PUSH_BYTES),
        full: batch.is_full,
      }),
      (wait_ms) => {
        const { incarnation, is_oldest, events } = batch;
        const texts = events.map(({ text }) => text);
        const signature = signatureOf(batch, station_id);
        return central.push(pushText({ incarnation, backlog, is_oldest, signature, texts }), signal, wait_ms);
      },
    );

  /** Sends what follows a batch that central took whole. False: nothing to send. */
  const sendNext = (
    central: Pick<CentralClient, 'push'>,
    { incarnation, events }: OutboxBatch,
    answer: PushResponse,
    station_id: string,
  ): boolean => {
    const last = events.at(-1);
    if (last === undefined || answer.expected_seq !== null || answer.durable_seq !== last.seq) return false;
    const batch = read(incarnation, last.seq + 1);
    const [first] = batch.events;
    // A gap in the own log is found by the next step, which asks for the oldest event that waits.
    if (first?.seq !== last.seq + 1) return false;
    const ended = new AbortController();
    const sent = send(central, batch, station_id, Math.max(0, store.outbox.backlog() - events.length), ended.signal);
    // The next step looks at it. If no step comes, its failure does not matter.
    sent.catch(() => undefined);
    ahead = { batch, seq: first.seq, answer: sent, ended };
    return true;
  };

  return {
    abandon,
    step: async (central, station_id, signal) => {
      const first = store.outbox.next(station_id);
      if (first === null) {
        abandon();
        return null;
      }
      const { incarnation, seq } = first;
      const mine = ahead?.batch.incarnation === incarnation && ahead.seq === seq ? ahead : null;
      if (mine === null) abandon();
      ahead = null;
      const batch = mine?.batch ?? read(incarnation, seq);
      const stop = (): void => mine?.ended.abort();
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      let answer: PushResponse;
      try {
        answer = await (mine?.answer ?? send(central, batch, station_id, store.outbox.backlog(), signal));
      } finally {
        signal.removeEventListener('abort', stop);
      }
      const { durable_seq, expected_seq, epoch, version, outcomes } = answer;
      // A gap: central is behind what we believe, or ahead of it.
      if (expected_seq !== null) {
        store.outbox.rewind(incarnation, expected_seq - 1);
        return { answer, sent_from: seq };
      }
      if (sendNext(central, batch, answer, station_id)) {
        // Writing waits for the disk and lets nothing else run, so the request must be out before.
        for (let at = 0; at < BREATHS_TO_SEND; at += 1) await breathe();
      }
      // Never acknowledge more than was sent: under later numbers central may have the events of a clone of this disk.
      const sent = Math.min(durable_seq, batch.events.at(-1)?.seq ?? 0);
      store.outbox.acknowledge({ incarnation, durable_seq: sent, epoch, version, outcomes, at: now() });
      const next = store.outbox.next(station_id);
      if (next !== null && next.incarnation === incarnation && next.seq === seq) {
        throw new CentralError(0, 'sync.unreadable', 'Central took none of a batch and did not say why.');
      }
      return { answer, sent_from: seq };
    },
  };
}
