import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sealerWith, type StationSeal } from '@serialbridge/cache';
import { createStationHost, type StationHost } from '@serialbridge/station';
import { openHttpBench, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { allowedPins, crack, examineDisk, reportLines } from './support/examine-disk.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const PINS = { ann: '0014', sven: '482613' };

let bench: HttpBench;
let dir = '';
let warehouse_id = '';
const hosts: StationHost[] = [];
const stations = new Map<string, string>();

/** A station that works, with this name for its folder. */
async function pairedStation(name: string, seal?: StationSeal): Promise<string> {
  const { station_id, pairing_code } = await bench.admin.call('stations.create', {
    body: { name, kind: 'receiving', warehouse_id },
  });
  stations.set(name, station_id);
  const data_dir = join(dir, name);
  const host = createStationHost({
    app: 'receivebridge',
    data_dir,
    log: quiet,
    watch_devices: null,
    ...(seal === undefined ? {} : { seal }),
  });
  hosts.push(host);
  await host.call('station.pair', { central_url: bench.running.url, pairing_code });
  await vi.waitFor(() => expect(host.store.pins.madeFrom()).not.toBeNull(), { timeout: 20_000 });
  await host.call('station.sign_in', { code: 'ann', pin: PINS.ann });
  return data_dir;
}

beforeAll(async () => {
  bench = await openHttpBench();
  dir = mkdtempSync(join(tmpdir(), 'serialbridge-docks-'));
  warehouse_id = (await bench.admin.call('warehouses.list')).rows[0]?.warehouse_id ?? '';
  const far = await bench.admin.call('warehouses.create', { body: { code: 'FAR', name: 'Far away' } });
  const person = { badge: null, active: true, warehouse_ids: [warehouse_id] };
  for (const body of [
    { ...person, code: 'ann', name: 'Ann', role: 'operator', pin: PINS.ann },
    { ...person, code: 'sven', name: 'Sven', role: 'supervisor', pin: PINS.sven },
    {
      ...person,
      code: 'elsewhere',
      name: 'Else Where',
      role: 'admin',
      pin: '739164',
      warehouse_ids: [far.warehouse_id],
    },
    { ...person, code: 'left', name: 'Lefty', role: 'operator', pin: '3085', active: false },
  ])
    await bench.admin.call('operators.create', { body });
  await pairedStation('Dock 2');
}, 60_000);
afterAll(async () => {
  for (const host of hosts) await host.close();
  await bench.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What a thief gets through at central with. */
const gotThrough = (attempts: readonly { what: string; status: number }[]): string[] =>
  attempts.filter(({ status }) => status < 400).map(({ what }) => what);

test('attack.stolen-disk: with a secret store the disk alone opens nothing, and nothing signs in anywhere', async () => {
  const sealer = sealerWith({ key: Buffer.alloc(32, 9), kept_by: 'secret-service' });
  const folder = await pairedStation('Dock with a store', { sealer, former: [], dropFormer: () => undefined });
  const report = await examineDisk(folder, bench.running.url);
  expect(report).toMatchObject({ in_the_clear: [], key: 'not on the disk', opened: [], guesses_per_s: null });
  expect(report.people.filter((one) => one.has_hash)).toEqual([]);
  expect(gotThrough(report.attempts)).toEqual([]);
  expect(report.attempts.length).toBeGreaterThan(2);
}, 60_000);

test('attack.stolen-disk: with a key file alone the PINs of that dock’s people can be tried; the console and other stations stay shut', async () => {
  const folder = await pairedStation('Dock without a store');
  const { hashes, ...report } = await examineDisk(folder, bench.running.url, new Map(Object.entries(PINS)));
  expect(report).toMatchObject({
    in_the_clear: [],
    key: 'on the disk',
    opened: ['credential', 'signing key', 'PIN hashes'],
  });
  // Ann, Sven and the first admin work here. Whoever works elsewhere, and whoever left, is not on the disk.
  expect([...hashes.keys()].filter((code) => ['ann', 'sven', 'elsewhere', 'left'].includes(code))).toEqual([
    'ann',
    'sven',
  ]);
  expect(report.guesses_per_s).toBeGreaterThan(1);
  // It is a real danger: the PIN of four digits falls to whoever tries them in turn.
  expect(await crack(hashes.get('ann') ?? '', allowedPins(4))).toBe(PINS.ann);
  // As this station the thief is let in until it is revoked. Even the PINs themselves sign in to no console.
  expect(gotThrough(report.attempts)).toEqual(['this station: its PINs']);
  const said = reportLines(report);
  expect(said.filter((line) => line.includes('of 4 digits within'))).toHaveLength(
    report.people.filter((one) => one.has_hash).length,
  );
}, 120_000);

test('attack.stolen-disk: after the station is revoked its disk is worth nothing at central, and its PINs nowhere', async () => {
  const station_id = stations.get('Dock without a store') ?? '';
  const on = await bench.admin.call('stations.pins_on', { params: { station_id } });
  expect(on.people.map((one) => one.code)).toEqual(expect.arrayContaining(['ann', 'sven']));
  await bench.admin.call('stations.revoke', { params: { station_id }, body: { expire_pins: true } });
  const report = await examineDisk(join(dir, 'Dock without a store'), bench.running.url, new Map(Object.entries(PINS)));
  expect(gotThrough(report.attempts)).toEqual([]);
  // Another dock of the same people takes their old PINs no more, as soon as it has heard.
  const other = hosts[0];
  await vi.waitFor(
    async () => {
      await other?.call('station.sync_now', {});
      await other?.call('station.sign_out', {});
      await expect(other?.call('station.sign_in', { code: 'ann', pin: PINS.ann })).rejects.toThrow(/PIN/u);
    },
    { timeout: 20_000, interval: 200 },
  );
}, 120_000);

test('attack.stolen-disk: the cache and the log of a station say nothing of PINs', () => {
  const cache = readFileSync(join(dir, 'Dock 2', 'cache.db')).toString('latin1');
  expect(cache).not.toContain('scrypt$');
  expect(readFileSync(join(dir, 'Dock 2', 'ops.db')).toString('latin1')).not.toContain('scrypt$');
});
