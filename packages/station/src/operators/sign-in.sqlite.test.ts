import { CallError } from '@serialbridge/client';
import { runsOf } from '@serialbridge/cache';
import { StationState, type StationMethod } from '@serialbridge/protocol/station';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operatorRow, pairedFolder, testHost } from '@serialbridge/testing/station/host-fixture';
import { refusedAs } from '@serialbridge/testing/station/refused-as';
import { rowOf } from '@serialbridge/testing/rows';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import type { StationHost } from '../host/station-host.ts';

let folder: TemporaryFolder;
let host: StationHost;
let now: number;
const delays: number[] = [];
const open = (): StationHost =>
  testHost(folder.dir, {
    now: () => now,
    delay: (ms) => {
      delays.push(ms);
      return Promise.resolve();
    },
  });

beforeEach(async () => {
  now = 1_700_000_000_000;
  delays.length = 0;
  folder = temporaryFolder();
  const elsewhere = ['018f0000-0000-7000-8000-0000000000ff'];
  pairedFolder(folder.dir, [
    ['operator', await operatorRow('anna', '1234')],
    ['operator', await operatorRow('sven', '9876', { role: 'supervisor' })],
    ['operator', await operatorRow('gone', '1111', { active: false })],
    ['operator', await operatorRow('away', '1111', { warehouse_ids: elsewhere })],
    ['operator', await operatorRow('nopin', null)],
  ]);
  host = open();
});
afterEach(async () => {
  await host.close();
  folder.remove();
});

const codeOf = (method: StationMethod, params: unknown): Promise<string | null> => refusedAs(host, method, params);
const signIn = (code: string, pin: string): Promise<string | null> => codeOf('station.sign_in', { code, pin });
const restart = async (): Promise<void> => {
  await host.close({ signed_out: false });
  host = open();
};

test('auth: code and PIN sign in offline, and out again', async () => {
  expect(await signIn('anna', '1234')).toBeNull();
  expect(host.context.operators.current()?.code).toBe('anna');
  await host.call('station.sign_out', {});
  expect(host.context.operators.current()).toBeNull();
});

test('auth.wrong-pin: a wrong PIN, an unknown code, one without a PIN, one not active, one of another warehouse: the same answer', async () => {
  for (const [code, pin] of [
    ['anna', '4321'],
    ['nobody', '1234'],
    ['nopin', ''],
    ['gone', '1111'],
    ['away', '1111'],
  ] as const) {
    expect(await signIn(code, pin)).toBe('auth.wrong-pin');
  }
  expect(host.context.operators.current()).toBeNull();
});

test('auth.pins-not-here: before the list of PINs has come nobody is told that a PIN is wrong, and no try counts', async () => {
  const sealed = host.store.notes.read('station.pins');
  host.store.notes.write({ 'station.pins': null });
  await restart();
  for (let at = 0; at < 8; at += 1) expect(await signIn('anna', '1234')).toBe('auth.pins-not-here');
  host.store.notes.write({ 'station.pins': sealed });
  await restart();
  expect(await signIn('anna', '1234')).toBeNull();
});

test('auth.locked: five wrong PINs lock that operator, the right one included, also after a restart, and nobody else', async () => {
  for (let count = 0; count < 5; count += 1) expect(await signIn('anna', '0000')).toBe('auth.wrong-pin');
  expect(await signIn('anna', '1234')).toBe('auth.locked');
  expect(delays.every((ms, index) => index === 0 || ms > (delays[index - 1] ?? 0) || ms === 4_000)).toBe(true);
  await restart();
  expect(await signIn('anna', '1234')).toBe('auth.locked');
  expect(await signIn('sven', '9876')).toBeNull();
  now += 15 * 60_000;
  expect(await signIn('anna', '1234')).toBeNull();
});

test('auth.locked: after the lock one wrong try locks again', async () => {
  for (let count = 0; count < 5; count += 1) await signIn('anna', '0000');
  now += 15 * 60_000;
  expect(await signIn('anna', '0000')).toBe('auth.wrong-pin');
  expect(await signIn('anna', '1234')).toBe('auth.locked');
});

test('auth.locked: guesses sent at once are counted one by one', async () => {
  const guesses = await Promise.all(Array.from({ length: 12 }, (_, guess) => signIn('anna', String(2000 + guess))));
  expect(guesses.filter((code) => code === 'auth.wrong-pin')).toHaveLength(5);
  expect(guesses.filter((code) => code === 'auth.locked')).toHaveLength(7);
});

test('auth.wrong-pin: codes that nobody has are locked like others, and leave no row each', async () => {
  for (let count = 0; count < 5; count += 1) expect(await signIn('nobody', '0000')).toBe('auth.wrong-pin');
  expect(await signIn('nobody', '0000')).toBe('auth.locked');
  for (let count = 0; count < 10; count += 1) expect(await signIn(`code-${count}`, '0000')).toBe('auth.wrong-pin');
  expect(await signIn('anna', '0000')).toBe('auth.wrong-pin');
  const rows = host.store.read.all('SELECT count(*) AS n FROM sign_in_try');
  expect(rows).toEqual([{ n: 1 }]);
}, 60_000);

test('auth.badge-needs-pin: a badge alone signs in only where policy says so', async () => {
  expect(await codeOf('station.sign_in', { badge: 'B-anna', pin: null })).toBe('auth.badge-needs-pin');
  expect(await codeOf('station.sign_in', { badge: 'B-none', pin: null })).toBe('auth.unknown-badge');
  expect(await codeOf('station.sign_in', { badge: 'B-anna', pin: '1234' })).toBeNull();
});

test('auth.forbidden: an approval takes a supervisor with the own PIN', async () => {
  await expect(host.context.operators.approve({ code: 'anna', pin: '1234' })).rejects.toThrow(/supervisor/u);
  await expect(host.context.operators.approve({ code: 'sven', pin: '1234' })).rejects.toThrow(/PIN/u);
  expect((await host.context.operators.approve({ code: 'sven', pin: '9876' })).code).toBe('sven');
});

test('auth: the operator outlives a crash of the host, but not a stop of it', async () => {
  await signIn('anna', '1234');
  await restart();
  expect(host.context.operators.current()?.code).toBe('anna');
  await host.close();
  host = open();
  expect(host.context.operators.current()).toBeNull();
});

test('auth.required: work is refused before sign-in', async () => {
  expect(await codeOf('receiving.leave', {})).toBe('auth.required');
});

test('policy: options are refused with every fault, kept with a sufficient role', async () => {
  await signIn('anna', '1234');
  const change = { level: 'station', key: 'receiving.show_on_hand', value: false };
  expect(await codeOf('station.change_options', { changes: [change] })).toBe('auth.forbidden');
  await signIn('sven', '9876');
  const wrong = {
    changes: [
      { ...change, value: 'maybe' },
      { ...change, key: 'nonsense' },
    ],
  };
  const error: unknown = await host.call('station.change_options', wrong).catch((thrown: unknown) => thrown);
  expect(error instanceof CallError && error.faults.map(({ code }) => code)).toEqual([
    'policy.wrong-value',
    'policy.unknown-key',
  ]);
  expect(host.store.outbox.backlog()).toBe(0);
  await host.call('station.change_options', { changes: [change] });
  expect(host.context.policy.at().get('receiving.show_on_hand')).toBe(false);
  expect(host.context.policy.at().source('receiving.show_on_hand')).toBe('station');
  expect(host.store.outbox.backlog()).toBe(1);
});

test('auth.forbidden: a role of the house decides at the station, and a right that is taken away is gone with the pull', async () => {
  await host.close();
  folder.remove();
  folder = temporaryFolder();
  const lead = rowOf('role', { code: 'lead', name: 'Dock lead', active: true, rights: ['receive', 'options.change'] });
  pairedFolder(folder.dir, [
    ['role', lead],
    ['operator', await operatorRow('lena', '1234', { role: 'lead' })],
    ['operator', await operatorRow('nils', '1234', { role: 'never-made' })],
  ]);
  host = open();
  const changes = [{ level: 'station', key: 'receiving.show_on_hand', value: false }];
  await signIn('lena', '1234');
  expect(StationState.parse(host.state('station')).operator).toMatchObject({
    role: 'lead',
    role_name: 'Dock lead',
    rights: ['receive', 'options.change'],
  });
  expect(await codeOf('station.change_options', { changes })).toBeNull();
  // Neither approves what a rule refuses nor takes the outbox out: her role has not the rights.
  await expect(host.context.operators.approve({ code: 'lena', pin: '1234' })).rejects.toThrow(/may not approve/u);
  const less = { ...lead, rights: ['receive'] };
  host.store.cache.apply(runsOf([{ entity: 'role', key: lead.role_id, row: less }]), {
    epoch: '018f0000-0000-7000-8000-0000000000a3',
    version: 2,
    hash: '1'.repeat(64),
  });
  expect([...host.context.operators.rights()]).toEqual(['receive']);
  expect(await codeOf('station.change_options', { changes })).toBe('auth.forbidden');
  await signIn('nils', '1234');
  expect(host.context.operators.rights().size).toBe(0);
});

const change = (params: object): Promise<string | null> => codeOf('station.change_pin', params);

test('pin.no-network: a PIN is changed with central; before it is asked every fault of the new one is named', async () => {
  expect(await change({ code: 'anna', pin: '9999', new_pin: '4826' })).toBe('auth.wrong-pin');
  expect(await change({ code: 'anna', pin: '1234', new_pin: '2580' })).toBe('pin.path');
  expect(await change({ code: 'sven', pin: '9876', new_pin: '4826' })).toBe('pin.short');
  expect(await change({ badge: 'B-anna', pin: '1234', new_pin: '4826' })).toBe('pin.no-network');
  expect(host.context.operators.current()).toBeNull();
});

test('auth.pin-change-due: without a network work goes on with a PIN that must be changed, and the station says so', async () => {
  const known = host.store.read.get(`SELECT operator_id FROM live_operator WHERE code = 'anna'`);
  const pin = host.store.pins.read(String(known?.['operator_id']));
  if (pin === null) throw new Error('there is no PIN');
  host.store.pins.change({ ...pin, must_change: true });
  expect(await signIn('anna', '1234')).toBeNull();
  const { notices } = host.state('station') as StationState;
  expect(notices.map(({ finding }) => finding.code)).toContain('auth.pin-change-due');
});
