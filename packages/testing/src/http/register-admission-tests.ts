import { TENANT_SCOPE } from '@serialbridge/core/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  type Envelope,
  type Problem,
  type PushResponse,
} from '@serialbridge/protocol';
import { dice } from '../random.ts';
import { seedTenant, type SeededStation } from '../store/seed-world.ts';
import { receivingOpened } from '../store/shift.ts';
import { PUBLIC_KEY, signBatch, TestStation } from '../store/test-station.ts';
import { AS_COLLECTOR, type Answer, type HttpBench } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';

const CROWD = 260;

interface Pusher {
  readonly place: SeededStation;
  readonly log: TestStation;
  push(signal?: AbortSignal): Promise<Answer<PushResponse | Problem>>;
}

/** What central does when more comes than it can take. */
const SPOKEN = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };

export function registerAdmissionTests(engine: string, openBench: OpenBench): void {
  describe(`a crowd of stations on ${engine}`, { timeout: 120_000 }, () => {
    let bench: HttpBench;
    let crowd: Pusher[];
    let others: Pusher[];

    const pusher = (place: SeededStation): Pusher => {
      const log = new TestStation(place.station_id);
      log.record(receivingOpened(place));
      const body = JSON.stringify({
        incarnation: log.incarnation,
        events: log.log satisfies Envelope[],
        backlog: 1,
        is_oldest: false,
        signature: signBatch(log.log),
      });
      return {
        place,
        log,
        push: async (signal) => {
          const response = await fetch(`${bench.running.url}/api/sync/push`, {
            method: 'POST',
            headers: {
              authorization: `Bearer ${place.credential}`,
              'content-type': 'application/json',
              ...SPOKEN,
            },
            body,
            ...(signal === undefined ? {} : { signal }),
          });
          const answer = (await response.json()) as PushResponse | Problem;
          return { status: response.status, headers: response.headers, body: answer };
        },
      };
    };
    const metric = async (name: string): Promise<number> => {
      const { body } = await bench.nobody().send<string>('GET', '/metrics', AS_COLLECTOR);
      const lines = body.split('\n').filter((line) => line.startsWith(name) && !line.startsWith('#'));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    };
    const until = async (name: string, value: number): Promise<void> => {
      await expect.poll(() => metric(name), { timeout: 30_000 }).toBe(value);
    };
    /** Holds the tenant's lock until the function it gives is called. */
    const holdLock = async (tenant_id: string): Promise<() => Promise<void>> => {
      const held = Promise.withResolvers<undefined>();
      const released = Promise.withResolvers<undefined>();
      const over = bench.running.central.store.transaction(async (tx) => {
        await tx.lockTenant(tenant_id);
        held.resolve(undefined);
        await released.promise;
      });
      await held.promise;
      return () => {
        released.resolve(undefined);
        return over;
      };
    };
    const hello = async ({ place, log }: Pusher): Promise<number> => {
      const { status } = await bench.nobody().send('POST', '/api/sync/hello', {
        headers: { authorization: `Bearer ${place.credential}` },
        body: {
          software: 'test/1',
          incarnation: log.incarnation,
          last_seq: 1,
          cursor: null,
          sent_at: 1,
          backlog: 1,
          earlier_incarnations: [],
          scope: TENANT_SCOPE,
          witness: null,
        },
      });
      return status;
    };
    const stored = async (pushers: readonly Pusher[]): Promise<number[]> => {
      const rows = await bench.running.central.store.db
        .selectFrom('event')
        .select(['station_id', (eb) => eb.fn.countAll<number>().as('n')])
        .where('tenant_id', '=', pushers[0]?.place.tenant_id ?? '')
        .groupBy('station_id')
        .execute();
      const counts = new Map(rows.map(({ station_id, n }) => [station_id, n]));
      return pushers.map(({ place }) => counts.get(place.station_id) ?? 0);
    };

    beforeAll(async () => {
      bench = await openBench();
      const { store } = bench.running.central;
      const seed = async (count: number): Promise<Pusher[]> => {
        const places = await seedTenant(store, { count, orders: 0, name: `${count}`, dice: dice(count) });
        return places.map(pusher);
      };
      crowd = await seed(CROWD);
      others = await seed(4);
    }, 60_000);
    afterAll(() => bench.close());

    test('sync.overloaded: too many pushes are told when to come back, the rest goes on, and each lands once', async () => {
      const release = await holdLock(crowd[0]?.place.tenant_id ?? '');
      let answers: Answer<PushResponse | Problem>[];
      const pushing = Promise.all(crowd.map((one) => one.push()));
      try {
        await expect.poll(() => metric('serialbridge_push_refused_total'), { timeout: 30_000 }).toBeGreaterThan(0);
        await until('serialbridge_push_running', 2);
        expect(await metric('serialbridge_push_waiting')).toBeLessThanOrEqual(200);
        expect((await bench.admin.send('GET', '/api/units?limit=1')).status).toBe(200);
        // SQLite has one turn for all, and it is held; on PostgreSQL whoever says hello or writes for another tenant is served.
        const served =
          engine === 'SQLite'
            ? []
            : [...crowd.slice(0, 20).map(hello), ...others.map((one) => one.push().then(({ status }) => status))];
        expect(new Set(await Promise.all(served))).toEqual(new Set(served.length === 0 ? [] : [200]));
      } finally {
        await release();
        answers = await pushing;
      }
      const away = crowd.filter((_, at) => answers[at]?.status === 503);
      expect(away.length).toBeGreaterThan(0);
      for (const { status, headers, body } of answers) {
        if (status === 200) continue;
        expect([status, 'code' in body ? body.code : null]).toEqual([503, 'sync.overloaded']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      }
      expect(await stored(crowd)).toEqual(answers.map(({ status }) => (status === 200 ? 1 : 0)));
      // Sent again, as often as it takes; one that landed before is answered as it was.
      for (const one of away) await expect.poll(async () => (await one.push()).status).toBe(200);
      for (const one of crowd.slice(0, 3)) expect((await one.push()).status).toBe(200);
      expect(await stored(crowd)).toEqual(crowd.map(() => 1));
      await until('serialbridge_push_bytes', 0);
    });

    test('a push whose station has gone away while it waited is not begun', async () => {
      const [first, second, gone] = (
        await seedTenant(bench.running.central.store, {
          count: 3,
          orders: 0,
          name: 'gone',
          dice: dice(3),
        })
      ).map(pusher);
      if (first === undefined || second === undefined || gone === undefined) throw new Error('nobody was seeded');
      const release = await holdLock(first.place.tenant_id);
      const dropped = await metric('serialbridge_push_dropped_total');
      const running = [first.push(), second.push()];
      await until('serialbridge_push_running', 2);
      const stop = new AbortController();
      const waits = gone.push(stop.signal).catch(() => 'gone');
      await until('serialbridge_push_waiting', 1);
      stop.abort();
      expect(await waits).toBe('gone');
      await until('serialbridge_push_waiting', 0);
      await release();
      expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
      expect(await metric('serialbridge_push_dropped_total')).toBe(dropped + 1);
      expect(await stored([first, second, gone])).toEqual([1, 1, 0]);
      expect((await gone.push()).status).toBe(200);
    });

    const paired = async (name: string) => {
      const code = await bench.admin.call('stations.create', {
        body: {
          name,
          kind: 'receiving',
          warehouse_id: (await bench.admin.call('warehouses.list')).rows[0]?.warehouse_id ?? '',
        },
      });
      const answer = await bench.nobody().send<{ credential: string }>('POST', '/api/sync/pair', {
        body: { pairing_code: code.pairing_code, computer_name: 'pc', public_key: PUBLIC_KEY, only_central: null },
      });
      const headers = { authorization: `Bearer ${answer.body.credential}`, ...SPOKEN };
      return { station_id: code.station_id, headers };
    };

    test('a station has two streams of hints at most: another one ends the oldest', async () => {
      const { headers } = await paired('Many streams');
      const stop = new AbortController();
      const open_one = async (): Promise<{ readonly over: Promise<boolean> }> => {
        const answer = await fetch(`${bench.running.url}/api/sync/hints`, { headers, signal: stop.signal });
        expect(answer.status).toBe(200);
        return {
          over: answer.text().then(
            () => true,
            () => false,
          ),
        };
      };
      const streams = [await open_one(), await open_one(), await open_one()];
      const pending = Symbol('pending');
      expect(await streams[0]?.over).toBe(true);
      for (const { over } of streams.slice(1))
        expect(await Promise.race([over, Promise.resolve(pending)])).toBe(pending);
      stop.abort();
    });

    test('station.revoked: at once, although the credential was read a moment ago; its hints end', async () => {
      const { station_id, headers } = await paired('Revoked at once');
      const hints = await fetch(`${bench.running.url}/api/sync/hints`, { headers });
      const heard = hints.text();
      expect(hints.status).toBe(200);
      await bench.admin.call('stations.revoke', { params: { station_id }, body: {} });
      const push = await bench.nobody().send('POST', '/api/sync/push', { headers, body: {} });
      expect([push.status, push.body.code]).toEqual([403, 'station.revoked']);
      await heard;
    });
  });
}
