import { CallError } from '@serialbridge/client';
import type { AttachedWatch, DeviceManager, Found, NetworkGuard, watchAttached } from '@serialbridge/devices';
import type { DeviceConfig, DevicesState, DeviceStatus, Finding } from '@serialbridge/protocol/station';
import type { HostContext, StationDevices, StationService } from '../contract/host-context.ts';
import { asCalls } from './as-calls.ts';
import { deviceRow } from './device-rows.ts';
import { DeviceSettings } from './device-settings.ts';
import { LineSetup } from './line-setup.ts';
import { LiveView } from './live-view.ts';
import { PrintJobs } from './print-jobs.ts';
import { printMethods } from './print-methods.ts';
import { profileMethods } from './profile-methods.ts';
import { recognise, usedBy } from './recognise.ts';
import { ScaleTests } from './scale-tests.ts';
import { simulate } from './simulate.ts';

/** How a host learns what is attached; null: it does not look. */
export type WatchDevices = typeof watchAttached;

/** Screens follow a scan at once by its feedback; what they see of the lines may be this old (ms). */
const PUBLISH_MS = 100;
/** How long a device screen that says nothing more is believed to be open. */
const TRY_MS = 15_000;

type DeskContext = Pick<HostContext, 'clock' | 'log' | 'ledger' | 'record' | 'screens'> & {
  /** Where the options let a network device be. */
  readonly mayReach: NetworkGuard;
};

export interface DeviceDesk extends StationService {
  start(): void;
  stop(): Promise<void>;
  statuses(): DeviceStatus[];
  /** The devices, for the work at this station. */
  readonly port: StationDevices;
}

/**
 * Methods devices.*, topic `devices`: the devices of this station, which were named at its start, set up on the screen, or
 * recognised when they were plugged in.
 */
export function deviceDesk(
  context: DeskContext,
  manager: DeviceManager,
  watchDevices: WatchDevices | null,
): DeviceDesk {
  const { clock, log, record, screens } = context;
  const settings = new DeviceSettings(record, log);
  const jobs = new PrintJobs(record, log);
  const live = new LiveView();
  const startIds = new Set(manager.devices().map(({ config }) => config.device_id));
  let attached: readonly Found[] = [];
  let problems: readonly Finding[] = [];
  let watch: AttachedWatch | null = null;
  let publishing: NodeJS.Timeout | undefined;
  let fitting: Promise<void> = Promise.resolve();
  let stopped = false;
  let triedUntil = 0;

  const changed = (): void => {
    if (stopped) return;
    publishing ??= setTimeout(() => {
      publishing = undefined;
      screens.publish('devices');
    }, PUBLISH_MS);
  };
  const changedRows = (): void => {
    screens.publish('station');
    changed();
  };
  const tests = new ScaleTests(manager, changed);
  const setup = new LineSetup(manager, changed, context.mayReach);

  const configs = (): DeviceConfig[] => manager.devices().map(({ config }) => config);
  const originOf = (device_id: string): 'start' | 'auto' | 'saved' => {
    if (startIds.has(device_id)) return 'start';
    return settings.configs.some((one) => one.device_id === device_id) ? 'saved' : 'auto';
  };

  const takeRecognised = async (): Promise<void> => {
    const fresh = stopped ? [] : recognise(attached, configs(), settings.ignored);
    for (const config of fresh) {
      log.info({ device_id: config.device_id, name: config.name, profile: config.profile }, 'a device was recognised');
      await manager.put(config, settings.profiles);
    }
    if (fresh.length > 0) changedRows();
  };
  /** Takes what can be recognised into use. One look after the other: two at once would add the same device twice. */
  const fit = (): Promise<void> => {
    const before = fitting;
    fitting = (async () => {
      await before;
      try {
        await takeRecognised();
      } catch (error) {
        log.error({ err: error }, 'a device could not be taken into use');
      }
    })();
    return fitting;
  };

  const stops = [
    manager.on('trace', (trace) => {
      live.traced(trace);
      changed();
    }),
    manager.on('weight', (reading) => {
      live.weighed(reading);
      changed();
    }),
    manager.on('status', ({ device_id, state }) => {
      if (state !== 'open') live.forget(device_id);
      changedRows();
    }),
    manager.on('changed', () => {
      jobs.keep(manager);
      changedRows();
    }),
  ];

  const state = (): DevicesState => {
    const used = configs();
    return {
      devices: manager.devices().map((device) => deviceRow(device, originOf(device.config.device_id), live)),
      attached: attached.map((found) => ({ ...found, device_id: usedBy(found, used) })),
      problems: [...problems],
      traces: [...live.traces],
      last_scan: live.lastScan,
      testing: tests.running,
      listening: setup.listening,
      probing: setup.probing,
    };
  };

  const refuseStart = (device_id: string): void => {
    if (!startIds.has(device_id)) return;
    throw CallError.of('device.set-at-start', `${device_id} was named when the station was started.`, { device_id });
  };

  return {
    topics: { devices: state },
    methods: {
      'devices.simulate': (request) => {
        simulate(manager, request);
        return {};
      },
      'devices.refresh': async () => {
        await watch?.refresh();
        await fit();
        return {};
      },
      'devices.save': async ({ config }) => {
        refuseStart(config.device_id);
        await asCalls(() => manager.put(config, settings.profiles));
        settings.saveConfig(config);
        for (const { attached_id } of attached.filter((one) => usedBy(one, [config]) !== null)) {
          settings.ignore(attached_id, false);
          // the same thing may have been in use by itself until now
          if (attached_id !== config.device_id && originOf(attached_id) === 'auto') await manager.remove(attached_id);
        }
        changedRows();
        return {};
      },
      'devices.remove': async ({ device_id }) => {
        refuseStart(device_id);
        const config = configs().find((one) => one.device_id === device_id);
        if (config === undefined)
          throw CallError.of('device.unknown', `There is no device ${device_id}.`, { device_id });
        const found = attached.find((one) => usedBy(one, [config]) !== null);
        settings.removeConfig(device_id);
        settings.ignore(found?.attached_id ?? device_id, true);
        tests.stop(device_id);
        await manager.remove(device_id);
        live.forget(device_id);
        changedRows();
        return {};
      },
      'devices.try_scans': ({ on }) => {
        triedUntil = on ? clock.now() + TRY_MS : 0;
        return {};
      },
      ...profileMethods(manager, settings, changedRows),
      'devices.test_scale': async ({ device_id, on }) => {
        if (!on) tests.stop(device_id);
        else {
          await asCalls(() => manager.scale(device_id));
          tests.start(device_id);
        }
        return {};
      },
      'devices.zero': async ({ device_id }) => {
        await asCalls(() => manager.zero({ device_id }));
        return {};
      },
      'devices.listen': async ({ link }) => {
        await asCalls(() => (link === null ? setup.stop() : setup.listen(link)));
        return {};
      },
      'devices.learn_scanner': async ({ printed }) => {
        const { warnings, ...learnt } = await asCalls(() => setup.learn(printed));
        return { ...learnt, warnings: warnings.map(({ code }) => ({ code, params: {} })) };
      },
      'devices.probe_scale': async ({ link }) => {
        await asCalls(() => (link === null ? setup.stop() : setup.probe(link, settings.profiles)));
        return {};
      },
      ...printMethods(context, manager),
    },
    statuses: () => manager.statuses().map(({ text: _text, ...status }) => status),
    port: {
      scale: {
        get present() {
          return manager.statuses().some(({ kind }) => kind === 'scale');
        },
        readStable: ({ timeout_ms = 5_000 } = {}) => asCalls(() => manager.readWeight({ timeout_ms })),
      },
      sawScan: (scan) => {
        live.scanned(scan);
        changed();
      },
      triesScans: () => clock.now() < triedUntil,
    },
    start: () => {
      jobs.keep(manager);
      for (const config of settings.configs) {
        if (startIds.has(config.device_id)) continue;
        manager
          .put(config, settings.profiles)
          .catch((error: unknown) => log.error({ err: error, config }, 'a saved device cannot be used'));
      }
      watch =
        watchDevices?.({
          profiles: settings.profiles,
          onChange: (survey) => {
            attached = survey.attached;
            problems = survey.problems;
            changed();
            void fit();
          },
        }) ?? null;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(publishing);
      for (const stop of stops) stop();
      tests.stopAll();
      watch?.stop();
      await setup.stop();
      await fitting;
    },
  };
}
