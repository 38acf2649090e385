import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeKeyPair, openStationStore, OpsError, type StationStore } from '@serialbridge/cache';
import { CallError, type FrameLink } from '@serialbridge/client';
import { applyEvent, policyVersion } from '@serialbridge/core/ledger';
import { warehouseOfScope } from '@serialbridge/core/model';
import { refusal } from '@serialbridge/core/scan';
import { DeviceError, DeviceManager, watchAttached, type DeviceConfigInput } from '@serialbridge/devices';
import type { StationMethod, StationState, StationTopic } from '@serialbridge/protocol/station';
import { v7 as uuidv7 } from 'uuid';
import type { ContractHost } from '../contract/contract-host.ts';
import { serveContract } from '../contract/serve-contract.ts';
import { deviceDesk, type WatchDevices } from '../devices/device-desk.ts';
import { feedbackOf } from '../work/feedback.ts';
import { stationOperators } from '../operators/station-operators.ts';
import { stationService } from '../services/station-service.ts';
import { CentralError, pairWithCentral, refuseAddress } from '../sync/central-client.ts';
import { readLost } from '../sync/lost-events.ts';
import { syncLoop } from '../sync/sync-loop.ts';
import { composeServices, type ComposedServices } from './compose-services.ts';
import type { App, HostContext, Log, StationIdentity, StationService } from '../contract/host-context.ts';
import { HostEvents } from './host-events.ts';
import { policyAt } from './policy-at.ts';

export interface StationHostOptions {
  readonly app: App;
  readonly data_dir: string;
  readonly log: Log;
  /** With both, a station that is not paired yet pairs by itself; one that is keeps what it has. */
  readonly central_url?: string | null;
  readonly pairing_code?: string | null;
  readonly devices?: readonly DeviceConfigInput[];
  /** How attached devices are found; null: only those named here and those saved before. */
  readonly watch_devices?: WatchDevices | null;
  readonly insecure_http?: boolean;
  readonly software?: string;
  readonly now?: () => number;
  readonly newId?: () => string;
  readonly random?: () => number;
  /** Waits after wrong PINs. */
  readonly delay?: (ms: number) => Promise<void>;
  readonly compose?: (context: HostContext) => ComposedServices;
}

export interface StationHost extends ContractHost {
  readonly store: StationStore;
  readonly context: HostContext;
  /** Serves the contract on a line. */
  accept(link: FrameLink): void;
  /** Ends everything; `signed_out` false leaves the operator signed in for the next start. */
  close(options?: { readonly signed_out?: boolean }): Promise<void>;
}

/** What a screen may call before the station is paired. */
const UNPAIRED: ReadonlySet<StationMethod> = new Set<StationMethod>([
  'station.pair',
  'station.diagnostics',
  'station.list_options',
  'station.export_outbox',
  'station.export_part',
]);
const PAIR_AGAIN_MS = 2_000;
const IDLE_MS = 10_000;
const KIND_OF: Readonly<Record<App, StationIdentity['kind']>> = { receivebridge: 'receiving', shipbridge: 'packing' };

/** Failures of the store in the words of the contract. */
function asCallError(error: unknown): unknown {
  return error instanceof OpsError ? CallError.of(error.id, error.message, { ...error.params }) : error;
}

/**
 * The station host: store, rules, devices and sync behind the station contract. Plain Node, no Electron.
 *
 * @throws OpsError when the data folder can't be used; ZodError for wrong device settings
 */
export function createStationHost(options: StationHostOptions): StationHost {
  const { app, data_dir, log, insecure_http = false, software = `${app} 0.1.0` } = options;
  const { now = Date.now, newId = uuidv7, random = Math.random, delay = (ms) => sleep(ms) } = options;
  const { compose = composeServices, devices: deviceConfigs = [], watch_devices = watchAttached } = options;
  const started_at = now();
  const events = new HostEvents();
  // Wrong device settings are found before the folder is locked.
  const devices = new DeviceManager({ devices: deviceConfigs, newId });
  const store = openStationStore({ dir: data_dir, newId, fold: applyEvent });
  if (store.cache_was !== null) log.info({ was: store.cache_was }, 'the cache begins empty and is pulled again');
  if (store.unfolded > 0)
    log.error({ count: store.unfolded }, 'own events could not be folded; they are kept and sent');

  const paired = store.readIdentity();
  if (paired !== null) store.keys.ensure(paired, started_at);

  let services: readonly StationService[] = [];
  let pairingProblem: StationState['notices'][number] | null = null;
  let closed = false;
  const isClosed = (): boolean => closed;

  const identity = (): StationIdentity | null => stored;
  const readIdentity = (): StationIdentity | null => {
    const row = store.readIdentity();
    if (row === null) return null;
    const { tenant_id, station_id, station_name, kind, warehouse_id } = row;
    return { tenant_id, station_id, station_name, kind, warehouse_id };
  };
  let stored = readIdentity();
  const station = (): StationIdentity => {
    if (stored === null)
      throw CallError.of('station.not-paired', 'This station is not paired with central yet; type a pairing code.');
    return stored;
  };
  const policy = policyAt(store.read, identity);

  const dataChanged = (): void => {
    stored = readIdentity();
    policy.forget();
    operators.recheck();
    for (const service of services) service.onDataChanged?.();
    events.publish('station');
  };
  const sync = syncLoop({
    store,
    software,
    now,
    random,
    log,
    insecure_http,
    onStatus: () => events.publish('station'),
    onData: dataChanged,
  });
  const operators = stationOperators({
    store,
    now,
    delay,
    station,
    identity,
    policy: () => policy(),
    onChanged: () => {
      for (const service of services) service.onOperatorChanged?.();
      events.publish('station');
    },
  });

  const context: HostContext = {
    app,
    now,
    newId,
    log,
    view: store.view,
    read: store.read,
    identity,
    station,
    operators,
    operator: () => {
      const operator = operators.current();
      if (operator === null) throw CallError.of('auth.required', 'Sign in first.');
      return operator;
    },
    policy,
    policyVersion: () => policyVersion(store.view),
    cacheAgeMs: () => sync.cacheAgeMs(),
    ownWarehouseOnly: () => warehouseOfScope(store.cacheState().scope) !== null,
    isOnline: () => sync.isOnline(),
    scale: {
      get present() {
        return devices.statuses().some(({ kind }) => kind === 'scale');
      },
      readStable: async ({ timeout_ms = 5_000 } = {}) => {
        try {
          return await devices.readWeight({ timeout_ms });
        } catch (error) {
          throw error instanceof DeviceError ? CallError.of(error.id, error.message, error.params) : error;
        }
      },
    },
    sawScan: (scan) => desk.sawScan(scan),
    triesScans: () => desk.triesScans(),
    append: (drafts, { approved_by = null, remember } = {}) => {
      try {
        const appended = store.append({
          drafts,
          station_id: station().station_id,
          operator_id: operators.current()?.operator_id ?? null,
          approved_by,
          captured_at: now(),
          clock_offset_ms: sync.clockOffsetMs(),
          policy_version: policyVersion(store.view),
          cache_version: store.cacheState().cursor?.version ?? 0,
          ...(remember === undefined ? {} : { notes: remember }),
        });
        if (drafts.some(({ type }) => type === 'policy-changed')) policy.forget();
        // The verdict goes out first; sending it to central begins in a later turn.
        setImmediate(() => {
          if (!closed) sync.recorded();
        });
        return appended;
      } catch (error) {
        if (error instanceof OpsError) log.error({ err: error, id: error.id }, 'events could not be recorded');
        throw asCallError(error);
      }
    },
    remember: (notes) => {
      try {
        store.writeNotes(notes);
      } catch (error) {
        throw asCallError(error);
      }
    },
    recall: (name) => store.note(name),
    publish: (topic) => events.publish(topic),
    signal: (feedback) => events.signal('feedback', feedback),
  };

  const pair = async (central_url: string, pairing_code: string): Promise<void> => {
    const refused = refuseAddress(central_url, insecure_http);
    if (refused !== null) throw CallError.of('sync.plain-http', refused, { central_url });
    try {
      const key = makeKeyPair();
      const answer = await pairWithCentral(central_url, pairing_code, hostname(), key.public_key);
      store.keys.write(key, answer, now());
      store.writeIdentity({ ...answer, central_url, paired_at: now() });
    } catch (error) {
      if (error instanceof CentralError) throw CallError.of(error.code, error.message, { central_url });
      throw asCallError(error);
    }
    pairingProblem = null;
    dataChanged();
    sync.paired();
  };
  /** Goes on until it is paired: central may start after the station. A code that central refuses is for a person to mend. */
  const pairByItself = async (central_url: string, pairing_code: string): Promise<void> => {
    while (identity() === null && !isClosed()) {
      try {
        await pair(central_url, pairing_code);
        return;
      } catch (error) {
        const [fault] = error instanceof CallError ? error.faults : [];
        const code = fault?.code ?? 'internal';
        log.warn({ code, reason: String(error) }, 'pairing failed');
        pairingProblem = { level: 'error', finding: { code, params: fault?.params ?? {} } };
        events.publish('station');
        if (code !== 'sync.unreachable' && code !== 'sync.unreadable') return;
        await sleep(PAIR_AGAIN_MS, undefined, { ref: false });
      }
    }
  };

  const notices = (): StationState['notices'] => {
    const list: StationState['notices'] = pairingProblem === null ? [] : [pairingProblem];
    if (stored !== null && stored.kind !== KIND_OF[app]) {
      list.push({
        level: 'error',
        finding: { code: 'station.wrong-kind', params: { kind: stored.kind, needed: KIND_OF[app] } },
      });
    }
    const lost = readLost(store);
    if (lost !== null)
      list.push({
        level: 'error',
        finding: { code: 'sync.events-missing', params: { first: lost.first, last: lost.last } },
      });
    return list;
  };
  const stationPart = stationService({
    context,
    store,
    sync,
    software,
    started_at,
    devices: () => desk.statuses(),
    pair,
    notices,
  });
  const desk = deviceDesk(context, devices, watch_devices);
  const composed = compose(context);
  services = [stationPart, desk, ...composed.services, ...(composed.scan === null ? [] : [composed.scan])];
  // Each method belongs to one service, and its params were parsed with its own schema.
  const handlers = new Map(
    services.flatMap(({ methods }) => Object.entries(methods) as [StationMethod, (params: unknown) => unknown][]),
  );
  const topics = new Map(
    services.flatMap((service) => Object.entries(service.topics) as [StationTopic, () => unknown][]),
  );

  const { scan } = composed;
  devices.on('status', ({ text, device_id, state }) => {
    log.info({ device_id, state, text }, 'a device changed');
  });
  devices.on('broken', ({ finding }) => context.signal(feedbackOf(context, refusal(finding), null)));
  if (scan !== null) {
    devices.on('scan', (code) => {
      scan.submit(code).then(
        (feedback) => events.signal('feedback', feedback),
        (error: unknown) => log.error({ err: error }, 'a scan failed'),
      );
    });
  }

  const idle = setInterval(() => {
    try {
      store.checkpoint();
      store.retention.prune(now());
      sync.refold();
    } catch (error) {
      log.warn({ reason: String(error) }, 'idle work on the store failed');
    }
  }, IDLE_MS);
  idle.unref();

  devices.start();
  desk.start();
  sync.start();
  const { central_url, pairing_code } = options;
  const pairing =
    stored === null && typeof central_url === 'string' && typeof pairing_code === 'string' && pairing_code !== ''
      ? pairByItself(central_url, pairing_code)
      : Promise.resolve();
  // Never awaited by the start: the screens say how it goes.
  pairing.catch((error: unknown) => log.error({ err: error }, 'pairing ended unexpectedly'));

  const host: StationHost = {
    app,
    store,
    context,
    call: async (method, params) => {
      const handler = handlers.get(method);
      if (handler === undefined) throw CallError.of('request.not-found', `${app} has no ${method}.`, { method });
      if (!UNPAIRED.has(method) && !method.startsWith('devices.')) station();
      if (method.startsWith('receiving.') || method.startsWith('packing.')) context.operator();
      try {
        return await handler(params);
      } catch (error) {
        throw asCallError(error);
      }
    },
    state: (topic) => topics.get(topic)?.(),
    onChanged: (listener) => events.onChanged(listener),
    onSignal: (listener) => events.onSignal(listener),
    report: (details, message) => log.error(details, message),
    accept: (link) => serveContract(link, host),
    close: async ({ signed_out = true } = {}) => {
      if (closed) return;
      closed = true;
      clearInterval(idle);
      await Promise.all([sync.stop(), desk.stop().then(() => devices.stop())]);
      if (signed_out) operators.signOut();
      store.close();
    },
  };
  return host;
}
