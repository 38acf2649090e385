import { join } from 'node:path';
import { createStationClient, webSocketTransport, type StationClient } from '@serialbridge/client';
import { serveStation, type ServedStation } from '@serialbridge/shell/browser';
import type { Page } from '@playwright/test';
import { newPairingCode } from '../../../scripts/demo/load-demo.ts';
import type { CentralProcess } from '@serialbridge/testing/processes/central-process';
import { PACKER } from '@serialbridge/testing/processes/furnish';
import { watchScreen } from './watch-screen.ts';

export interface LaunchOptions {
  readonly app: 'receivebridge' | 'shipbridge';
  /** Of the station in the console; also its folder. */
  readonly name: string;
  readonly data: string;
  readonly central: CentralProcess;
  readonly devices?: readonly string[];
  /** Who signs in at the screen; null: nobody. */
  readonly operator?: { readonly code: string; readonly pin: string } | null;
}

/** A station as its people have it: a page on a supervised host, and beside it the contract for what a test must look up. */
export interface LaunchedStation {
  readonly served: ServedStation;
  readonly client: StationClient;
  /** Where its ops.db is. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Signs in at the screen by code and PIN. */
export async function signInAt(page: Page, { code, pin }: { code: string; pin: string }): Promise<void> {
  await page.getByTestId('sign-in-code').fill(code);
  await page.getByTestId('sign-in-pin').fill(pin);
  await page.getByTestId('sign-in-submit').click();
}

const PATIENCE_MS = 60_000;

/** Resolves when the station's cache has stood at central's head once. */
export function firstSync(client: StationClient): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the station never came to central’s head')), PATIENCE_MS);
    const stop = client.subscribe('station', ({ sync }) => {
      if (sync.state !== 'online' || sync.cache_fresh_at === null) return;
      clearTimeout(timer);
      // Not in this turn: a state that is here already is told before subscribe returns.
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Pairs a new station with central, serves its built screens, opens them on the page and signs the operator in. */
export async function launchStation(page: Page, options: LaunchOptions): Promise<LaunchedStation> {
  const { app, name, data, central, devices = [], operator = PACKER } = options;
  const folder = join(data, name);
  const code = await newPairingCode(central.admin, name, app === 'receivebridge' ? 'receiving' : 'packing');
  const served = await serveStation({
    screens: join(process.cwd(), 'apps', app, 'dist', 'screens'),
    // The bundle, as people have it: it starts in a third of the time that the sources take.
    host_entry: join('apps', app, 'dist', 'host.js'),
    host_args: ['--data', folder, '--central', central.url, ...devices.flatMap((device) => ['--device', device])],
    host_env: { SERIALBRIDGE_PAIRING_CODE: code },
    port: 0,
  });
  const client = createStationClient(webSocketTransport(() => new WebSocket(served.contract_url)));
  const close = async (): Promise<void> => {
    client.close();
    await served.close();
  };
  try {
    await watchScreen(page);
    await page.goto(served.url);
    await page.getByTestId('sign-in-code').waitFor({ timeout: 60_000 });
    await firstSync(client);
    if (operator !== null) {
      await signInAt(page, operator);
      await page.getByTestId('feedback').waitFor();
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { served, client, folder, close };
}
