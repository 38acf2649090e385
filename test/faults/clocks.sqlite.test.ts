import { PUBLIC_KEY } from '@serialbridge/testing/store/test-station';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Envelope } from '@serialbridge/protocol/envelope';
import { ADMIN, openHttpBench } from '@serialbridge/testing/http/http-bench';
import { openFaultyLine, type FaultyLine } from './faulty-line.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let line: FaultyLine;
beforeAll(async () => {
  line = await openFaultyLine();
  await line.settled();
});
afterAll(() => line.close());

const lastEnvelope = (): Envelope => {
  const { store } = line;
  const { incarnation, seq } = store.log.head();
  const [event] = store.outbox.batch(incarnation, seq - 1, { events: 1, bytes: 1e6 }).events;
  return Envelope.parse(JSON.parse(event?.text ?? ''));
};

test.each([
  ['a station a day ahead', DAY_MS, 0],
  ['a station a day behind', -DAY_MS, 0],
  ['central a day ahead', 0, DAY_MS],
  ['central a day behind', 0, -DAY_MS],
  ['both wrong, each its own way', -DAY_MS, DAY_MS],
])(
  'sync.clocks: %s, put right during work: order, acceptance and sync hold, and the wrong time is kept as it was',
  async (_, station_ms, central_ms) => {
    const { clocks, scan, edit, settled, faults, loop, running, errors } = line;
    scan();
    await settled();
    clocks.station_ms = station_ms;
    clocks.central_ms = central_ms;
    // Scanned in the wrong time, partly before the station has measured it.
    scan();
    loop.syncNow();
    await edit();
    await settled();
    loop.syncNow();
    await expect
      .poll(() => loop.clockOffsetMs())
      .toSatisfy((ms: number) => Math.abs(ms - (central_ms - station_ms)) < 5_000);
    const before = Date.now();
    scan();
    const wrong = lastEnvelope();
    expect(Math.abs(wrong.captured_at - (before + station_ms))).toBeLessThan(60_000);
    expect(Math.abs((wrong.clock_offset_ms ?? 0) - (central_ms - station_ms))).toBeLessThan(5_000);
    // Back while something is on its way.
    clocks.station_ms = 0;
    clocks.central_ms = 0;
    scan();
    await edit();
    await settled();
    const kept = await running.central.store.db
      .selectFrom('event')
      .select('envelope')
      .where('event_id', '=', wrong.event_id)
      .executeTakeFirstOrThrow();
    expect(JSON.parse(kept.envelope)).toEqual(wrong);
    expect(await faults()).toEqual([]);
    expect(errors).toEqual([]);
  },
);

test('auth.locked: tries made while central’s clock was a day ahead lock nobody out once it is right; who is signed in stays so, and a code still pairs', async () => {
  const bench = await openHttpBench();
  try {
    const [warehouse] = (await bench.admin.call('warehouses.list')).rows;
    const body = { name: 'Dock', kind: 'receiving' as const, warehouse_id: warehouse?.warehouse_id ?? '' };
    const made = await bench.admin.call('stations.create', { body });
    const pair = async (pairing_code: string): Promise<number> => {
      const request = { pairing_code, computer_name: 'x', public_key: PUBLIC_KEY, only_central: null };
      return (await bench.nobody().send('POST', '/api/sync/pair', { body: request })).status;
    };
    const enter = async (password: string): Promise<number> =>
      (await bench.nobody().signIn(ADMIN.code, password)).status;
    bench.later(DAY_MS);
    for (let at = 10; at < 20; at += 1) expect(await pair(`WRNG-CD${at}`)).toBe(401);
    for (let at = 0; at < 5; at += 1) expect(await enter('the wrong one here')).toBe(401);
    expect(await enter(ADMIN.password)).toBe(429);
    bench.later(-DAY_MS);
    expect(await enter(ADMIN.password)).toBe(200);
    expect(await pair(made.pairing_code)).toBe(200);
    expect((await bench.admin.send('GET', '/api/session')).status).toBe(200);
  } finally {
    await bench.close();
  }
}, 30_000);
