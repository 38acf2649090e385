import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Fault } from '@serialbridge/testing/fault-proxy';
import { openFaultyLine, type FaultyLine } from './faulty-line.ts';
import { seededRandom } from '@serialbridge/testing/random';

let line: FaultyLine;
beforeAll(async () => {
  line = await openFaultyLine();
  await line.settled();
});
afterAll(() => line.close());

const until = (is: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(is()).toBe(true), { timeout: 10_000, interval: 5 });

const OFFSETS = ['head', 'body', 'last-byte'] as const;
const broken = (['cut', 'reset', 'half-open'] as const).flatMap((kind) =>
  (['up', 'down'] as const).flatMap((way) => OFFSETS.map((at): Fault => ({ kind, way, at }))),
);
const named = (faults: readonly Fault[]): [string, Fault][] =>
  faults.map((fault) => [Object.values(fault).join(' '), fault]);

test.each(
  named([
    ...broken,
    { kind: 'black-hole' },
    { kind: 'refused' },
    { kind: 'slow', ms: 30, jitter_ms: 60 },
    { kind: 'throttled', bytes_per_s: 20_000 },
  ]),
)(
  'sync.network: a push that meets %s is there once when the network is well again',
  async (_, fault) => {
    const { proxy, scan, edit, settled, faults, errors } = line;
    await proxy.set(fault, '/api/sync/push');
    scan();
    await until(() => proxy.hits() > 0);
    // Somebody goes on scanning, and the office goes on working.
    scan();
    await edit();
    if (fault.kind === 'half-open' || fault.kind === 'black-hole')
      await until(() => line.loop.status().problem?.code === 'sync.unreachable' || line.store.outbox.backlog() === 0);
    await proxy.heal();
    scan();
    await settled();
    expect(await faults()).toEqual([]);
    expect(errors).toEqual([]);
  },
  30_000,
);

test.each(
  named([
    { kind: 'cut', way: 'down', at: 'last-byte' },
    { kind: 'half-open', way: 'down', at: 'body' },
    { kind: 'reset', way: 'down', at: 'head' },
  ]),
)(
  'sync.network: a pull that meets %s is made up for',
  async (_, fault) => {
    const { proxy, edit, settled, faults, errors, loop } = line;
    await proxy.set(fault, '/api/sync/feed');
    await edit();
    loop.syncNow();
    await until(() => proxy.hits() > 0);
    await proxy.heal();
    await settled();
    expect(await faults()).toEqual([]);
    expect(errors).toEqual([]);
  },
  30_000,
);

test('sync.network: a hint stream that falls silent on an open line is missed by nobody, and opened again', async () => {
  const { proxy, edit, settled, faults, loop } = line;
  // Streams that are opened from now on say nothing; what is asked on other connections is answered.
  await proxy.set({ kind: 'half-open', way: 'down', at: 'head' }, '/api/sync/hints');
  proxy.drop();
  loop.syncNow();
  await until(() => proxy.hits() > 0);
  await edit();
  await settled();
  // The silence is found out, and another stream is asked for.
  await until(() => proxy.hits() > 1);
  await proxy.heal();
  expect(await faults()).toEqual([]);
});

test('sync.network: after a storm of faults everything is there once', async () => {
  const { proxy, scan, edit, settled, faults, errors } = line;
  const random = seededRandom(20_261);
  const storm: readonly Fault[] = [
    ...broken,
    { kind: 'black-hole' },
    { kind: 'refused' },
    { kind: 'slow', ms: 5, jitter_ms: 40 },
  ];
  for (let round = 0; round < 20; round += 1) {
    const fault = storm[Math.floor(random() * storm.length)];
    if (fault === undefined) throw new Error('there is no such fault');
    await proxy.set(fault);
    scan(1);
    if (round % 5 === 0) await edit();
    await new Promise((resolve) => setTimeout(resolve, random() * 120));
    await proxy.heal();
    await new Promise((resolve) => setTimeout(resolve, random() * 60));
  }
  await settled();
  expect(await faults()).toEqual([]);
  expect(errors).toEqual([]);
}, 30_000);
