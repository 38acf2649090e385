import { setTimeout as sleep } from 'node:timers/promises';
import { cookieFetch } from '@serialbridge/client/central';
import { newPairingCode } from '../../../scripts/demo/load-demo.ts';
import { enterConsole } from '@serialbridge/testing/processes/admin';
import { shownCode } from '../../../scripts/start/shown-code.ts';
import type { Traced } from './run-under-strace.ts';
import { furnish, PACKER } from '@serialbridge/testing/processes/furnish';
import { startStationProcess, type StationProcess } from '@serialbridge/testing/processes/station-process';
import { CAMERA } from '@serialbridge/testing/processes/warehouse-files';

export const SERIALS = [1, 2, 3, 4, 5].map(CAMERA.serial);

/** Asks for the backlog as it is now: the state sent last may be one from before the scan. */
async function allAcknowledged({ client }: StationProcess): Promise<void> {
  const until = performance.now() + 30_000;
  while ((await client.call('station.diagnostics', {})).backlog > 0) {
    if (performance.now() > until) throw new Error('the dock’s events were not acknowledged within 30 s');
    await sleep(20);
  }
}

/** A dock pairs with this central, receives a few units one scan after the other, each acknowledged before the next, and stops. */
export async function recordAtDock({ ready, log }: Pick<Traced, 'ready' | 'log'>, data: string): Promise<void> {
  const central_url = String(ready['url']);
  const admin = await enterConsole(central_url, cookieFetch(fetch, central_url), await shownCode(log));
  await furnish(admin);
  const pairing_code = await newPairingCode(admin, 'dock', 'receiving');
  const dock = await startStationProcess({ app: 'receivebridge', data, name: 'dock', central_url, pairing_code });
  await dock.until('station', ({ sync }) => sync.state === 'online' && sync.cache_fresh_at !== null, 'synced');
  await dock.client.call('station.sign_in', { code: PACKER.code, pin: PACKER.pin });
  for (const text of ['PO-1001', CAMERA.upc, ...SERIALS]) {
    await dock.scan(text);
    await allAcknowledged(dock);
  }
  await dock.stop();
}
