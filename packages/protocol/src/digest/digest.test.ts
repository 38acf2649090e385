import { createHash } from 'node:crypto';
import { array, assert, boolean, constant, integer, property, record, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyRow } from '@serialbridge/core/model';
import {
  RANGE_ROWS,
  digester,
  keyValues,
  rangeChanges,
  rangeDigester,
  rowText,
  type DigestOf,
  type Hasher,
} from './index.ts';

const newHasher = (): Hasher => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text), hex: () => hash.digest('hex') };
};
const COLUMNS = ['vendor_id', 'code', 'name'];
const vendor = (at: number, name = `Vendor ${at}`): AnyRow => ({
  vendor_id: `018f0000-0000-7000-8000-${String(at).padStart(12, '0')}`,
  code: `V${at}`,
  name,
});
const of = (changed: readonly string[] = []): DigestOf => ({
  entity: 'vendor',
  columns: COLUMNS,
  changed: new Set(changed),
  newHasher,
});
const some = uniqueArray(integer({ min: 0, max: 60 })).map((numbers) => numbers.toSorted((a, b) => a - b));

test('digest.row: the order of names in JSON does not count, the order in lists and every value does', () => {
  const columns = ['value', 'key'];
  const text = rowText(columns, { key: 'k', value: { b: [1, { d: null, c: 'x' }], a: true } });
  expect(rowText(columns, { value: { a: true, b: [1, { c: 'x', d: null }] }, key: 'k' })).toBe(text);
  expect(text).toBe('[{"a":true,"b":[1,{"c":"x","d":null}]},"k"]');
  expect(rowText(columns, { key: 'k', value: { a: true, b: [{ c: 'x', d: null }, 1] } })).not.toBe(text);
  expect(rowText(columns, { key: 'k' })).toBe('[null,"k"]');
});

test('digest.rows: the same whatever the slices; a changed key counts on neither side', () => {
  assert(
    property(some, integer({ min: 1, max: 7 }), integer({ min: 0, max: 60 }), (numbers, slice, moved) => {
      const rows = numbers.map((at) => vendor(at));
      const [key = ''] = keyValues('vendor', vendor(moved));
      const whole = digester(of([key]));
      whole.add(rows);
      const parts = digester(of([key]));
      const other = rows.filter((row) => row['vendor_id'] !== key);
      for (let from = 0; from < other.length; from += slice) parts.add(other.slice(from, from + slice));
      expect(parts.take()).toEqual(whole.take());
    }),
  );
});

test('digest.ranges: without gaps, none larger than its size, and each digests as its rows do', () => {
  assert(
    property(some, integer({ min: 1, max: 9 }), (numbers, size) => {
      const rows = numbers.map((at) => vendor(at));
      const cut = rangeDigester(of(), size);
      cut.add(rows);
      const ranges = cut.end();
      expect(ranges.at(-1)?.upto).toBeNull();
      let from = 0;
      for (const { upto, rows: count, digest } of ranges) {
        const part = rows.slice(from, from + count);
        const own = digester(of());
        own.add(part);
        expect(own.take().digest).toBe(digest);
        expect(count).toBeLessThanOrEqual(size);
        const last = part.at(-1);
        const end = last === undefined ? null : keyValues('vendor', last);
        expect(upto ?? end).toEqual(end);
        from += count;
      }
      expect(from).toBe(rows.length);
    }),
  );
  expect(RANGE_ROWS).toBeLessThanOrEqual(4_000);
});

test('digest.repair: the changes turn any copy of a range into the other, and leave changed keys alone', () => {
  const copy = array(record({ at: integer({ min: 0, max: 12 }), spoilt: boolean(), gone: boolean() }));
  assert(
    property(some, copy, constant(vendor(3)), (numbers, damage, moved) => {
      const theirs = new Map(numbers.map((at) => [vendor(at)['vendor_id'], vendor(at)]));
      const own = new Map(theirs);
      for (const { at, spoilt, gone } of damage) {
        const row = vendor(at, spoilt ? 'Spoilt' : undefined);
        if (gone) own.delete(row['vendor_id']);
        else own.set(row['vendor_id'], row);
      }
      const key = String(moved['vendor_id']);
      const before = own.get(key);
      for (const change of rangeChanges(of([key]), [...own.values()], [...theirs.values()])) {
        if (change.row === null) own.delete(change.key);
        else own.set(change.key, change.row);
      }
      expect(own.get(key)).toEqual(before);
      own.delete(key);
      theirs.delete(key);
      expect(Object.fromEntries(own as Map<string, AnyRow>)).toEqual(Object.fromEntries(theirs as Map<string, AnyRow>));
    }),
  );
});
