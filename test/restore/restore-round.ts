import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '@serialbridge/central/storage';
import { csv } from '../../scripts/demo/demo-files.ts';
import { startCentralProcess } from '@serialbridge/testing/processes/central-process';
import { importAll } from '@serialbridge/testing/processes/furnish';
import { CAMERA, LENS } from '@serialbridge/testing/processes/warehouse-files';
import type { Backups } from './backups.ts';
import { checkWorld } from './check-world.ts';
import { RestoreStation } from './restore-station.ts';
import { endAll, pairAll, settled } from './round-stations.ts';

export interface RoundOptions {
  readonly folder: string;
  readonly database_url?: string;
  readonly backups: (data: string) => Backups;
  /** Restored under a central that goes on running (PostgreSQL only). */
  readonly alive: boolean;
  /** Restored once more from the same backup. */
  readonly twice: boolean;
  /** Stations go on receiving while the database is away. */
  readonly busy: boolean;
  readonly say: (line: string) => void;
}

const poOf = (number: string, vendor: string): string =>
  csv(
    ['number', 'vendor_code', 'vendor_name', 'warehouse', 'sku', 'quantity', 'unit_price'],
    [LENS.sku, CAMERA.sku].map((sku) => [number, vendor, `The ${vendor} company`, 'MAIN', sku, 500, '99.00']),
  );

/**
 * Central is restored from a backup that is older than what stations have seen and had acknowledged. @returns what does not hold afterwards
 */
export async function restoreRound(options: RoundOptions): Promise<string[]> {
  const { folder, database_url, alive, twice, busy, say } = options;
  mkdirSync(folder, { recursive: true });
  const central = await startCentralProcess(folder, database_url === undefined ? {} : { database_url });
  const backups = options.backups(folder);
  const stations = ['A', 'B', 'C'].map((name) => new RestoreStation(folder, name));
  const [dock, other, away] = stations as [RestoreStation, RestoreStation, RestoreStation];
  try {
    const tenant_id = await pairAll(central, stations);
    await settled(stations, 'first');
    for (const station of stations) for (let at = 0; at < 3; at += 1) station.receive('PO-1001', 4);
    await settled(stations, 'before the backup');
    await backups.take('first');

    // All that follows will be lost: what stations did, and what central did itself.
    for (const station of [dock, other]) for (let at = 0; at < 10; at += 1) station.receive('PO-1001', 5);
    await settled(stations, 'first half after the backup');
    // C has seen some lost versions, and then goes away with more on its own disk.
    await away.goOffline();
    await importAll(central.admin, { 'purchase-orders': poOf('PO-2002', 'GLASSCO') });
    await settled([dock, other], 'after the import');
    for (const station of [dock, other]) for (let at = 0; at < 5; at += 1) station.receive('PO-2002', 3);
    await settled([dock, other], 'second half after the backup');
    for (let at = 0; at < 5; at += 1) away.receive('PO-1001', 2);

    const ended = new AbortController();
    if (!busy) ended.abort();
    const work = (async () => {
      while (!ended.signal.aborted) {
        for (const station of [dock, other]) station.receive('PO-1001', 1);
        await sleep(150);
      }
    })();
    await backups.restore('first', central, alive);
    say('restored');
    if (twice) {
      await sleep(2_500);
      await backups.restore('first', central, alive);
      say('restored once more');
    }
    await sleep(busy ? 2_000 : 0);
    ended.abort();
    await work;
    // Central goes on by itself: versions that were seen are used again.
    await importAll(central.admin, { 'purchase-orders': poOf('PO-3003', 'LUMINA') });
    // Receipts on the lost PO are held, and stay in sight at their stations, until a person restores it.
    await settled([dock, other], 'after the restore', false);
    away.goOnline();
    await settled(stations, 'C is back', false);

    const lost = await central.admin.call('lost_records.list', { query: { limit: 500 } });
    const names = lost.rows.map(({ entity, title }) => `${entity} ${title}`).toSorted();
    say(`lost of central's own: ${names.join(', ')}`);
    const wrong: string[] = [];
    for (const name of ['purchase_order PO-2002', 'vendor GLASSCO'])
      if (!names.includes(name)) wrong.push(`the lost ${name} is not listed`);
    const { refused } = await central.admin.call('lost_records.decide', {
      body: { decision: 'restore', records: 'all' },
    });
    if (refused.length > 0) wrong.push(`not restored: ${JSON.stringify(refused.slice(0, 3))}`);
    await settled(stations, 'lost records restored');
    const epochs = new Set(stations.map((station) => station.store.cacheState().cursor?.epoch));
    if (epochs.size !== 1) wrong.push(`stations are in ${epochs.size} epochs`);
    await central.stop();
    const store = await openStore({ database_url, data_dir: join(folder, 'central') });
    try {
      const starts = await store.db.selectFrom('epoch_start').selectAll().where('tenant_id', '=', tenant_id).execute();
      if (starts.length === 0) wrong.push('no new epoch began, though stations had seen what was lost');
      wrong.push(...(await checkWorld(store, tenant_id, stations)));
    } finally {
      await store.close();
    }
    return wrong;
  } finally {
    await endAll(central, stations);
  }
}
