import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCentral, type RunningCentral } from '@serialbridge/central';
import { createPairingCode } from '@serialbridge/central/auth';
import { rebuild, recordCentralEvents } from '@serialbridge/central/ledger';
import { backupSqlite, noteAt } from '@serialbridge/central/recovery';
import { receipt } from '@serialbridge/testing/store/test-station';
import { put, testWarehouse, type TestWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { StationRig } from './station-rig.ts';

vi.setConfig({ testTimeout: 60_000 });
const DAY = 86_400_000;
const noted = { by: 'test', place: null, now: 1 };
let folder: string;
let central: RunningCentral;
let tenant_id: string;
let rig: StationRig;
let w: TestWarehouse;

const start = (port = 0): Promise<RunningCentral> =>
  startCentral({
    data_dir: join(folder, 'central'),
    port,
    log_level: 'silent',
    admin: { code: 'boss' },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'serialbridge-retention-'));
  central = await start();
  rig = new StationRig();
  w = testWarehouse();
  const { store } = central.central;
  ({ tenant_id } = await store.db.selectFrom('tenant').select('tenant_id').executeTakeFirstOrThrow());
  const options = { operator_id: null, now: 1 };
  await recordCentralEvents(store, tenant_id, w.drafts, options);
  const { station_id } = w.station;
  await recordCentralEvents(store, tenant_id, [put('station', [{ ...w.station, state: 'new' }])], options);
  await rig.pair(central, (await createPairingCode(store, tenant_id, { station_id, now: Date.now() })).pairing_code);
});
afterEach(async () => {
  await rig.close();
  await central.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (): string => join(folder, 'central', 'central.db');

/** All that may go, batch by batch as the idle host does it. */
function pruneAll(): number {
  let count = 0;
  for (let last = -1; last !== 0; count += last) {
    last = rig.host.store.retention.prune(rig.now);
    if (last === 0) break;
  }
  return count;
}

async function inLedger(ids: readonly string[]): Promise<string[]> {
  const rows = await central.central.store.db
    .selectFrom('event')
    .select('event_id')
    .where('tenant_id', '=', tenant_id)
    .where('event_id', 'in', [...ids])
    .execute();
  return ids.filter((id) => rows.some(({ event_id }) => event_id === id));
}

/** Receipts sent and in no overlay any more. */
async function send(...serials: readonly string[]): Promise<string[]> {
  const ids = rig.record(...serials.flatMap((serial) => receipt(w, [serial])));
  await rig.until(() => rig.host.store.outbox.backlog() === 0 && rig.host.store.overlay.count() === 0);
  return ids;
}
const helloAgain = async (): Promise<void> => {
  const before = rig.state().sync.last_contact_at;
  await rig.until(() => rig.state().sync.state === 'online' && rig.state().sync.last_contact_at !== before);
};

test('an event goes only when it is 90 days acknowledged and backed up, and the chain goes on', async () => {
  const { store } = central.central;
  const ids = await send('A1', 'A2');
  const { retention } = rig.host.store;
  const { incarnation } = rig.host.store.log.head();
  rig.later(91 * DAY);
  await helloAgain();
  expect(pruneAll()).toBe(0);
  await noteAt(store, tenant_id, { before: Date.now() + DAY }, noted);
  await helloAgain();
  rig.later(-2 * DAY);
  expect(pruneAll()).toBe(0);
  rig.later(2 * DAY);
  // All but the last, whose hash the next one needs.
  expect(pruneAll()).toBe(5);
  expect([retention.prunedTo(incarnation), rig.host.store.log.hashAt(incarnation, 4)]).toEqual([5, null]);
  expect(rig.host.store.log.hashAt(incarnation, 5)).toMatch(/^[0-9a-f]{64}$/u);
  await rig.restart();
  ids.push(...(await send('A3')));
  expect(rig.host.store.log.head()).toMatchObject({ incarnation, seq: 9 });
  // The one that was the last is not any more; what is new is in no backup.
  expect(pruneAll()).toBe(1);
  expect(await inLedger(ids)).toEqual(ids);
  expect(rig.state().notices).toEqual([]);
});

test('sync.events-missing: a central restored from too old a backup gets all that is left, and a person is told of the rest', async () => {
  const old = join(folder, 'old.db');
  const first = await send('A1');
  await backupSqlite(file(), old);
  const lost = await send('A2', 'A3');
  await noteAt(central.central.store, tenant_id, { before: Date.now() + DAY }, noted);
  const kept = await send('A4');
  rig.later(91 * DAY);
  await helloAgain();
  expect(pruneAll()).toBe(9);
  const { incarnation } = rig.host.store.log.head();

  const port = Number(new URL(central.url).port);
  await central.close();
  for (const suffix of ['-wal', '-shm']) rmSync(`${file()}${suffix}`, { force: true });
  cpSync(old, file());
  central = await start(port);
  const after = rig.record(...receipt(w, ['A5']));
  await rig.sent();
  expect(rig.host.store.log.head().incarnation).not.toBe(incarnation);
  expect(await inLedger([...first, ...lost, ...kept, ...after])).toEqual([...first, ...kept, ...after]);
  expect(rig.state().notices).toEqual([
    { level: 'error', finding: { code: 'sync.events-missing', params: { first: 4, last: 9 } } },
  ]);
  const { db } = central.central.store;
  const cases = await db.selectFrom('case').select('rule').where('tenant_id', '=', tenant_id).execute();
  expect(cases.map(({ rule }) => rule)).toContain('case.events-missing');
  expect(await rebuild(central.central.store, tenant_id)).toEqual([]);
  // It is over: nothing is sent again and again, and new work is acknowledged.
  await rig.restart();
  await rig.sent();
  await send('A6');
  const count = await db
    .selectFrom('event_fork')
    .select('kind')
    .where('tenant_id', '=', tenant_id)
    .where('kind', '=', 'same-id')
    .execute();
  expect(count).toEqual([]);
});

test('a backup made while others write is whole, and is one state', async () => {
  const { store } = central.central;
  const copy = join(folder, 'copy.db');
  const over = new AbortController();
  const writing = (async () => {
    for (let n = 0; !over.signal.aborted; n += 1) {
      const row = { vendor_id: randomUUID(), code: `V-${n}`, name: 'x'.repeat(200) };
      await recordCentralEvents(store, tenant_id, [put('vendor', [row])], { operator_id: null, now: Date.now() });
    }
  })();
  const before = await store.db.selectFrom('tenant_head').select('version').executeTakeFirstOrThrow();
  const [head] = await backupSqlite(file(), copy);
  over.abort();
  await writing;
  expect(head?.version).toBeGreaterThanOrEqual(before.version);
  await expect(backupSqlite(file(), copy)).rejects.toThrow(/never written over/u);
  const port = Number(new URL(central.url).port);
  await central.close();
  for (const suffix of ['-wal', '-shm']) rmSync(`${file()}${suffix}`, { force: true });
  cpSync(copy, file());
  central = await start(port);
  const restored = central.central.store;
  expect(await rebuild(restored, tenant_id)).toEqual([]);
  // Its own start records nothing, the vendors are those of that version.
  const after = await restored.db
    .selectFrom('feed_version')
    .select('hash')
    .where('version', '=', head?.version ?? 0)
    .executeTakeFirst();
  expect(after?.hash).toBe(head?.hash);
});
