import { expect, test } from 'vitest';
import type { AnyRow } from '@serialbridge/core/model';
import { store, storeForEachTest } from '@serialbridge/testing/cache/store-of-test';
import { rowOf } from '@serialbridge/testing/rows';
import type { SqlParams } from '../sqlite.ts';
import type { ReadHandle } from '../views/read-handle.ts';
import {
  binByCode,
  codeForms,
  codesOfProducts,
  documentsByNumber,
  knownTexts,
  orderByCode,
  productByCode,
} from './codes.ts';
import { documentsWithSerial, ordersWithSerial, productsLike } from './find-documents.ts';
import { listOrders } from './list-orders.ts';
import { listDocuments } from './list-documents.ts';
import { draftOf, listSessions, pageOfSerials, serialsOfOtherSessions, serialsOfSession } from './list-sessions.ts';
import { shippedNumber } from './shipped-numbers.ts';
import { onHandOf, quoteRates, unitsShippedWith } from './small-lists.ts';
import { runsOf } from '../cache/apply-runs.ts';

storeForEachTest();

/** Tables that are read whole by what `run` asks. */
function scansOf(run: (read: ReadHandle) => unknown): readonly string[] {
  const plans: string[] = [];
  const explain = (sql: string, params?: SqlParams): void => {
    plans.push(...store.read.all(`EXPLAIN QUERY PLAN ${sql}`, params).map((row) => String(row['detail'])));
  };
  run({
    ...store.read,
    all: (sql, params) => {
      explain(sql, params);
      return store.read.all(sql, params);
    },
    get: (sql, params) => {
      explain(sql, params);
      return store.read.get(sql, params);
    },
  });
  // A view's result may be read whole (`SCAN live_…`); its tables, `o` the overlay and `c` the cache, may not.
  return plans.filter((detail) => /^SCAN [oc](?: |$)/u.test(detail));
}

test('queries.indexed: what a scan asks never reads a table whole', () => {
  expect(scansOf((read) => productByCode(read, '012345678905'))).toEqual([]);
  expect(scansOf((read) => orderByCode(read, 'SO-1', true))).toEqual([]);
  expect(scansOf((read) => knownTexts(read, ['A', 'B']))).toEqual([]);
  expect(scansOf((read) => documentsByNumber(read, 'PO-1'))).toEqual([]);
  expect(scansOf((read) => binByCode(read, 'w', 'A-01'))).toEqual([]);
  expect(scansOf((read) => shippedNumber(read, '1Z999AA10123456784', 'o'))).toEqual([]);
});

test('queries.indexed: finding documents and orders by serial or SKU never reads units or lines whole', () => {
  expect(scansOf((read) => documentsWithSerial(read, 'SN-1'))).toEqual([]);
  expect(scansOf((read) => ordersWithSerial(read, 'SN-1'))).toEqual([]);
  expect(scansOf((read) => productsLike(read, 'ROU'))).toEqual([]);
  const session = '00000000-0000-7000-8000-000000000001';
  expect(scansOf((read) => serialsOfSession(read, session))).toEqual([]);
  expect(scansOf((read) => serialsOfOtherSessions(read, session, session))).toEqual([]);
  expect(scansOf((read) => draftOf(read, session, session))).toEqual([]);
  expect(scansOf((read) => codesOfProducts(read, [session]))).toEqual([]);
  expect(scansOf((read) => onHandOf(read, session, [session]))).toEqual([]);
  expect(scansOf((read) => unitsShippedWith(read, session))).toEqual([]);
  const sessions = { offset: 0, limit: 10 };
  expect(scansOf((read) => listSessions(read, sessions))).toEqual([]);
  const page = { offset: 0, limit: 10, line_id: session, find: 'x' };
  expect(scansOf((read) => pageOfSerials(read, session, page))).toEqual([]);
});

test('queries.lists: both lists answer on an empty cache, with every filter set', () => {
  const id = '00000000-0000-7000-8000-000000000001';
  const words = { keywords: "100% o'clock_", sku: 'a', number: '1', from: 1, to: 2, offset: 0, limit: 10 };
  for (const show of ['open', 'rma', 'received'] as const) {
    const query = { ...words, show, vendor_id: id, buyer: 'b', company: 'c', vendor_invoice_number: 'i' };
    expect(listDocuments(store.read, query, id)).toMatchObject({ rows: [], matching: 0, total: 0 });
  }
  for (const show of ['open', 'shipped'] as const) {
    const query = { ...words, show, serial: 's', channel: 'c' };
    const at = { station_id: id, warehouse_id: id, only_picked: true };
    expect(listOrders(store.read, query, at)).toMatchObject({ rows: [], matching: 0, total: 0 });
  }
});

test('queries.codes: a GTIN is looked for in each of its lengths, anything else as read and in capitals', () => {
  expect([...codeForms('012345678905')].toSorted()).toEqual(
    ['0012345678905', '00012345678905', '012345678905'].toSorted(),
  );
  expect(codeForms('abc')).toEqual(['abc', 'ABC']);
});

const uuid = (n: number): string => `00000000-0000-7000-8000-00000000000${n}`;

test('record.taken: of two records under one code a scan finds the one that has it, not its double', () => {
  const warehouse_id = uuid(9);
  const bin = (n: number, double_of: string | null): AnyRow => ({
    bin_id: uuid(n),
    warehouse_id,
    code: 'A-1',
    double_of,
  });
  const order = (n: number, double_of: string | null): AnyRow =>
    rowOf('order', { order_id: uuid(n), number: 'SO-2', double_of });
  const product = (n: number, double_of: string | null): AnyRow =>
    rowOf('product', { product_id: uuid(n), sku: 'S-1', double_of });
  const changes = [
    { entity: 'bin' as const, key: uuid(1), row: bin(1, uuid(2)) },
    { entity: 'bin' as const, key: uuid(2), row: bin(2, null) },
    { entity: 'order' as const, key: uuid(1), row: order(1, uuid(2)) },
    { entity: 'order' as const, key: uuid(2), row: order(2, null) },
    { entity: 'product' as const, key: uuid(1), row: product(1, uuid(2)) },
    { entity: 'product' as const, key: uuid(2), row: product(2, null) },
  ];
  store.cache.apply(runsOf(changes), { epoch: uuid(8), version: 1, hash: '0'.repeat(64) });
  expect(binByCode(store.read, warehouse_id, 'A-1')?.bin_id).toBe(uuid(2));
  expect(orderByCode(store.read, 'SO-2', false)?.order_id).toBe(uuid(2));
  expect(productByCode(store.read, 'S-1')?.product_id).toBe(uuid(2));
});

const rate = (n: number, service: string, max_weight_g: number, price_cents: number) => ({
  entity: 'rate' as const,
  key: `00000000-0000-7000-8000-00000000000${n}`,
  row: {
    rate_id: `00000000-0000-7000-8000-00000000000${n}`,
    carrier: 'Demo',
    service,
    max_weight_g,
    price_cents,
    currency: 'USD',
    transit_days: 2,
    note: null,
  },
});

test('queries.rates: the cheapest step that carries each box, summed; a service that can not carry one is left out', () => {
  const rows = [rate(1, 'Ground', 1000, 500), rate(2, 'Ground', 5000, 900), rate(3, 'Air', 1000, 700)];
  store.cache.apply(runsOf(rows), { epoch: '00000000-0000-7000-8000-000000000009', version: 1, hash: '0'.repeat(64) });
  expect(quoteRates(store.read, [800, 3000])).toMatchObject([{ service: 'Ground', price_cents: 1400 }]);
  expect(quoteRates(store.read, [800]).map(({ service }) => service)).toEqual(['Ground', 'Air']);
  expect(quoteRates(store.read, [9000])).toEqual([]);
});
