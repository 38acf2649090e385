import {
  backOff,
  initialSync,
  shownSync,
  syncStep,
  type SyncAction,
  type SyncInput,
  type SyncState,
} from '@serialbridge/core/sync';
import { isDiskFull, RowError, type Identity, type StationStore } from '@serialbridge/cache';
import { MAX_EARLIER_INCARNATIONS, PROTOCOL_VERSION, type SyncStatus } from '@serialbridge/protocol';
import type { Log } from '../contract/host-context.ts';
import { applyPage } from './apply-page.ts';
import { centralClient, CentralError, refuseAddress, type CentralClient } from './central-client.ts';
import { chainComparison, earlierIncarnations } from './compare-chains.ts';
import { comparisons } from './comparisons.ts';
import { followHints } from './follow-hints.ts';
import { feedPull } from './pull-feed.ts';
import { snapshotPull } from './pull-snapshot.ts';
import { outboxPush } from './push-outbox.ts';
import { refolding } from './refolding.ts';
import { lostReport } from './report-lost.ts';
import { REAL_PORTS, type SyncPorts } from './sync-ports.ts';

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
  /** Age of the cache's data; null: it stands at central's head. */
  cacheAgeMs(): number | null;
  clockOffsetMs(): number | null;
  stop(): Promise<void>;
}

const FEED_ROWS = 5_000;
const nothing = (): void => undefined;

function inputOf(error: unknown, pushing: boolean): SyncInput {
  if (!(error instanceof CentralError)) {
    if (isDiskFull(error)) return { type: 'failed', retry_after_ms: null, code: 'sync.disk-full' };
    return { type: 'failed', retry_after_ms: null, code: error instanceof RowError ? 'sync.unreadable' : 'internal' };
  }
  const { code, status, retry_after_ms } = error;
  switch (code) {
    case 'station.revoked':
    case 'station.unauthenticated':
      return { type: 'shut-out', code };
    case 'sync.protocol-newer':
    case 'sync.protocol-older':
      return { type: 'protocol-refused', code };
    case 'sync.snapshot-required':
      return { type: 'snapshot-required' };
    default:
      if (pushing && [400, 403, 409, 413, 422].includes(status)) return { type: 'push-refused', code };
      return { type: 'failed', retry_after_ms, code };
  }
}

/** Drives core's sync machine: does what it asks for, one request at a time, and tells it what came of it. */
export function syncLoop(options: SyncLoopOptions): SyncLoop {
  const { store, software, now, random, log, insecure_http, ports = REAL_PORTS, onStatus, onData } = options;
  const pull = snapshotPull(store);
  const outbox = outboxPush(store, now, ports);
  const tail = feedPull(FEED_ROWS, now, ports);
  const lost = lostReport(store, now, ports, log);
  const overlay = refolding(store.overlay, now);
  const chains = chainComparison(store, now, log);
  let identity: Identity | null = store.identity.read();
  let central: CentralClient | null = null;
  let state: SyncState = initialSync({ paired: identity !== null, backlog: 0 });
  let endTimer: (() => void) | null = null;
  let turn = 0;
  let underWay: AbortController | null = null;
  let running: Promise<void> = Promise.resolve();
  let hints: AbortController | null = null;
  let hintFailures = 0;
  let endHintTimer: (() => void) | null = null;
  let lastContact: number | null = null;
  let clockOffset: number | null = null;
  let headVersion: number | null = null;
  let epochAnnounced: string | null = null;
  let stopped = false;

  /** Events of another station that this computer once was: they can't be sent under this credential, but be exported. */
  const countForeign = (): number =>
    store.outbox
      .unsent()
      .reduce((sum, { station_id, count }) => (station_id === identity?.station_id ? sum : sum + count), 0);
  let foreign = countForeign();
  const backlog = (): number => store.outbox.backlog() - foreign;
  const version = (): number => store.cache.state().cursor?.version ?? 0;

  const stopHints = (): void => {
    hints?.abort();
    hints = null;
    endHintTimer?.();
    endHintTimer = null;
  };
  const openHints = (client: CentralClient): void => {
    if (hints !== null || endHintTimer !== null || stopped) return;
    const mine = new AbortController();
    hints = mine;
    followHints(client, mine.signal, ports, (hint) => {
      hintFailures = 0;
      headVersion = hint.version;
      if (hint.version > version() || hint.epoch !== store.cache.state().cursor?.epoch) feed({ type: 'hint' });
    })
      .catch((error: unknown) => log.debug({ reason: String(error) }, 'the hint stream ended; polling goes on'))
      .finally(() => {
        if (hints !== mine) return;
        hints = null;
        hintFailures += 1;
        endHintTimer = ports.after(backOff(hintFailures, random(), null), () => {
          endHintTimer = null;
          if (state.connected) openHints(client);
        });
      });
  };

  const release = (): void => {
    outbox.abandon();
    tail.abandon();
  };

  const hello = async (client: CentralClient, signal: AbortSignal, isAgain = false): Promise<SyncInput> => {
    // An answer from before the hello, or from before another epoch's snapshot, may no longer be so.
    release();
    const { incarnation, seq } = store.log.head();
    const earlier_incarnations = earlierIncarnations(store, identity?.station_id ?? '', MAX_EARLIER_INCARNATIONS);
    const public_key = store.keys.read(identity?.station_id ?? '')?.public_key;
    const sent_at = now();
    const answer = await client.hello(
      {
        protocol: PROTOCOL_VERSION,
        software,
        incarnation,
        last_seq: seq,
        cursor: store.cache.state().cursor,
        scope: store.cache.state().scope,
        sent_at,
        backlog: store.outbox.backlog(),
        ...(earlier_incarnations.length > 0 ? { earlier_incarnations } : {}),
        ...(public_key === undefined ? {} : { public_key }),
      },
      signal,
    );
    clockOffset = Math.round(answer.now - (sent_at + now()) / 2);
    headVersion = answer.head.version;
    if (answer.protocol > PROTOCOL_VERSION) return { type: 'protocol-refused', code: 'sync.protocol-newer' };
    if (answer.revoked) return { type: 'shut-out', code: 'station.revoked' };
    const { station_name, warehouse_id, central_id } = answer;
    if (
      identity !== null &&
      (identity.station_name !== station_name ||
        identity.warehouse_id !== warehouse_id ||
        identity.central_id !== central_id)
    ) {
      identity = { ...identity, station_name, warehouse_id, central_id };
      store.identity.write(identity);
    }
    if (!(await chains.compare(answer, earlier_incarnations, client, signal))) {
      // Never from one new chain to the next, whatever central answers.
      if (isAgain) throw new CentralError(0, 'sync.unreadable', 'Central knows a chain that has only just begun here.');
      return hello(client, signal, true);
    }
    await pull.keepOnly(answer.epoch);
    epochAnnounced = answer.epoch;
    const { cursor } = store.cache.state();
    const behind = cursor === null || cursor.epoch !== answer.epoch || cursor.version < answer.head.version;
    if (!behind) store.cache.setFreshAt(now());
    openHints(client);
    if (answer.compare === true) compared.compareNow();
    else compared.reached();
    return { type: 'hello-answered', pull: cursor === null ? 'snapshot' : answer.pull, behind, backlog: backlog() };
  };

  const push = async (client: CentralClient, signal: AbortSignal): Promise<SyncInput> => {
    const station_id = identity?.station_id ?? '';
    const pushed = await outbox.step(client, station_id, signal);
    if (pushed === null) return { type: 'pushed', backlog: 0, behind: false };
    const { answer, sent_from } = pushed;
    headVersion = Math.max(headVersion ?? 0, answer.version);
    const { expected_seq } = answer;
    // The cache shows their effect already: what stood over it was let go.
    if (answer.version <= version()) onData();
    if (expected_seq !== null)
      log.warn({ expected_seq, sent_from }, 'central expected another event; sending from there');
    if (expected_seq !== null || answer.epoch !== epochAnnounced) return { type: 'diverged' };
    return { type: 'pushed', backlog: backlog(), behind: answer.version > version() };
  };

  const pullSnapshot = async (client: CentralClient, signal: AbortSignal): Promise<SyncInput> => {
    const done = await pull.step(client, signal);
    if (done === 'part') return { type: 'snapshot-part' };
    if (done === 'disk-full') {
      log.error({}, 'the disk is full: the snapshot of central has no room');
      return { type: 'snapshot-held', code: 'sync.disk-full' };
    }
    release();
    onData();
    return { type: 'snapshot-loaded' };
  };

  const pullTail = async (client: CentralClient, signal: AbortSignal): Promise<SyncInput> => {
    const { cursor, scope } = store.cache.state();
    if (cursor === null) return { type: 'snapshot-required' };
    const page = await tail.page(client, cursor, signal, scope);
    headVersion = page.head.version;
    const isNew = page.rows > 0 || page.next.version !== cursor.version;
    const isWhole = !isNew || (await applyPage(store, page, cursor, signal, ports));
    const at_head = isWhole && page.next.version >= page.head.version;
    const refolded = overlay.look(!isNew);
    if (at_head) store.cache.setFreshAt(now());
    if (page.rows > 0 || refolded) onData();
    const more = at_head && (await lost.step(client, signal));
    return { type: 'tail-pulled', at_head: at_head && !more };
  };

  const work = { hello, push, 'pull-snapshot': pullSnapshot, 'pull-tail': pullTail };

  const clientFor = (): CentralClient => {
    if (identity === null) throw new CentralError(0, 'station.not-paired', 'The station is not paired.');
    const refused = refuseAddress(identity.central_url, insecure_http);
    if (refused !== null) throw new CentralError(0, 'sync.plain-http', refused);
    central ??= centralClient(identity, ports);
    return central;
  };

  const compared = comparisons({
    ...options,
    ports,
    client: () => (state.connected ? clientFor() : null),
    alone: (step) => {
      const mine = running.then(step);
      running = mine.then(nothing, nothing);
      return mine;
    },
  });

  const run = (task: Exclude<SyncAction['do'], 'none' | 'wait'>): void => {
    turn += 1;
    const mine = turn;
    underWay?.abort();
    const control = new AbortController();
    underWay = control;
    const before = running;
    running = (async () => {
      // An aborted one may still be writing a chunk; two at once must not touch the store.
      await before;
      let input: SyncInput;
      try {
        input = await work[task](clientFor(), control.signal);
        lastContact = now();
      } catch (error) {
        input = inputOf(error, task === 'push');
        if (error instanceof CentralError && error.status > 0) lastContact = now();
        const unexpected = !(error instanceof CentralError);
        if (mine === turn && !stopped)
          log[unexpected ? 'error' : 'info'](
            { task, code: unexpected ? 'internal' : error.code, reason: String(error) },
            'a sync request failed',
          );
      }
      if (mine === turn && !stopped) feed(input);
    })();
  };

  function feed(input: SyncInput): void {
    if (stopped) return;
    const step = syncStep(state, input, random());
    state = step.state;
    if (!state.connected && state.phase !== 'saying-hello') stopHints();
    const { action } = step;
    if (action.do !== 'none') {
      endTimer?.();
      endTimer = null;
      if (action.do === 'wait') {
        if (['unpaired', 'paired'].includes(input.type)) underWay?.abort();
        if (action.ms !== null) endTimer = ports.after(action.ms, () => feed({ type: 'timer' }));
      } else run(action.do);
    }
    onStatus();
  }

  return {
    start: () => {
      state = initialSync({ paired: identity !== null, backlog: backlog() });
      compared.start();
      if (identity !== null) feed({ type: 'timer' });
    },
    recorded: () => {
      overlay.recorded();
      feed({ type: 'recorded', backlog: backlog() });
    },
    refold: () => {
      if (overlay.look(!state.connected)) onData();
    },
    compareNow: () => compared.compareNow(),
    syncNow: () => feed({ type: 'sync-now' }),
    paired: () => {
      identity = store.identity.read();
      foreign = countForeign();
      central = null;
      stopHints();
      void pull.abandon();
      release();
      feed({ type: 'recorded', backlog: backlog() });
      feed({ type: 'paired' });
    },
    status: () => {
      const { cursor, fresh_at } = store.cache.state();
      return {
        state: shownSync(state),
        central_url: identity?.central_url ?? null,
        last_contact_at: lastContact,
        backlog: store.outbox.backlog(),
        oldest_unsent_at: store.outbox.oldestAt(),
        cache_version: cursor?.version ?? 0,
        cache_fresh_at: fresh_at,
        pull: pull.progress(),
        comparison: compared.status() ?? null,
        problem:
          state.problem === null
            ? null
            : { code: state.problem, params: { central_url: identity?.central_url ?? '', path: store.files.dir } },
      };
    },
    isOnline: () => state.connected,
    cacheAgeMs: () => {
      const { cursor, fresh_at } = store.cache.state();
      if (state.connected && cursor !== null && headVersion !== null && cursor.version >= headVersion) return null;
      return fresh_at === null ? Number.MAX_SAFE_INTEGER : Math.max(0, now() - fresh_at);
    },
    clockOffsetMs: () => clockOffset,
    stop: async () => {
      stopped = true;
      endTimer?.();
      stopHints();
      underWay?.abort();
      await compared.stop();
      await running;
      await pull.abandon();
      release();
    },
  };
}
