import { setTimeout as wait } from 'node:timers/promises';
import { type Transport, createStationClient, type StationClient } from '@serialbridge/client';
import type { DeviceRow, DevicesState } from '@serialbridge/protocol/station';
import type { GuestAgent } from './guest-agent.ts';

/** A way to the station host inside the guest: its frames go through the agent, so the contract is spoken and checked on this side. */
function guestTransport(agent: GuestAgent): Transport {
  let nextLink = 1;
  const frames = new Map<number, (data: unknown) => void>();
  const closes = new Map<number, () => void>();
  agent.onEvent((event) => {
    if (event.event === 'frame') frames.get(event.link)?.(event.text);
    else if (event.event === 'closed') {
      closes.get(event.link)?.();
      frames.delete(event.link);
      closes.delete(event.link);
    }
  });
  // a guest that is gone closes its links by itself
  return {
    connect: async () => {
      const link = nextLink++;
      await agent.call('open_link', { link });
      return {
        send: (text) => void agent.call('send_frame', { link, text }).catch(() => undefined),
        close: () => void agent.call('close_link', { link }).catch(() => undefined),
        onFrame: (listener) => void frames.set(link, listener),
        onClose: (listener) => void closes.set(link, listener),
      };
    },
  };
}

const ENTER_MS = 60_000;

/** The station host in the guest, as its screens see it. It is not paired: each scan is then refused once, with its text, which counts it. */
export interface StationUnderTest {
  readonly client: StationClient;
  state(): DevicesState;
  /** Waits for the newest state to be so; rejects after `ms` with what it was instead. */
  until(what: string, holds: (state: DevicesState) => boolean, ms?: number): Promise<DevicesState>;
  /** Texts of all scans that came to a verdict since the last call. */
  takeScans(): string[];
  /** Waits until `count` scans came, then a while longer for one too many; returns them. */
  scans(count: number, ms?: number): Promise<string[]>;
  /** Every weight (g) that any scale was ever shown with. */
  gramsSeen(): readonly number[];
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Last lines the host wrote to standard error. */
  readonly log: () => string;
}

async function poll(holds: () => boolean, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > until) return false;
    await wait(20);
  }
  return true;
}

export function stationUnderTest(agent: GuestAgent, entry: string): StationUnderTest {
  let newest: DevicesState | null = null;
  let scans: string[] = [];
  const grams = new Set<number>();
  const log: string[] = [];
  agent.onEvent((event) => {
    if (event.event === 'log') log.push(event.line);
  });
  const client = createStationClient(guestTransport(agent));
  client.subscribe('devices', (state) => {
    newest = state;
    for (const { weight } of state.devices) if (typeof weight?.grams === 'number') grams.add(weight.grams);
  });
  client.onSignal('feedback', ({ text }) => {
    if (text !== null) scans.push(text);
  });

  const takeScans = (): string[] => {
    const taken = scans;
    scans = [];
    return taken;
  };
  return {
    client,
    state: () => {
      if (newest === null) throw new Error('the host has not told its devices yet');
      return newest;
    },
    until: async (what, holds, ms = 30_000) => {
      if (await poll(() => newest !== null && holds(newest), ms)) return newest as unknown as DevicesState;
      throw new Error(`never came to: ${what}. ${short(newest)}`);
    },
    takeScans,
    scans: async (count, ms = 20_000) => {
      await poll(() => scans.length >= count, ms);
      await wait(400);
      return takeScans();
    },
    gramsSeen: () => [...grams],
    kill: async () => {
      await agent.call('stop_station', { signal: 'SIGKILL' });
      newest = null;
    },
    start: async () => {
      const args = ['--data', '/run/station', '--listen', '0', '--log-level', 'info'];
      await agent.call('start_station', { entry, args });
      if (!(await poll(() => newest !== null, ENTER_MS)))
        throw new Error(
          `the host tells no devices; its status is ${client.status().status}. ${log.slice(-5).join(' ')}`,
        );
    },
    log: () => log.slice(-20).join('\n'),
  };
}

/** As much of a state as helps to see what is wrong. */
function short(state: DevicesState | null): string {
  if (state === null) return 'There is no state.';
  const rows = state.devices.map(
    ({ device_id, state: now, detail, weight }: DeviceRow) =>
      `${device_id}: ${now} ${detail?.code ?? ''} ${weight === null ? '' : `${weight.state} ${weight.text ?? ''}`}`,
  );
  const attached = state.attached.map(
    ({ name, kind, device_id }) => `${name} (${kind ?? '?'}, ${device_id ?? 'unused'})`,
  );
  const problems = state.problems.map(({ code, params }) => `${code} ${JSON.stringify(params)}`);
  return `Devices: ${rows.join('; ')}. Attached: ${attached.join('; ')}. Problems: ${problems.join('; ')}`;
}
