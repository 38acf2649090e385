import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '@serialbridge/central/storage';
import { judge } from '@serialbridge/testing/judge/judge';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { BOSS, furnish, importAll } from '@serialbridge/testing/processes/furnish';
import { CAMERA, LENS } from '@serialbridge/testing/processes/warehouse-files';
import { BareStation } from '@serialbridge/testing/station/bare-station';
import { peopleDoubted } from '@serialbridge/testing/store/cases-opened';
import { receipt } from '@serialbridge/testing/store/drafts';
import { csv } from '../../scripts/demo/demo-files.ts';
import type { Backups } from './backups.ts';

const PATIENCE_MS = 90_000;

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

/** A station where somebody receives, and what was accepted there. */
interface Dock {
  readonly station: BareStation;
  readonly serials: string[];
}

/** One receipt of so many serials of the first line of the PO, saved. */
function receive({ station, serials }: Dock, number: string, count: number): void {
  const { store, name, identity } = station;
  const line = store.read.get(
    `SELECT l.po_line_id, l.product_id, l.purchase_order_id FROM live_po_line l JOIN live_purchase_order p USING (purchase_order_id)
     WHERE p.number = ? ORDER BY l.line_number LIMIT 1`,
    [number],
  );
  if (line === undefined) throw new Error(`${name} does not know ${number}`);
  const po_line = { po_line_id: String(line['po_line_id']), purchase_order_id: String(line['purchase_order_id']) };
  const product = { product_id: String(line['product_id']) };
  const made = Array.from({ length: count }, (_, at) => `${name}${String(serials.length + at).padStart(7, '0')}`);
  serials.push(...made);
  station.record(...receipt({ warehouse: identity, product, po_line }, made));
}

/** Gives central something to receive, pairs the stations with it, and has them go online. @returns the tenant's id */
async function pairAll({ admin, url }: CentralProcess, docks: readonly Dock[]): Promise<string> {
  await furnish(admin);
  const { tenant } = await admin.call('session.get');
  const [warehouse] = (await admin.call('warehouses.list')).rows;
  const people = await admin.call('operators.list');
  const boss = people.rows.find(({ code }) => code === BOSS.code);
  for (const { station } of docks) {
    const body = { name: station.name, kind: 'receiving', warehouse_id: warehouse?.warehouse_id ?? '' } as const;
    const { pairing_code } = await admin.call('stations.create', { body });
    await station.pair(url, pairing_code);
    station.operator_id = boss?.operator_id ?? '';
    station.goOnline();
  }
  return tenant.tenant_id;
}

/** Waits until no station has anything left to do. `whole`: nor anything that central holds (`BareStation.isAtRest`). */
async function settled(docks: readonly Dock[], what: string, whole = true): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  // A station that had nothing to ask since a restore still believes what it heard before it; nudged below, it asks.
  const from = Date.now();
  const isAtRest = ({ station }: Dock): boolean => station.isAtRest({ from, whole });
  // Twice in a row: one may have gone on while the next was looked at.
  for (let quiet = 0; quiet < 2;) {
    quiet = docks.every(isAtRest) ? quiet + 1 : 0;
    if (performance.now() > until)
      throw new Error(
        `stations never settled (${what}):\n${docks.map(({ station }) => station.describe()).join('\n')}`,
      );
    for (const dock of docks) if (!isAtRest(dock)) dock.station.loop.syncNow();
    await sleep(250);
  }
}

/**
 * Central is restored from a backup that is older than what stations have seen and had acknowledged. @returns what does not hold afterwards
 */
export async function restoreRound(options: RoundOptions): Promise<string[]> {
  const { folder, database_url, alive, twice, busy, say } = options;
  mkdirSync(folder, { recursive: true });
  const central = await startCentralProcess(folder, database_url === undefined ? {} : { database_url });
  const backups = options.backups(folder);
  const docks = ['A', 'B', 'C'].map((name): Dock => ({
    station: new BareStation({ name, dir: join(folder, name) }),
    serials: [],
  }));
  const [dock, other, away] = docks as [Dock, Dock, Dock];
  try {
    const tenant_id = await pairAll(central, docks);
    await settled(docks, 'first');
    for (const one of docks) for (let at = 0; at < 3; at += 1) receive(one, 'PO-1001', 4);
    await settled(docks, 'before the backup');
    await backups.take('first');

    // All that follows will be lost: what stations did, and what central did itself.
    for (const one of [dock, other]) for (let at = 0; at < 10; at += 1) receive(one, 'PO-1001', 5);
    await settled(docks, 'first half after the backup');
    // C has seen some lost versions, and then goes away with more on its own disk.
    await away.station.goOffline();
    await importAll(central.admin, { 'purchase-orders': poOf('PO-2002', 'GLASSCO') });
    await settled([dock, other], 'after the import');
    for (const one of [dock, other]) for (let at = 0; at < 5; at += 1) receive(one, 'PO-2002', 3);
    await settled([dock, other], 'second half after the backup');
    for (let at = 0; at < 5; at += 1) receive(away, 'PO-1001', 2);

    const ended = new AbortController();
    if (!busy) ended.abort();
    const work = (async () => {
      while (!ended.signal.aborted) {
        for (const one of [dock, other]) receive(one, 'PO-1001', 1);
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
    away.station.goOnline();
    await settled(docks, 'C is back', false);

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
    await settled(docks, 'lost records restored');
    const epochs = new Set(docks.map(({ station }) => station.store.cache.state().cursor?.epoch));
    if (epochs.size !== 1) wrong.push(`stations are in ${epochs.size} epochs`);
    await central.stop();
    const store = await openStore({ database_url, data_dir: join(folder, 'central') });
    try {
      const starts = await store.db.selectFrom('epoch_start').selectAll().where('tenant_id', '=', tenant_id).execute();
      if (starts.length === 0) wrong.push('no new epoch began, though stations had seen what was lost');
      const doubted = await peopleDoubted(store);
      if (doubted !== null) wrong.push(`honest people opened cases: ${doubted}`);
      const units = await store.db.selectFrom('unit').select('serial_raw').where('tenant_id', '=', tenant_id).execute();
      const known = new Set(units.map(({ serial_raw }) => serial_raw));
      for (const { station, serials } of docks) {
        const lacking = serials.filter((serial) => !known.has(serial));
        if (lacking.length > 0)
          wrong.push(`${station.name}: central has no unit for ${lacking.length} accepted serials`);
      }
      const stations = docks.map(({ station }) => station.judged);
      const { breaches } = await judge({ store, tenant_id, stations, logs: 'whole' });
      wrong.push(...breaches.slice(0, 20).map(({ invariant, message }) => `${invariant}: ${message.slice(0, 500)}`));
    } finally {
      await store.close();
    }
    return wrong;
  } finally {
    // However the round ended: nothing of it goes on.
    await central.stop('SIGKILL').catch(() => undefined);
    for (const { station } of docks) await station.close();
  }
}
