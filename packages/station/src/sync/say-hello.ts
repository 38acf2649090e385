import type { StationStore } from '@serialbridge/cache';
import type { SyncInput } from '@serialbridge/core/sync';
import { MAX_EARLIER_INCARNATIONS } from '@serialbridge/protocol';
import type { Log } from '../contract/host-context.ts';
import { CentralError } from './central-error.ts';
import type { CentralClient } from './central-client.ts';
import type { CentralLink } from './central-link.ts';
import { chainComparison, earlierIncarnations } from './compare-chains.ts';

/** What the last answer said of central. */
export interface CentralSeen {
  contact_at: number | null;
  clock_offset_ms: number | null;
  head_version: number | null;
  /** The epoch of the last hello. */
  epoch: string | null;
}

interface HelloParts {
  readonly store: StationStore;
  readonly link: CentralLink;
  readonly seen: CentralSeen;
  readonly software: string;
  readonly now: () => number;
  readonly log: Log;
  /** Gives up what is on its way, because it was asked for before this hello, or of another epoch. */
  readonly release: () => void;
  /** Gives up a snapshot of another epoch, which is of no use. */
  readonly keepOnly: (epoch: string) => Promise<void>;
  /** Asks for the list of PINs, if it is out of date. */
  readonly pins: (central: CentralClient, signal: AbortSignal) => Promise<void>;
  /** Central is reached and knows this station. `compare`: it wants the cache compared. */
  readonly onReached: (central: CentralClient, compare: boolean) => void;
}

/** The first request of every contact: who we are and how far we are. The answer says what central has of us. */
export function helloTask(
  parts: HelloParts,
): (central: CentralClient, signal: AbortSignal, isAgain?: boolean) => Promise<SyncInput> {
  const { store, link, seen, software, now, log, release, keepOnly, pins, onReached } = parts;
  const chains = chainComparison(store, now, log);

  const hello = async (central: CentralClient, signal: AbortSignal, isAgain = false): Promise<SyncInput> => {
    release();
    const station_id = link.station_id();
    const { incarnation, seq } = store.log.head();
    const earlier_incarnations = earlierIncarnations(store, station_id, MAX_EARLIER_INCARNATIONS);
    const sent_at = now();
    const answer = await central.hello(
      {
        software,
        incarnation,
        last_seq: seq,
        cursor: store.cache.state().cursor,
        scope: store.cache.state().scope,
        witness: store.cache.witness(),
        sent_at,
        backlog: store.outbox.backlog(),
        earlier_incarnations,
      },
      signal,
    );
    seen.clock_offset_ms = Math.round(answer.now - (sent_at + now()) / 2);
    seen.head_version = answer.head.version;
    if (answer.revoked) return { type: 'shut-out', code: 'station.revoked' };
    link.learn(answer);
    if (!(await chains.compare(answer, earlier_incarnations, central, signal))) {
      // Never from one new chain to the next, whatever central answers.
      if (isAgain) throw new CentralError(0, 'sync.unreadable', 'Central knows a chain that has only just begun here.');
      return hello(central, signal, true);
    }
    await keepOnly(answer.epoch);
    const { head, witness } = answer;
    if (store.cache.witness()?.signature !== witness) store.cache.keepWitness({ ...head, signature: witness });
    seen.epoch = answer.epoch;
    const { cursor } = store.cache.state();
    const behind = cursor === null || cursor.epoch !== answer.epoch || cursor.version < answer.head.version;
    if (!behind) {
      store.cache.setFreshAt(now());
      await pins(central, signal);
    }
    onReached(central, answer.compare);
    return {
      type: 'hello-answered',
      pull: cursor === null ? 'snapshot' : answer.pull,
      behind,
      backlog: link.backlog(),
    };
  };
  return hello;
}
