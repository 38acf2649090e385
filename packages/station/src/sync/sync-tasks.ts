import type { StationStore } from '@serialbridge/cache';
import type { SyncAction, SyncInput } from '@serialbridge/core/sync';
import type { SyncStatus } from '@serialbridge/protocol';
import type { Log } from '../contract/host-context.ts';
import type { CentralClient } from './central-client.ts';
import type { CentralLink } from './central-link.ts';
import { applyPage, feedPull } from './pull-feed.ts';
import { pinPull } from './pull-pins.ts';
import { snapshotPull } from './pull-snapshot.ts';
import { outboxPush } from './push-outbox.ts';
import { refolding } from './refolding.ts';
import { lostReport } from './report-lost.ts';
import { helloTask, type CentralSeen } from './say-hello.ts';
import type { SyncPorts } from './sync-ports.ts';

export type SyncTask = Exclude<SyncAction['do'], 'none' | 'wait'>;

/** Does the tasks that core's sync machine asks for, each to its end. */
export interface SyncTasks {
  /** Does one task. Returns the machine's next input. Rejects with CentralError and whatever the store throws. */
  run(task: SyncTask, central: CentralClient, signal: AbortSignal): Promise<SyncInput>;
  /** Own events were committed. */
  recorded(): void;
  /** Folds again what was put off, if it is time. Throws OpsError. */
  refold(at_rest: boolean): void;
  /** How far a snapshot is. */
  progress(): SyncStatus['pull'];
  /** Gives up what is on its way and the snapshot that is being built. */
  abandon(): Promise<void>;
}

interface TaskParts {
  readonly store: StationStore;
  readonly link: CentralLink;
  readonly seen: CentralSeen;
  readonly software: string;
  readonly now: () => number;
  readonly log: Log;
  readonly ports: SyncPorts;
  readonly onData: () => void;
  readonly onReached: (central: CentralClient, compare: boolean) => void;
}

const FEED_ROWS = 5_000;

export function syncTasks({ onData, onReached, ...parts }: TaskParts): SyncTasks {
  const { store, link, seen, now, log, ports } = parts;
  const pull = snapshotPull(store);
  const outbox = outboxPush(store, now, ports);
  const tail = feedPull(FEED_ROWS, now, ports);
  const lost = lostReport(store, now, ports, log);
  const pins = pinPull(store, link, log);
  const overlay = refolding(store.overlay, now);
  const release = (): void => {
    outbox.abandon();
    tail.abandon();
  };

  const push = async (central: CentralClient, signal: AbortSignal): Promise<SyncInput> => {
    const pushed = await outbox.step(central, link.station_id(), signal);
    if (pushed === null) return { type: 'pushed', backlog: 0, behind: false };
    const { answer, sent_from } = pushed;
    seen.head_version = Math.max(seen.head_version ?? 0, answer.version);
    const { expected_seq } = answer;
    const version = store.cache.state().cursor?.version ?? 0;
    // The cache shows their effect already, so the overlay's rows of them were released.
    if (answer.version <= version) onData();
    if (expected_seq !== null)
      log.warn({ expected_seq, sent_from }, 'central expected another event; sending from there');
    if (expected_seq !== null || answer.epoch !== seen.epoch) return { type: 'diverged' };
    return { type: 'pushed', backlog: link.backlog(), behind: answer.version > version };
  };

  const pullSnapshot = async (central: CentralClient, signal: AbortSignal): Promise<SyncInput> => {
    const done = await pull.step(central, signal);
    if (done === 'part') return { type: 'snapshot-part' };
    if (done === 'disk-full') {
      log.error({}, 'the disk is full: the snapshot of central has no room');
      return { type: 'snapshot-held', code: 'sync.disk-full' };
    }
    release();
    onData();
    return { type: 'snapshot-loaded' };
  };

  const pullTail = async (central: CentralClient, signal: AbortSignal): Promise<SyncInput> => {
    const { cursor, scope } = store.cache.state();
    if (cursor === null) return { type: 'snapshot-required' };
    const page = await tail.page(central, cursor, signal, scope);
    seen.head_version = page.head.version;
    const isNew = page.rows > 0 || page.next.version !== cursor.version;
    const isWhole = !isNew || (await applyPage(store, page, cursor, signal, ports));
    const at_head = isWhole && page.next.version >= page.head.version;
    const refolded = overlay.look(!isNew);
    if (at_head) store.cache.setFreshAt(now());
    if (page.rows > 0 || refolded) onData();
    if (at_head) await pins(central, signal);
    const more = at_head && (await lost.step(central, signal));
    return { type: 'tail-pulled', at_head: at_head && !more };
  };

  const hello = helloTask({ ...parts, release, pins, keepOnly: (epoch) => pull.keepOnly(epoch), onReached });
  const tasks = { hello, push, 'pull-snapshot': pullSnapshot, 'pull-tail': pullTail };
  return {
    run: (task, central, signal) => tasks[task](central, signal),
    recorded: () => overlay.recorded(),
    refold: (at_rest) => {
      if (overlay.look(at_rest)) onData();
    },
    progress: () => pull.progress(),
    abandon: () => {
      release();
      return pull.abandon();
    },
  };
}
