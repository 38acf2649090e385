import { ENTITY_NAMES } from '@serialbridge/core/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore } from '@serialbridge/testing/cache/store-fixture';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';
import type { StationStore } from '../store/station-store.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';

const folder = temporaryFolder();
let store: StationStore;
beforeAll(() => {
  store = openTestStore(folder.dir);
});
afterAll(() => {
  store.close();
  folder.remove();
});

function planOf(sql: string): string[] {
  return store.read.all(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => String(detail));
}
const scans = (plan: readonly string[]): string[] => plan.filter((line) => line.startsWith('SCAN'));

test.each(ENTITY_NAMES)('live.point-lookup: a %s is found by its key through an index of both tables', (entity) => {
  const where = codecOf(entity)
    .key.map((name) => `${quote(name)} = 'x'`)
    .join(' AND ');
  const plan = planOf(`SELECT * FROM live_${entity} WHERE ${where}`);
  expect(scans(plan)).toEqual([]);
  expect(plan.filter((line) => line.startsWith('SEARCH')).length).toBeGreaterThanOrEqual(2);
});

test.each([
  ['unit', 'serial_norm'],
  ['unit', 'order_id'],
  ['unit_identifier', 'value_norm'],
  ['product_code', 'code'],
  ['po_line', 'purchase_order_id'],
  ['rma_line', 'rma_id'],
  ['order_line', 'order_id'],
  ['receipt_line', 'receiving_session_id'],
  ['receipt_unit', 'receiving_session_id'],
  ['package', 'order_id'],
  ['package_unit', 'package_id'],
  ['package_unit', 'unit_id'],
  ['expected_unit', 'po_line_id'],
  ['operator', 'code'],
  ['operator', 'badge'],
])('live.point-lookup: %s by %s reaches an index of both tables, sorted or not', (entity, column) => {
  expect(scans(planOf(`SELECT * FROM live_${entity} WHERE ${column} = 'x'`))).toEqual([]);
  const key = quote(codecOf(entity as 'unit').key[0] ?? '');
  expect(scans(planOf(`SELECT * FROM live_${entity} WHERE ${column} = 'x' ORDER BY ${key}`))).toEqual([]);
});
