import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import type { OutboxImport } from '@serialbridge/protocol/central';
import { openHttpBench, type Answer, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { receipt } from '@serialbridge/testing/store/test-station';
import { testWarehouse, type TestWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { StationRig } from './station-rig.ts';

// Real processes, on machines that may have other work.
vi.setConfig({ testTimeout: 60_000 });
const ROOT = join(import.meta.dirname, '..', '..');
let bench: HttpBench;
let rig: StationRig;
let w: TestWarehouse;

beforeEach(async () => {
  bench = await openHttpBench();
  rig = new StationRig();
  w = testWarehouse();
  await recordCentralEvents(bench.running.central.store, bench.tenant_id, w.drafts, { operator_id: null, now: 1 });
});
afterEach(async () => {
  await rig.close();
  await bench.close();
});

async function newStation(name: string): Promise<{ station_id: string; pairing_code: string }> {
  const { warehouse_id } = w.warehouse;
  return bench.admin.call('stations.create', { body: { name, kind: 'receiving', warehouse_id } });
}
const bring = (text: string, who = bench.admin): Promise<Answer<OutboxImport>> =>
  who.send<OutboxImport>('POST', '/api/outbox-imports?file_name=dock.sboutbox', {
    body: text,
    headers: { 'content-type': 'application/octet-stream' },
  });

async function ledger(): Promise<string[]> {
  const rows = await bench.running.central.store.db
    .selectFrom('event')
    .select('event_id')
    .where('tenant_id', '=', bench.tenant_id)
    .where('type', 'in', ['receiving-session-opened', 'receipt-line-counted', 'receipt-saved'])
    .execute();
  return rows.map(({ event_id }) => event_id).toSorted();
}

test('station.revoked: the outbox stays, is exported and imported; pairing again goes on with the same chain, all once', async () => {
  const { station_id, pairing_code } = await newStation('Dock 7');
  await rig.pair(bench.running, pairing_code);
  const ids = rig.record(...receipt(w, ['A1']));
  await rig.sent();
  const { incarnation } = rig.host.store.log.head();
  await bench.admin.call('stations.revoke', { params: { station_id } });
  ids.push(...rig.record(...receipt(w, ['A2', 'A3'])));
  await rig.until(() => rig.state().sync.state === 'revoked');
  expect(rig.state().sync).toMatchObject({ backlog: 3, problem: { code: 'station.revoked' } });

  const [file, ...more] = await rig.export();
  expect(more).toEqual([]);
  expect(file).toMatchObject({ events: 3, file_name: expect.stringMatching(/^outbox-Dock-7-.*\.sboutbox$/u) });
  expect(rig.host.store.outbox.backlog()).toBe(3);
  const text = file?.text ?? '';
  const done = await bring(text);
  expect([done.status, done.body]).toMatchObject([
    200,
    { station_name: 'Dock 7', events_new: 3, events_known: 0, events_held: 0, imported_by: 'Administrator' },
  ]);
  expect(await ledger()).toEqual(ids.toSorted());

  // Work goes on while it is shut out; a new code makes it the same station again.
  ids.push(...rig.record(...receipt(w, ['A4'])));
  const again = await bench.admin.call('stations.pairing_code', { params: { station_id } });
  await rig.pair(bench.running, again.pairing_code);
  await rig.sent();
  expect(rig.host.store.log.head()).toMatchObject({ incarnation, seq: 9 });
  expect(await ledger()).toEqual(ids.toSorted());
  expect((await bring(text)).body).toMatchObject({ events_new: 0, events_known: 3 });
  expect(await ledger()).toEqual(ids.toSorted());
  const { rows } = await bench.admin.call('outboxes.list');
  expect(rows.map(({ events_new, events_known }) => [events_new, events_known])).toEqual([
    [0, 3],
    [3, 0],
  ]);
});

test('auth.forbidden: only who may manage stations imports; a faulty file is refused with every fault', async () => {
  const { pairing_code } = await newStation('Dock 7');
  await rig.pair(bench.running, pairing_code);
  await rig.sent();
  const made = await bench.admin.call('operators.create', {
    body: { code: 'sue', name: 'Sue', role: 'supervisor', badge: null, warehouse_ids: null, active: true },
  });
  const sue = await bench.enter(made);
  expect((await bring('x', sue)).status).toBe(403);
  expect((await bring('x', bench.nobody())).status).toBe(401);
  expect((await bring('{"format":1}')).body).toMatchObject({ code: 'outbox.not-an-export', status: 422 });
  expect((await sue.call('outboxes.list')).rows).toEqual([]);
});

test('a computer that became another station exports what it was with the key of then', async () => {
  const first = await newStation('Dock 7');
  await rig.pair(bench.running, first.pairing_code);
  await rig.sent();
  const central = bench.running.central.store;
  // While the line is down, events pile up; then somebody pairs the computer as another station.
  await bench.admin.call('stations.revoke', { params: { station_id: first.station_id } });
  const ids = rig.record(...receipt(w, ['A1']));
  await rig.until(() => rig.state().sync.state === 'revoked');
  const second = await newStation('Dock 8');
  await rig.pair(bench.running, second.pairing_code);
  ids.push(...rig.record(...receipt(w, ['B1'])));
  await rig.until(() => rig.host.store.outbox.unsent().length === 1);
  expect(await ledger()).toHaveLength(3);
  rig.host.context.operators.signOut();
  await rig.host.close();
  // By the command line, while nothing runs.
  const to = join(rig.dir, 'carried.sboutbox');
  const run = (args: readonly string[]) =>
    spawnSync(process.execPath, args, { encoding: 'utf8', cwd: ROOT, env: { PATH: process.env['PATH'] } });
  const main = join(ROOT, 'packages/station/src/main.ts');
  const made = run([main, 'export-outbox', '--data', rig.dir, '--to', to]);
  expect([made.status, made.stderr]).toEqual([0, '']);
  expect(
    made.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toEqual([
    { file: to, station: 'Dock 8', events: 0 },
    { file: to.replace('.sboutbox', '-2.sboutbox'), station: 'Dock 7', events: 3 },
  ]);
  const refused = run([main, 'export-outbox', '--data', rig.dir, '--to', to]);
  expect([refused.status, refused.stderr]).toEqual([78, expect.stringContaining('is not written over')]);
  // Central takes it by its own command line, while it runs.
  const imported = run([
    join(ROOT, 'apps/central/src/main.ts'),
    'import-outbox',
    '--data',
    central.data_dir,
    to.replace('.sboutbox', '-2.sboutbox'),
  ]);
  expect([imported.status, imported.stderr]).toEqual([0, '']);
  expect(JSON.parse(imported.stdout)).toMatchObject({ station_name: 'Dock 7', events_new: 3, events_held: 0 });
  expect(await ledger()).toEqual(ids.toSorted());
  await rig.restart();
  // It was only read: everything stands as before.
  expect(rig.host.store.outbox.unsent()).toHaveLength(1);
});
