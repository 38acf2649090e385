import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { serveStation } from '@serialbridge/shell/browser';
import type { StationApp } from './arguments.ts';

export const STATIONS = {
  receivebridge: { title: 'Receivebridge', name: 'Dock 1', kind: 'receiving', port_after: 1 },
  shipbridge: { title: 'Shipbridge', name: 'Packing table 1', kind: 'packing', port_after: 2 },
} as const;

/** The demo's devices: product code that acts as hardware (packages/devices), so that a scale can be read without one. */
const SCANNER = ['--device', 'scanner=simulated,name=Simulated scanner'] as const;
const SCALE = ['--device', 'scale=simulated,name=Simulated scale'] as const;
const PRINTER = ['--device', 'printer=simulated,name=Simulated label printer'] as const;
const SIMULATED = [...SCANNER, ...SCALE, ...PRINTER] as const;

export interface StationStart {
  readonly app: StationApp;
  readonly data: string;
  readonly central_url: string | null;
  /** Null when it is paired already, or waits for a person to pair it. */
  readonly pairing_code: string | null;
  readonly simulated: boolean;
  /** 0: any free port. */
  readonly port: number;
  /** Electron's binary; null: the browser. */
  readonly electron: string | null;
  readonly say: (line: string) => void;
}

export interface StartedStation {
  /** Where its screens are; null: in an Electron window. */
  readonly url: string | null;
  /** Its contract, for a program; null under Electron. */
  readonly contract_url: string | null;
  stop(): Promise<void>;
}

/** Starts one station: its host under the supervisor, its screens in an Electron window or for the browser. */
export async function startStation(start: StationStart): Promise<StartedStation> {
  const { app, central_url, pairing_code, electron } = start;
  const args = [
    '--data',
    resolve(start.data, app),
    ...(start.simulated ? SIMULATED : []),
    ...(central_url === null ? [] : ['--central', central_url]),
  ];
  const secrets: Record<string, string> = pairing_code === null ? {} : { SERIALBRIDGE_PAIRING_CODE: pairing_code };
  if (electron !== null) {
    const window = spawn(electron, [join('apps', app, 'dist', 'main.js'), ...args], {
      stdio: 'ignore',
      env: { ...process.env, ...secrets },
    });
    return {
      url: null,
      contract_url: null,
      stop: async () => {
        window.kill();
      },
    };
  }
  const served = await serveStation({
    screens: resolve('apps', app, 'dist', 'screens'),
    // The bundle starts several times faster than the sources, which is what a dock waits for when a host has died.
    host_entry: join('apps', app, 'dist', 'host.js'),
    host_args: args,
    host_env: secrets,
    port: start.port,
    onLine: start.say,
  });
  return { url: served.url, contract_url: served.contract_url, stop: () => served.close() };
}
