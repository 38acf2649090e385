import { createPublicKey, verify } from 'node:crypto';
import { join } from 'node:path';
import { readOutboxFile } from '@serialbridge/protocol/sync';
import { expect, test } from 'vitest';
import { acknowledgeAll, addStock, append, cursorAt } from '@serialbridge/testing/cache/store-fixture';
import { folder, openStore, reopen, store, storeForEachTest } from '@serialbridge/testing/cache/store-of-test';
import { openSqlite } from '../sqlite.ts';
import { exportFolder } from './export-outbox.ts';
import { KEPT_MS } from './retention.ts';

storeForEachTest();

/** As `acknowledgeAll` of the fixture has it. */
const ACKNOWLEDGED_AT = 1;
const LATER = ACKNOWLEDGED_AT + KEPT_MS + 1;

const seqs = (): number[] => {
  const { incarnation } = store.log.head();
  return store.outbox.batch(incarnation, 0, { events: 10_000, bytes: 100_000_000 }).events.map(({ seq }) => seq);
};
function fill(count: number): string {
  append(store, ...Array.from({ length: count }, (_, n) => addStock(n)));
  return store.log.head().incarnation;
}
/** Acknowledged, and its effect in the cache. */
function settle(): void {
  acknowledgeAll(store, 5);
  store.cache.apply([], cursorAt(5));
}

test('prune: neither what is not acknowledged, nor young, nor in no backup, nor overlaid, nor the last of a chain', () => {
  const incarnation = fill(4);
  store.retention.noteBackedUp([{ incarnation, seq: 4 }]);
  expect(store.retention.prune(LATER)).toBe(0);
  acknowledgeAll(store, 5);
  expect(store.retention.prune(LATER)).toBe(0);
  store.cache.apply([], cursorAt(5));
  expect(store.retention.prune(LATER - 2)).toBe(0);
  store.retention.noteBackedUp([]);
  expect(store.retention.prune(LATER)).toBe(0);
  store.retention.noteBackedUp([{ incarnation, seq: 2 }]);
  expect(store.retention.prune(LATER)).toBe(2);
  expect(seqs()).toEqual([3, 4]);
  store.retention.noteBackedUp([{ incarnation, seq: 4 }]);
  expect(store.retention.prune(LATER)).toBe(1);
  expect([seqs(), store.retention.prunedTo(incarnation), store.retention.prune(LATER)]).toEqual([[4], 3, 0]);
  // The next one follows the one that stayed, also after a restart.
  const kept = store.log.head();
  reopen();
  expect(store.log.head()).toEqual(kept);
  const [next] = append(store, addStock(9));
  expect(next?.envelope).toMatchObject({ seq: 5, prev_hash: kept.hash });
});

test('prune: many go in small transactions, and batches say where the chain begins now', () => {
  const incarnation = fill(1_203);
  settle();
  store.retention.noteBackedUp([{ incarnation, seq: 1_203 }]);
  const limits = { events: 10, bytes: 100_000 };
  expect(store.outbox.batch(incarnation, 0, limits).is_oldest).toBe(false);
  expect([1, 2, 3, 4].map(() => store.retention.prune(LATER))).toEqual([500, 500, 202, 0]);
  expect(store.outbox.batch(incarnation, 0, limits)).toMatchObject({ is_oldest: true, events: [{ seq: 1_203 }] });
  fill(1);
  expect(store.outbox.batch(incarnation, 1_203, limits).is_oldest).toBe(false);
});

test('the database itself forbids what must not go', () => {
  const incarnation = fill(2);
  settle();
  const db = openSqlite(join(folder.dir, 'ops.db'));
  try {
    expect(() => db.exec('DELETE FROM event')).toThrow(/never deleted/u);
    store.retention.noteBackedUp([{ incarnation, seq: 1 }]);
    expect(() => db.exec('DELETE FROM event WHERE seq = 2')).toThrow(/no backup/u);
    db.exec('DELETE FROM event WHERE seq = 1');
  } finally {
    db.close();
  }
});

test('export: signed, verbatim, nothing marked; the same by the folder alone', () => {
  const incarnation = fill(3);
  const identity = {
    central_url: 'http://127.0.0.1:9',
    central_id: '018f0000-0000-7000-8000-0000000000b1',
    tenant_id: '018f0000-0000-7000-8000-0000000000b2',
    station_id: '018f0000-0000-7000-8000-000000000001',
    station_name: 'Dock 1',
    kind: 'receiving' as const,
    warehouse_id: '018f0000-0000-7000-8000-000000000003',
    credential: 'x'.repeat(32),
    central_key: null,
    paired_at: 1,
  };
  store.identity.write(identity);
  const keyOf = (): string => store.keys.read(identity.station_id)?.public_key ?? '';
  store.keys.ensure(identity, 1);
  const public_key = keyOf();
  store.keys.ensure(identity, 2);
  expect(keyOf()).toBe(public_key);
  const before = store.outbox.batch(incarnation, 0, { events: 10, bytes: 100_000 }).events.map(({ text }) => text);
  const [made, ...more] = store.outbox.export({ software: 'test', now: 7 });
  expect([made?.events, more.length, store.outbox.backlog()]).toEqual([3, 0, 3]);
  const text = made?.text ?? '';
  const { file, faults } = readOutboxFile(text);
  expect(faults).toEqual([]);
  expect(file?.header).toMatchObject({
    tenant_id: identity.tenant_id,
    station_id: identity.station_id,
    events: 3,
    exported_at: 7,
    incarnations: [{ incarnation, first_seq: 1, last_seq: 3, events: 3, is_oldest: false }],
  });
  expect(text.split('\n').slice(1, 4)).toEqual(before);
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: public_key }, format: 'jwk' });
  const { signed } = file ?? {};
  expect(text.startsWith(signed?.text ?? '?')).toBe(true);
  expect(verify(null, Buffer.from(signed?.text ?? ''), publicKey, Buffer.from(signed?.value ?? '', 'base64url'))).toBe(
    true,
  );
  expect(() => exportFolder(folder.dir, { software: 'test', now: 7 })).toThrow(/in use/u);
  const head = store.log.head();
  store.close();
  expect(exportFolder(folder.dir, { software: 'test', now: 7 })).toEqual([made]);
  expect(() => exportFolder(join(folder.dir, 'none'), { software: 'test', now: 7 })).toThrow(/not a station file/u);
  openStore();
  expect([store.log.head(), store.outbox.backlog()]).toEqual([head, 3]);
});
