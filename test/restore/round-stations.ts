import { setTimeout as sleep } from 'node:timers/promises';
import type { CentralProcess } from '@serialbridge/testing/processes/central-process';
import { furnish } from '@serialbridge/testing/processes/furnish';
import type { RestoreStation } from './restore-station.ts';

const PATIENCE_MS = 90_000;

/** Gives central something to receive, pairs the stations with it, and has them go online. @returns the tenant's id */
export async function pairAll({ admin, url }: CentralProcess, stations: readonly RestoreStation[]): Promise<string> {
  await furnish(admin);
  const { tenant } = await admin.call('session.get');
  const [warehouse] = (await admin.call('warehouses.list')).rows;
  for (const station of stations) {
    const body = { name: station.name, kind: 'receiving', warehouse_id: warehouse?.warehouse_id ?? '' } as const;
    const { pairing_code } = await admin.call('stations.create', { body });
    await station.pair(url, pairing_code);
    station.goOnline();
  }
  return tenant.tenant_id;
}

/** Waits until no station has anything left to do. `whole`: nor anything that central holds back (`RestoreStation.isSettled`). */
export async function settled(stations: readonly RestoreStation[], what: string, whole = true): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  // A station that had nothing to ask since a restore still believes what it heard before it; nudged below, it asks.
  const from = Date.now();
  // Twice in a row: one may have gone on while the next was looked at.
  for (let quiet = 0; quiet < 2;) {
    quiet = stations.every((station) => station.isSettled(whole, from)) ? quiet + 1 : 0;
    if (performance.now() > until)
      throw new Error(`stations never settled (${what}):\n${stations.map((station) => station.status()).join('\n')}`);
    for (const station of stations) if (!station.isSettled(whole, from)) station.nudge();
    await sleep(500);
  }
}

/** However the round ended: nothing of it goes on. */
export async function endAll(central: CentralProcess, stations: readonly RestoreStation[]): Promise<void> {
  await central.stop('SIGKILL').catch(() => undefined);
  for (const station of stations) await station.close();
}
