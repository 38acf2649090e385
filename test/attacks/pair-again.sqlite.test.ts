import { recordCentralEvents } from '@serialbridge/central/ledger';
import { openHttpBench, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { receipt } from '@serialbridge/testing/store/test-station';
import { testWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StationRig } from '../outbox/station-rig.ts';

/* Somebody at the page of a station pairs it with a central of their own, or takes it away from the one that it works for. */
vi.setConfig({ testTimeout: 60_000 });
const SUE = { code: 'sue', pin: '482915' };
let own: HttpBench;
let foreign: HttpBench;
let rig: StationRig;
const w = testWarehouse();

beforeEach(async () => {
  own = await openHttpBench();
  foreign = await openHttpBench();
  rig = new StationRig();
  for (const bench of [own, foreign]) {
    await recordCentralEvents(bench.running.central.store, bench.tenant_id, w.drafts, AS_CENTRAL);
    await bench.admin.call('operators.create', {
      body: { ...SUE, name: 'Sue', role: 'supervisor', badge: null, warehouse_ids: null, active: true },
    });
  }
  await rig.pair(own.running, (await codeOf(own, 'Dock')).pairing_code);
  await rig.sent();
  await rig.until(() => rig.host.store.pins.read(sueId()) !== null);
});
afterEach(async () => {
  await rig.close();
  await own.close();
  await foreign.close();
});

const codeOf = (bench: HttpBench, name: string): Promise<{ station_id: string; pairing_code: string }> =>
  bench.admin.call('stations.create', { body: { name, kind: 'receiving', warehouse_id: w.warehouse.warehouse_id } });
const sueId = (): string =>
  String(rig.host.store.read.get('SELECT operator_id FROM live_operator WHERE code = ?', [SUE.code])?.['operator_id']);
const fault = (of: Promise<unknown>): Promise<string> =>
  of.then(
    () => 'done',
    (error: unknown) => (error as { faults: { code: string }[] }).faults[0]?.code ?? String(error),
  );
const saysOf = async (bench: HttpBench): Promise<string> =>
  (await bench.admin.call('stations.list')).central_fingerprint;
const centralKey = (): string | null => rig.host.store.identity.read()?.central_key ?? null;

test('fingerprint: station and console show the same letters of central, and a station of another central shows others', async () => {
  const shown = (): string | null => rig.state().station?.central_fingerprint ?? null;
  const [ours, theirs] = [await saysOf(own), await saysOf(foreign)];
  expect(ours).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){3}$/u);
  expect(shown()).toBe(ours);
  expect(theirs).not.toBe(ours);
  await rig.pair(foreign.running, (await codeOf(foreign, 'Trap')).pairing_code, SUE);
  expect(shown()).toBe(theirs);
});

test('pairing.supervisor-needed: nobody at the page takes a station away from its central', async () => {
  const before = rig.host.store.identity.read();
  const { pairing_code } = await codeOf(foreign, 'Trap');
  expect(await fault(rig.pair(foreign.running, pairing_code))).toBe('pairing.supervisor-needed');
  expect(await fault(rig.pair(foreign.running, pairing_code, { ...SUE, pin: '000000' }))).toBe('auth.wrong-pin');
  expect(rig.host.store.identity.read()).toEqual(before);
  // The code was not used up: a supervisor pairs it, if that is wanted.
  expect(await fault(rig.pair(foreign.running, pairing_code, SUE))).toBe('done');
  expect(centralKey()).not.toBe(before?.central_key);
});

test('pairing.unsent-events: with unsent events only the same central, or an export first', async () => {
  const { station_id } = rig.host.store.identity.read() ?? { station_id: '' };
  const mine = centralKey();
  await own.admin.call('stations.revoke', { params: { station_id } });
  rig.record(...receipt(w, ['A1']));
  await rig.until(() => rig.state().sync.state === 'revoked');
  // Revoked, anybody may pair it again, but its events go nowhere else.
  const trap = await codeOf(foreign, 'Trap');
  expect(await fault(rig.pair(foreign.running, trap.pairing_code))).toBe('pairing.unsent-events');
  expect([centralKey(), rig.host.store.outbox.backlog()]).toEqual([mine, 3]);
  await rig.host.call('station.sign_in', SUE);
  const [file] = await rig.export();
  expect(file?.events).toBe(3);
  // What was recorded since is in no file.
  rig.record(...receipt(w, ['A2']));
  expect(await fault(rig.pair(foreign.running, trap.pairing_code))).toBe('pairing.unsent-events');
  await rig.export();
  expect(await fault(rig.pair(foreign.running, trap.pairing_code))).toBe('done');
  rig.record(...receipt(w, ['B1']));
  await rig.until(() => rig.state().sync.state === 'online' && rig.host.store.outbox.backlog() === 6);
  const theirs = await foreign.running.central.store.db
    .selectFrom('event')
    .select('station_id')
    .where('tenant_id', '=', foreign.tenant_id)
    .execute();
  expect(theirs.filter((one) => one.station_id === station_id)).toEqual([]);
  // Back with its own central, what was kept is sent.
  const again = await own.admin.call('stations.pairing_code', { params: { station_id } });
  await rig.until(() => rig.host.store.pins.read(sueId()) !== null);
  await rig.host.call('station.sign_in', SUE);
  await rig.export();
  expect(await fault(rig.pair(own.running, again.pairing_code, SUE))).toBe('done');
  expect(centralKey()).toBe(mine);
  await rig.until(() => rig.host.store.outbox.backlog() === 0);
});
