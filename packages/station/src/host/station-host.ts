import { setTimeout as sleep } from 'node:timers/promises';
import { openStationStore, touches, type StationSeal, type StationStore } from '@serialbridge/cache';
import type { FrameLink } from '@serialbridge/client';
import { policyVersion, takeEvent } from '@serialbridge/core/ledger';
import { warehouseOfScope } from '@serialbridge/core/model';
import { refusal } from '@serialbridge/core/scan';
import {
  DeviceManager,
  networkGuard,
  watchAttached,
  type DeviceConfigInput,
  type NetworkGuard,
} from '@serialbridge/devices';
import { TOPIC_NAMES } from '@serialbridge/protocol/station';
import { v7 as uuidv7 } from 'uuid';
import type { ContractHost } from '../contract/contract-host.ts';
import type { App, HostContext, Log, ScanService } from '../contract/host-context.ts';
import { serveContract } from '../contract/serve-contract.ts';
import { deviceDesk, type WatchDevices } from '../devices/device-desk.ts';
import { stationOperators } from '../operators/station-operators.ts';
import { stationService } from '../services/station-service.ts';
import { syncLoop, type SyncLoop } from '../sync/sync-loop.ts';
import { feedbackOf } from '../work/feedback.ts';
import { composeServices, type ComposedServices } from './compose-services.ts';
import { HostScreens } from './host-screens.ts';
import { hostPairing } from './pairing.ts';
import { policyReader } from './policy-reader.ts';
import { recorder } from './recorder.ts';
import { ServiceTable } from './service-table.ts';

export interface StationHostOptions {
  readonly app: App;
  readonly data_dir: string;
  readonly log: Log;
  /** With both, a station that is not paired yet pairs by itself. A paired station keeps its pairing. */
  readonly central_url?: string | null;
  readonly pairing_code?: string | null;
  readonly devices?: readonly DeviceConfigInput[];
  /** How attached devices are found; null: only those named here and those saved before. */
  readonly watch_devices?: WatchDevices | null;
  readonly insecure_http?: boolean;
  readonly software?: string;
  readonly now?: () => number;
  /** What its secrets are sealed with; a key file in the folder when left out. */
  readonly seal?: StationSeal;
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

const IDLE_MS = 10_000;

/** A station knows no fact of central's own. */
const fold: Parameters<typeof openStationStore>[0]['fold'] = (view, event) => takeEvent(view, event, null);

function openStore({
  data_dir,
  newId,
  log,
  now,
  seal,
}: Pick<Required<StationHostOptions>, 'data_dir' | 'newId' | 'log' | 'now'> &
  Pick<StationHostOptions, 'seal'>): StationStore {
  const store = openStationStore({ dir: data_dir, newId, fold, ...(seal === undefined ? {} : { seal }) });
  const { kept_by } = store.seal;
  log.info({ kept_by }, 'the secrets of this station are sealed');
  if (!store.seal.isOpen())
    log.error({ kept_by }, 'they are sealed under a key that is not here; pair this station again');
  if (store.cache.was !== null) log.info({ was: store.cache.was }, 'the cache begins empty and is pulled again');
  if (store.overlay.unfolded > 0)
    log.error({ count: store.overlay.unfolded }, 'own events could not be folded; they are kept and sent');
  const identity = store.identity.read();
  if (identity !== null) store.keys.ensure(identity, now());
  return store;
}

/** Passes on what the devices report: states to the log, faults to the screens, scans to the work. */
function followDevices(
  devices: DeviceManager,
  { clock, log, screens }: Pick<HostContext, 'clock' | 'log' | 'screens'>,
  scan: ScanService | null,
): void {
  devices.on('status', ({ text, device_id, state }) => {
    log.info({ device_id, state, text }, 'a device changed');
  });
  devices.on('broken', ({ finding }) => screens.signal(feedbackOf(clock, refusal(finding), null)));
  if (scan === null) return;
  devices.on('scan', (code) => {
    scan.submit(code).then(
      (feedback) => screens.signal(feedback),
      (error: unknown) => log.error({ err: error }, 'a scan failed'),
    );
  });
}

/** What is done while nobody waits. @returns the function that ends it */
function idleWork(store: StationStore, sync: SyncLoop, now: () => number, log: Log): () => void {
  const timer = setInterval(() => {
    try {
      store.files.checkpoint();
      store.retention.prune(now());
      sync.refold();
    } catch (error) {
      log.warn({ reason: String(error) }, 'idle work on the store failed');
    }
  }, IDLE_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * The station host: store, rules, devices and sync behind the station contract. Plain Node, no Electron. This file only makes the parts and joins
 * them. Each part has a file of its own.
 *
 * @throws OpsError when the data folder can't be used; ZodError for wrong device settings
 */
export function createStationHost(options: StationHostOptions): StationHost {
  const { app, data_dir, log, insecure_http = false, software = `${app} 0.1.0` } = options;
  const { now = Date.now, newId = uuidv7, random = Math.random, delay = (ms) => sleep(ms) } = options;
  const { compose = composeServices, devices: deviceConfigs = [], watch_devices = watchAttached } = options;
  const started_at = now();
  const clock = { now, newId };
  const screens = new HostScreens();
  // Wrong device settings are found before the folder is locked.
  const manager = new DeviceManager({
    devices: deviceConfigs,
    newId,
    mayReach: (address, port) => mayReach(address, port),
  });
  const store = openStore({ data_dir, newId, log, now, ...(options.seal === undefined ? {} : { seal: options.seal }) });
  const { view, read } = store;
  let closed = false;

  const publishStation = (): void => screens.publish('station');
  /** What a screen may see depends on who is signed in. */
  const publishAll = (): void => {
    for (const topic of TOPIC_NAMES) screens.publish(topic);
  };
  /**
   * Computes anew what follows from changed rows, each before those that depend on it: who we are, the options, who works here, the work. Central's
   * feed brings a page every few seconds, and nearly all of it is about other documents. What no changed row touches stays as it is.
   */
  const dataChanged = (): void => {
    const taken = store.takeChanges();
    const changed = pairing.reread() ? 'all' : taken;
    if (touches(changed, 'policy_value')) policy.forget();
    if (touches(changed, 'operator')) operators.recheck();
    services.dataChanged(changed);
    publishStation();
  };
  const pairing = hostPairing({
    app,
    store,
    now,
    log,
    insecure_http,
    operators: () => operators,
    isRevoked: () => sync.status().problem?.code === 'station.revoked',
    onPaired: () => {
      dataChanged();
      sync.paired();
    },
    onNotice: publishStation,
  });
  const policy = policyReader(read, pairing, () => policyVersion(view));
  const mayReach: NetworkGuard = (address, port) =>
    networkGuard(policy.get('station.network_addresses'), policy.get('station.network_ports'))(address, port);
  const operators = stationOperators({
    store,
    now,
    delay,
    pairing,
    policy,
    central: () => (sync.isOnline() ? sync.central() : null),
    onChanged: publishAll,
  });
  const sync = syncLoop({
    store,
    software,
    now,
    random,
    log,
    insecure_http,
    onStatus: publishStation,
    onData: dataChanged,
  });

  const record = recorder({
    store,
    clock,
    log,
    pairing,
    operators,
    policy,
    clockOffsetMs: () => sync.clockOffsetMs(),
    onRecorded: () => {
      if (!closed) sync.recorded();
    },
    onPolicyChanged: () => policy.forget(),
  });
  const cache = {
    ageMs: () => sync.cacheAgeMs(),
    ownWarehouseOnly: () => warehouseOfScope(store.cache.state().scope) !== null,
  };
  const below = { app, log, clock, pairing, ledger: { view, read }, record, operators, policy, cache, screens };
  const desk = deviceDesk({ ...below, mayReach }, manager, watch_devices);
  const context: HostContext = { ...below, devices: desk.port };
  const stationPart = stationService({
    context,
    store,
    sync,
    software,
    started_at,
    devices: () => desk.statuses(),
    pair: (request) => pairing.pair(request),
    notices: () => [
      ...pairing.notices(),
      ...(operators.pinIsDue()
        ? [{ level: 'info' as const, finding: { code: 'auth.pin-change-due', params: {} } }]
        : []),
    ],
    listsVersion: () => services.lists_version,
  });
  const { services: work, scan } = compose(context);
  const isShutOut = (): boolean => sync.status().state === 'revoked';
  const services = new ServiceTable({ app, pairing, operators, isShutOut }, [
    stationPart,
    desk,
    ...work,
    ...(scan === null ? [] : [scan]),
  ]);

  followDevices(manager, context, scan);
  const endIdleWork = idleWork(store, sync, now, log);
  manager.start();
  desk.start();
  sync.start();
  const { central_url, pairing_code } = options;
  // Never awaited by the start: the screens say how it goes.
  if (typeof central_url === 'string' && typeof pairing_code === 'string' && pairing_code !== '')
    void pairing.pairByItself(central_url, pairing_code);

  const host: StationHost = {
    app,
    store,
    context,
    call: (method, params) => services.call(method, params),
    state: (topic) => services.state(topic),
    onChanged: (listener) => screens.onChanged(listener),
    onSignal: (listener) => screens.onSignal(listener),
    report: (details, message) => log.error(details, message),
    accept: (link) => serveContract(link, host),
    close: async ({ signed_out = true } = {}) => {
      if (closed) return;
      closed = true;
      endIdleWork();
      pairing.stop();
      await Promise.all([sync.stop(), desk.stop().then(() => manager.stop())]);
      if (signed_out) operators.signOut();
      store.close();
    },
  };
  return host;
}
