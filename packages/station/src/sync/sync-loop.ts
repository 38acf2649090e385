import { initialSync, shownSync, syncStep, type SyncInput, type SyncState } from '@serialbridge/core/sync';
import { isDiskFull, RowError, type StationStore } from '@serialbridge/cache';
import type { SyncStatus } from '@serialbridge/protocol';
import type { Log } from '../contract/host-context.ts';
import type { CentralClient } from './central-client.ts';
import { CentralError } from './central-error.ts';
import { centralLink } from './central-link.ts';
import { comparisons } from './comparisons.ts';
import { hintStream } from './follow-hints.ts';
import { requestRunner } from './request-runner.ts';
import type { CentralSeen } from './say-hello.ts';
import { REAL_PORTS, type SyncPorts } from './sync-ports.ts';
import { syncTasks, type SyncTask } from './sync-tasks.ts';

export interface SyncLoopOptions {
  readonly store: StationStore;
  readonly software: string;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
  readonly insecure_http: boolean;
  /** The simulator's; the real ones when left out. */
  readonly ports?: SyncPorts;
  /** The status may have changed. */
  readonly onStatus: () => void;
  /** The cache, and with it the view, changed. */
  readonly onData: () => void;
}

export interface SyncLoop {
  start(): void;
  /** Own events were committed. */
  recorded(): void;
  /** For idle moments: folds again what was put off, if it is time. Throws OpsError. */
  refold(): void;
  syncNow(): void;
  /** Compares the cache with central, as soon as central is reached. */
  compareNow(): void;
  /** A credential was stored. */
  paired(): void;
  status(): SyncStatus;
  isOnline(): boolean;
  /** For what a person waits for; throws CentralError if central is not reached. */
  central(): CentralClient;
  /** Age of the cache's data; null: it stands at central's head. */
  cacheAgeMs(): number | null;
  clockOffsetMs(): number | null;
  stop(): Promise<void>;
}

/** The machine's input for a failure. */
function inputOf(error: unknown, pushing: boolean): SyncInput {
  if (!(error instanceof CentralError)) {
    if (isDiskFull(error)) return { type: 'failed', retry_after_ms: null, code: 'sync.disk-full' };
    return { type: 'failed', retry_after_ms: null, code: error instanceof RowError ? 'sync.unreadable' : 'internal' };
  }
  const { code, status, retry_after_ms } = error;
  switch (code) {
    case 'station.revoked':
    case 'station.unauthenticated':
    case 'station.key-gone':
      return { type: 'shut-out', code };
    case 'sync.protocol-newer':
    case 'sync.protocol-older':
    case 'sync.central-older':
      return { type: 'protocol-refused', code };
    case 'sync.snapshot-required':
      return { type: 'snapshot-required' };
    case 'held.quota':
      return { type: 'push-refused', code };
    default:
      // The form of a push is that of its events: a person must hear of them, not of a request.
      if (pushing && code === 'request.invalid') return { type: 'push-refused', code: 'sync.envelope-invalid' };
      if (pushing && [400, 403, 409, 413, 422].includes(status)) return { type: 'push-refused', code };
      return { type: 'failed', retry_after_ms, code };
  }
}

/** Drives core's sync machine: does what the machine asks for, one request at a time, and gives it the result. */
export function syncLoop(options: SyncLoopOptions): SyncLoop {
  const { store, software, now, random, log, insecure_http, ports = REAL_PORTS, onStatus, onData } = options;
  const link = centralLink({ store, ports, insecure_http });
  const seen: CentralSeen = { contact_at: null, clock_offset_ms: null, head_version: null, epoch: null };
  const runner = requestRunner();
  const begin = (): SyncState => initialSync({ paired: link.identity() !== null, backlog: link.backlog() });
  let state = begin();
  let endTimer: (() => void) | null = null;
  let stopped = false;

  const hints = hintStream({
    ports,
    random,
    log,
    isConnected: () => state.connected && !stopped,
    onHead: ({ epoch, version }) => {
      seen.head_version = version;
      const { cursor } = store.cache.state();
      if (cursor?.epoch !== epoch || version > cursor.version) feed({ type: 'hint' });
    },
  });
  const compared = comparisons({
    ...options,
    ports,
    client: () => (state.connected ? link.client() : null),
    alone: (step) => runner.between(step),
  });
  const tasks = syncTasks({
    store,
    link,
    seen,
    software,
    now,
    log,
    ports,
    onData,
    onReached: (central, compare) => {
      if (!stopped) hints.open(central);
      if (compare) compared.compareNow();
      else compared.reached();
    },
  });

  const run = (task: SyncTask): void =>
    runner.begin(async (signal, isLatest) => {
      let input: SyncInput;
      try {
        input = await tasks.run(task, link.client(), signal);
        seen.contact_at = now();
      } catch (error) {
        input = inputOf(error, task === 'push');
        const isOfCentral = error instanceof CentralError;
        if (isOfCentral && error.status > 0) seen.contact_at = now();
        if (isLatest())
          log[isOfCentral ? 'info' : 'error'](
            { task, code: isOfCentral ? error.code : 'internal', reason: String(error) },
            'a sync request failed',
          );
      }
      if (isLatest()) feed(input);
    });

  function feed(input: SyncInput): void {
    if (stopped) return;
    const step = syncStep(state, input, random());
    state = step.state;
    if (!state.connected && state.phase !== 'saying-hello') hints.close();
    const { action } = step;
    if (action.do !== 'none') {
      endTimer?.();
      endTimer = null;
      if (action.do === 'wait') {
        if (['unpaired', 'paired'].includes(input.type)) runner.abort();
        if (action.ms !== null) endTimer = ports.after(action.ms, () => feed({ type: 'timer' }));
      } else run(action.do);
    }
    onStatus();
  }

  return {
    start: () => {
      state = begin();
      compared.start();
      if (link.identity() !== null) feed({ type: 'timer' });
    },
    recorded: () => {
      tasks.recorded();
      feed({ type: 'recorded', backlog: link.backlog() });
    },
    refold: () => tasks.refold(!state.connected),
    compareNow: () => compared.compareNow(),
    syncNow: () => feed({ type: 'sync-now' }),
    paired: () => {
      link.renew();
      hints.close();
      void tasks.abandon();
      feed({ type: 'recorded', backlog: link.backlog() });
      feed({ type: 'paired' });
    },
    status: () => {
      const { cursor, fresh_at } = store.cache.state();
      const central_url = link.identity()?.central_url ?? null;
      const params = { central_url: central_url ?? '', path: store.files.dir };
      const problem = state.problem ?? state.refused;
      return {
        state: shownSync(state),
        central_url,
        last_contact_at: seen.contact_at,
        backlog: store.outbox.backlog(),
        oldest_unsent_at: store.outbox.oldestAt(),
        cache_version: cursor?.version ?? 0,
        cache_fresh_at: fresh_at,
        pull: tasks.progress(),
        comparison: compared.status() ?? null,
        problem: problem === null ? null : { code: problem, params },
        refused: state.refused !== null,
      };
    },
    isOnline: () => state.connected,
    central: () => {
      if (!state.connected) throw new CentralError(0, 'sync.unreachable', 'Central does not answer.');
      return link.client();
    },
    cacheAgeMs: () => {
      const { cursor, fresh_at } = store.cache.state();
      const { head_version } = seen;
      if (state.connected && cursor !== null && head_version !== null && cursor.version >= head_version) return null;
      return fresh_at === null ? Number.MAX_SAFE_INTEGER : Math.max(0, now() - fresh_at);
    },
    clockOffsetMs: () => seen.clock_offset_ms,
    stop: async () => {
      stopped = true;
      endTimer?.();
      hints.close();
      const ended = runner.stop();
      await compared.stop();
      await ended;
      await tasks.abandon();
    },
  };
}
