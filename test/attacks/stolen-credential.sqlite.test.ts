import { makeKeyPair } from '@serialbridge/cache';
import { assignScope, recordCentralEvents } from '@serialbridge/central/ledger';
import { TENANT_SCOPE, columnsOf } from '@serialbridge/core/model';
import { PairResponse, type HelloResponse, type Problem, type SnapshotManifest } from '@serialbridge/protocol';
import { openHttpBench, type Answer, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { PUBLIC_KEY, receipt, signBatch, TestStation } from '@serialbridge/testing/store/test-station';
import { put, stockUnit, testWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

/* Somebody has read a station's credential, but not its key: from a backup, a line in the clear, a log of a proxy. */
vi.setConfig({ testTimeout: 30_000 });
let bench: HttpBench;
const w = testWarehouse();
const there = { warehouse_id: uuidv7(), code: 'W2', name: 'Annex' };
const away = { ...stockUnit(w, 'AWAY-1'), warehouse_id: there.warehouse_id };

interface Thief {
  readonly log: TestStation;
  readonly station_id: string;
  ask<T = Problem>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
}

async function thiefOf(name: string): Promise<Thief> {
  const { warehouse_id } = w.warehouse;
  const { pairing_code } = await bench.admin.call('stations.create', {
    body: { name, kind: 'receiving', warehouse_id },
  });
  const { station_id, credential } = PairResponse.parse(
    (
      await bench.nobody().send<unknown>('POST', '/api/sync/pair', {
        body: { pairing_code, computer_name: name, public_key: PUBLIC_KEY, only_central: null },
      })
    ).body,
  );
  return {
    log: new TestStation(station_id),
    station_id,
    ask: <T>(method: string, path: string, body?: unknown) =>
      bench.nobody().send<T>(method, path, {
        ...(body === undefined ? {} : { body }),
        headers: { authorization: `Bearer ${credential}` },
      }),
  };
}

const helloBody = (log: TestStation, more: object = {}) => ({
  software: 'thief/1',
  incarnation: log.incarnation,
  last_seq: 0,
  cursor: null,
  sent_at: 1,
  backlog: 0,
  earlier_incarnations: [],
  scope: TENANT_SCOPE,
  witness: null,
  ...more,
});

beforeAll(async () => {
  bench = await openHttpBench();
  await recordCentralEvents(
    bench.running.central.store,
    bench.tenant_id,
    [...w.drafts, put('warehouse', [there]), put('unit', [away])],
    AS_CENTRAL,
  );
});
afterAll(() => bench.close());

test('sync.batch-signature: a credential without the key pushes nothing', async () => {
  const thief = await thiefOf('Stolen');
  thief.log.record(...receipt(w, ['T1']));
  const batch = { incarnation: thief.log.incarnation, events: thief.log.log, backlog: 0, is_oldest: false };
  const signature = signBatch(thief.log.log);
  const other = await thiefOf('Another');
  other.log.record(...receipt(w, ['T2']));
  const forged = [
    signBatch(thief.log.log, false, makeKeyPair()),
    'A'.repeat(86),
    // Seen once on the line: another batch, another station, another claim.
    signBatch(thief.log.log.slice(0, 1)),
    signBatch(other.log.log),
    signBatch(thief.log.log, true),
  ];
  for (const one of forged) {
    const answer = await thief.ask('POST', '/api/sync/push', { ...batch, signature: one });
    expect([answer.status, answer.body.code]).toEqual([403, 'sync.batch-signature']);
  }
  const hello = await thief.ask<HelloResponse>('POST', '/api/sync/hello', helloBody(thief.log));
  expect(hello.body.durable_seq).toBe(0);
  // With the key it is the station.
  expect((await thief.ask('POST', '/api/sync/push', { ...batch, signature })).status).toBe(200);
});

test('sync.epoch: a forged cursor, again and again, begins no epoch and costs nobody else a snapshot', async () => {
  const thief = await thiefOf('Forger');
  const honest = await thiefOf('Honest');
  const first = (await honest.ask<HelloResponse>('POST', '/api/sync/hello', helloBody(honest.log))).body;
  for (const more of [1, 5, 1_000_000]) {
    const cursor = { ...first.head, version: first.head.version + more, hash: 'f'.repeat(64) };
    const witness = { ...cursor, signature: first.witness };
    const answer = await thief.ask<HelloResponse>('POST', '/api/sync/hello', helloBody(thief.log, { cursor, witness }));
    expect(answer.body).toMatchObject({ pull: 'snapshot', epoch: first.epoch });
  }
  const after = await honest.ask<HelloResponse>(
    'POST',
    '/api/sync/hello',
    helloBody(honest.log, { cursor: first.head, witness: { ...first.head, signature: first.witness } }),
  );
  expect(after.body).toMatchObject({ pull: 'tail', epoch: first.epoch });
});

test('scope.warehouse: a modified client of a credential of one warehouse gets no row of another by any call', async () => {
  const { store } = bench.running.central;
  const thief = await thiefOf('Scoped');
  const whole = await thiefOf('Whole');
  await assignScope(store, thief.station_id, 'warehouse', { tenant_id: bench.tenant_id, ...AS_CENTRAL });
  await recordCentralEvents(store, bench.tenant_id, [put('unit', [{ ...away, lot: 'moved about' }])], AS_CENTRAL);
  const { head, scope } = (await thief.ask<HelloResponse>('POST', '/api/sync/hello', helloBody(thief.log))).body;
  expect(scope).not.toBe(TENANT_SCOPE);
  const { here } = await store.db
    .selectFrom('unit')
    .select((eb) => eb.fn.countAll<number>().as('here'))
    .where('tenant_id', '=', bench.tenant_id)
    .where('warehouse_id', '=', w.warehouse.warehouse_id)
    .executeTakeFirstOrThrow();
  const scopes = [TENANT_SCOPE, scope, `warehouse:${there.warehouse_id}`, 'x'];
  const heard: string[] = [];
  const counted: (number | string)[] = [];
  const hear = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await thief.ask<unknown>(method, path, body);
    heard.push(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    return answer;
  };
  for (const one of scopes) {
    const at = `epoch=${head.epoch}&version=0&hash=${'0'.repeat(64)}&limit=5000&scope=${encodeURIComponent(one)}`;
    await hear('GET', `/api/sync/feed?${at}`);
    await hear('POST', '/api/sync/range', { cursor: head, scope: one, entity: 'unit', after: null, upto: null });
    const columns = { unit: columnsOf('unit').map(({ name }) => name) };
    const digest = await hear('POST', '/api/sync/digests', { cursor: head, scope: one, columns, detail: 'ranges' });
    counted.push((digest.body as { entities?: { rows: number }[] }).entities?.[0]?.rows ?? 'refused');
  }
  expect(counted).toEqual(['refused', here, 'refused', 'refused']);
  // Another station's snapshot of everything, its number overheard.
  const theirs = (await whole.ask<SnapshotManifest>('POST', '/api/sync/snapshot')).body;
  for (const path of ['', '/0', '/1']) {
    const answer = await hear('GET', `/api/sync/snapshot/${theirs.snapshot_id}${path}`);
    expect([answer.status, (answer.body as Problem).code]).toEqual([404, 'request.not-found']);
  }
  const own = (await thief.ask<SnapshotManifest>('POST', '/api/sync/snapshot')).body;
  expect([own.scope, own.snapshot_id === theirs.snapshot_id]).toEqual([scope, false]);
  expect(heard.filter((text) => text.includes('AWAY-1'))).toEqual([]);
  // Moved to the other warehouse, it has that one's rows and no longer those of the first.
  await assignScope(store, whole.station_id, 'warehouse', { tenant_id: bench.tenant_id, ...AS_CENTRAL });
  expect((await whole.ask('GET', `/api/sync/snapshot/${theirs.snapshot_id}`)).status).toBe(404);
});
