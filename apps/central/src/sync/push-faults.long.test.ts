import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type PushResponse } from '@serialbridge/protocol';
import { migratedDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { fillTenant, type FilledTenant } from '@serialbridge/testing/store/fill-tenant';
import { freshStore } from '@serialbridge/testing/store/fresh-store';
import { patchStatements, type OnStatement } from '@serialbridge/testing/store/patch-statements';
import { receipt } from '@serialbridge/testing/store/test-station';
import { answerTo } from '../api/problems.ts';
import { rebuild } from '../ledger/index.ts';
import type { Store } from '../storage/index.ts';
import { push } from './push.ts';

const server = inject('postgres');
/** `npm run test:restore` goes through every statement; the short form through some, the last ones among them. */
const EVERY = Number(process.env['SERIALBRIDGE_FAULT_STEP'] ?? 16);
const PATIENCE_MS = 300_000;

describe.skipIf('missing' in server)('a push while PostgreSQL misbehaves', { timeout: PATIENCE_MS }, () => {
  let store: Store;
  let tenant: FilledTenant;
  let other: Client;
  let end: () => Promise<void>;
  let unpatch: () => void;

  beforeEach(async () => {
    const { url, drop } = await migratedDatabase('url' in server ? server.url : '');
    const fresh = await freshStore({ url: `${url}?lock_timeout=500`, drop });
    store = fresh.store;
    tenant = await fillTenant(store);
    other = new Client({ connectionString: url });
    await other.connect();
    unpatch = () => undefined;
    end = async () => {
      unpatch();
      await other.end();
      await fresh.drop();
    };
  });
  afterEach(() => end());

  const arm = (onStatement: OnStatement): void => {
    unpatch();
    unpatch = patchStatements(onStatement);
  };
  const kill = async (pid: number): Promise<void> => {
    await other.query('select pg_terminate_backend($1, 5000)', [pid]);
  };
  let serial = 0;
  /** A small receipt pushed as a station does: again after an answer that says so, from the same place. */
  const pushOnce = async (): Promise<PushResponse> => {
    const { receiving, tenant_id, w } = tenant;
    const done = receiving.log.length;
    serial += 1;
    receiving.record(...receipt(w, [`F${serial}`]));
    const events = receiving.log.slice(done);
    const request = { incarnation: receiving.incarnation, events, backlog: events.length, is_oldest: false };
    for (let tries = 1; ; tries += 1) {
      try {
        return await push(store, { tenant_id, station_id: receiving.station_id }, request, 9000);
      } catch (error) {
        const { problem, retry_after } = answerTo(error, 'test');
        expect(problem, String(error)).toMatchObject({ code: 'sync.overloaded', status: 503 });
        expect(retry_after).toBeGreaterThan(0);
        if (tries > 5) throw error;
      }
    }
  };
  /** Pushes with a fault at its n-th statement, and last at its commit.  */
  const atEach = async (fault: OnStatement): Promise<void> => {
    const strike = async (isIt: (at: Parameters<OnStatement>[0]) => boolean): Promise<boolean> => {
      let fired = false;
      arm((at) => {
        if (fired || !isIt(at)) return at.run();
        fired = true;
        return fault(at);
      });
      const answer = await pushOnce();
      expect(answer).toMatchObject({ expected_seq: null, durable_seq: tenant.receiving.log.length });
      expect(answer.outcomes.filter(({ outcome }) => outcome !== 'held')).toHaveLength(3);
      return fired;
    };
    for (let target = 0; await strike(({ n }) => n === target);) target += EVERY;
    expect(await strike(({ text }) => /^commit/iu.test(text))).toBe(true);
  };
  /** Events that the ledger has otherwise than the station, serials without a unit, rows that a rebuild has otherwise. */
  const whatIsWrong = async (): Promise<unknown[]> => {
    unpatch();
    const { tenant_id, receiving } = tenant;
    const events = await store.db
      .selectFrom('event')
      .select(['seq', 'hash'])
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', receiving.station_id)
      .orderBy('seq')
      .execute();
    const there = new Set(events.map(({ seq, hash }) => `${seq} ${hash}`));
    const lacking = receiving.log.filter(({ seq, hash }) => !there.has(`${seq} ${hash}`));
    const units = await store.db.selectFrom('unit').select('unit_id').where('tenant_id', '=', tenant_id).execute();
    const counts = { events: events.length - receiving.log.length, units: units.length - serial };
    const uneven = Object.entries(counts).filter(([, count]) => count !== 0);
    return [...lacking, ...uneven, ...(await rebuild(store, tenant_id))];
  };
  beforeEach(() => {
    serial = 0;
  });

  test.each(['40001', '40P01'])(
    'sync.once: %s at every statement of a push, one after another, the commit included',
    async (code) => {
      const raise = `do $$ begin raise exception 'made to fail' using errcode = '${code}'; end $$`;
      // The server itself refuses: the transaction is broken as it is in earnest.
      await atEach((at) => at.say(raise));
      expect(await whatIsWrong()).toEqual([]);
    },
  );

  test('sync.once: the connection is cut before every statement, one after another', async () => {
    await atEach(async (at) => {
      await kill(at.pid);
      return at.run();
    });
    expect(await whatIsWrong()).toEqual([]);
  });

  test('sync.once: the connection is cut while a statement is on its way, every one once', async () => {
    await atEach(async (at) => {
      const answer = at.run();
      answer.catch(() => undefined);
      await kill(at.pid);
      return answer;
    });
    expect(await whatIsWrong()).toEqual([]);
  });

  test('sync.once: the answer to a statement is lost, every one once, that of the commit too: what stands is not recorded again', async () => {
    await atEach(async (at) => {
      await at.run();
      await kill(at.pid);
      throw new Error('Connection terminated unexpectedly');
    });
    expect(await whatIsWrong()).toEqual([]);
  });

  test('sync.once: a real deadlock with another session', async () => {
    const { tenant_id, w } = tenant;
    let armed = true;
    let theirs: Promise<unknown> = Promise.resolve();
    arm(async (at) => {
      // They hold the PO line, we hold the lock; then they ask for the lock and we for the line.
      if (armed && /^(?:update|insert|with|merge)/iu.test(at.text) && at.text.includes('"po_line"')) {
        armed = false;
        await other.query('begin');
        await other.query(`set local deadlock_timeout = '3s'`);
        await other.query('select 1 from po_line where tenant_id = $1 for update', [tenant_id]);
        theirs = other
          .query('select 1 from tenant_head where tenant_id = $1 for update', [tenant_id])
          .then(() => other.query('commit'))
          .catch(() => other.query('rollback'));
        await sleep(200);
      }
      return at.run();
    });
    await pushOnce();
    await theirs;
    expect(armed).toBe(false);
    expect(w.po_line.quantity_received).toBe(0);
    expect(await whatIsWrong()).toEqual([]);
  });

  test('sync.overloaded: a push behind a lock that another session keeps is told to come again, and readers are served meanwhile', async () => {
    const { tenant_id } = tenant;
    await other.query('begin');
    await other.query('select 1 from tenant_head where tenant_id = $1 for update', [tenant_id]);
    const { receiving, w } = tenant;
    receiving.record(...receipt(w, ['L1']));
    const request = {
      is_oldest: false,
      incarnation: receiving.incarnation,
      events: receiving.log,
      backlog: 3,
    };
    const who = { tenant_id, station_id: receiving.station_id };
    const waiting = Array.from({ length: 4 }, () => push(store, who, request, 9000).catch((error: unknown) => error));
    expect(await store.db.selectFrom('unit').select('unit_id').where('tenant_id', '=', tenant_id).execute()).toEqual(
      [],
    );
    for (const error of await Promise.all(waiting))
      expect(answerTo(error, 'test')).toMatchObject({ problem: { code: 'sync.overloaded' }, retry_after: 2 });
    await other.query('rollback');
    expect(await push(store, who, request, 9000)).toMatchObject({ durable_seq: 3 });
    expect(await rebuild(store, tenant_id)).toEqual([]);
  });
});
