import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '@serialbridge/central/storage';
import { startCentralProcess } from '@serialbridge/testing/processes/central-process';
import { checkWorld } from './check-world.ts';
import { RestoreStation } from './restore-station.ts';
import { endAll, pairAll, settled } from './round-stations.ts';

export interface CrashOptions {
  readonly folder: string;
  readonly database_url: string;
  readonly crash: () => Promise<void>;
  readonly crashes: number;
  readonly say: (line: string) => void;
}

/** Ends the server again and again while stations push through one central that is never started anew. @returns what does not hold */
export async function crashRound({ folder, database_url, crash, crashes, say }: CrashOptions): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const central = await startCentralProcess(folder, { database_url });
  const stations = ['A', 'B', 'C'].map((name) => new RestoreStation(folder, name));
  try {
    const tenant_id = await pairAll(central, stations);
    await settled(stations, 'first');
    const ended = new AbortController();
    const work = (async () => {
      while (!ended.signal.aborted) {
        for (const station of stations) station.receive('PO-1001', 2);
        await sleep(20);
      }
    })();
    for (let at = 0; at < crashes; at += 1) {
      await sleep(700);
      await crash();
      for (const station of stations) station.nudge();
    }
    await sleep(500);
    ended.abort();
    await work;
    await settled(stations, 'after the crashes');
    say(`${crashes} crashes, ${stations.reduce((sum, one) => sum + one.serials.length, 0)} serials`);
    await central.stop();
    const store = await openStore({ database_url, data_dir: join(folder, 'central') });
    try {
      return await checkWorld(store, tenant_id, stations);
    } finally {
      await store.close();
    }
  } finally {
    await endAll(central, stations);
  }
}
