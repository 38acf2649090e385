import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createStationHost, type StationHost } from '@serialbridge/station';
import type { OperatorInput } from '@serialbridge/protocol/central';
import type { StationMethod, StationState } from '@serialbridge/protocol/station';
import { openHttpBench, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { refusedAs } from '@serialbridge/testing/station/refused-as';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const PERSON = { badge: null, warehouse_ids: null, active: true, role: 'operator' };

let bench: HttpBench;
let dir = '';
let host: StationHost;
const open = (): StationHost =>
  createStationHost({ app: 'receivebridge', data_dir: dir, log: quiet, watch_devices: null });

const codeOf = (method: StationMethod, params: unknown): Promise<string | null> => refusedAs(host, method, params);
const signIn = (code: string, pin: string): Promise<string | null> => codeOf('station.sign_in', { code, pin });
const state = (): StationState => host.state('station') as StationState;
async function reset(code: string, fields: Partial<OperatorInput>): Promise<void> {
  const row = (await bench.admin.call('operators.list')).rows.find((one) => one.code === code);
  const { operator_id = '' } = row ?? {};
  await bench.admin.call('operators.update', { params: { operator_id }, body: { ...row, ...fields } as never });
}
/** Until the station has heard of it. */
const heard = (is: () => Promise<boolean>): Promise<void> =>
  vi.waitFor(
    async () => {
      await host.call('station.sync_now', {});
      expect(await is()).toBe(true);
    },
    { timeout: 20_000, interval: 200 },
  );

beforeAll(async () => {
  bench = await openHttpBench();
  dir = mkdtempSync(join(tmpdir(), 'serialbridge-pins-'));
  const warehouse_id = (await bench.admin.call('warehouses.list')).rows[0]?.warehouse_id ?? '';
  await bench.admin.call('operators.create', { body: { ...PERSON, code: 'ann', name: 'Ann', pin: '4826' } });
  await bench.admin.call('operators.create', { body: { ...PERSON, code: 'bob', name: 'Bob', pin: '9071' } });
  const { pairing_code } = await bench.admin.call('stations.create', {
    body: { name: 'Dock', kind: 'receiving', warehouse_id },
  });
  host = open();
  await host.call('station.pair', { central_url: bench.running.url, pairing_code });
  await vi.waitFor(() => expect(host.store.pins.madeFrom()).not.toBeNull(), { timeout: 20_000 });
}, 60_000);
afterAll(async () => {
  await host.close();
  await bench.close();
  rmSync(dir, { recursive: true, force: true });
});

test('pin.change: everybody changes the own PIN at the station, signs in by it at once, and the former one is dead', async () => {
  const { store } = host;
  await vi.waitFor(() => expect(state().sync.state).toBe('online'), { timeout: 20_000 });
  expect(await codeOf('station.change_pin', { code: 'ann', pin: '4826', new_pin: '3085' })).toBeNull();
  expect(state().operator?.code).toBe('ann');
  expect(await signIn('ann', '4826')).toBe('auth.wrong-pin');
  expect(await signIn('ann', '3085')).toBeNull();
  // The list that the station asks for when it hears of the change says the same.
  const known = store.read.get(`SELECT operator_id, pin_changed_at FROM live_operator WHERE code = 'ann'`);
  await heard(() =>
    Promise.resolve(
      store.read.get(`SELECT pin_changed_at FROM live_operator WHERE code = 'ann'`)?.['pin_changed_at'] !== null,
    ),
  );
  expect(store.pins.read(String(known?.['operator_id']))).toMatchObject({ must_change: false });
  expect(await signIn('ann', '3085')).toBeNull();
}, 60_000);

test('auth.pin-must-change: after a reset the next sign-in that reaches central asks for a new PIN before work goes on', async () => {
  await reset('bob', { pin: '7193' });
  await host.call('station.sign_out', {});
  await heard(async () => (await signIn('bob', '7193')) === 'auth.pin-must-change');
  expect(state().operator).toBeNull();
  expect(await codeOf('station.change_pin', { code: 'bob', pin: '7193', new_pin: '7193' })).toBe('pin.unchanged');
  expect(await codeOf('station.change_pin', { code: 'bob', pin: '7193', new_pin: '6402' })).toBeNull();
  expect([state().operator?.code, await signIn('bob', '6402')]).toEqual(['bob', null]);
}, 60_000);

test('pin.promoted: whoever may do more from now on has to have six digits', async () => {
  await reset('bob', { role: 'supervisor' });
  await heard(async () => (await signIn('bob', '6402')) === 'auth.pin-must-change');
  expect(await codeOf('station.change_pin', { code: 'bob', pin: '6402', new_pin: '7193' })).toBe('pin.short');
  expect(await codeOf('station.change_pin', { code: 'bob', pin: '6402', new_pin: '719305' })).toBeNull();
}, 60_000);

test('pin.offline: a station goes on for days without a network, with PINs that it had; who left is dropped once it hears', async () => {
  await host.close();
  const { url } = bench.running;
  host = createStationHost({
    app: 'receivebridge',
    data_dir: dir,
    log: quiet,
    watch_devices: null,
    now: () => Date.now() + 5 * 24 * 3_600_000,
  });
  expect(url).not.toBe('');
  expect(await signIn('ann', '3085')).toBeNull();
  await reset('ann', { active: false });
  await heard(async () => (await signIn('ann', '3085')) === 'auth.wrong-pin');
}, 60_000);
