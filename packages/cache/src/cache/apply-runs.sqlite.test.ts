import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyRow, Row } from '@serialbridge/core/model';
import { feedRuns, type FeedLineChange } from '@serialbridge/protocol/sync';
import { cursorAt, unitRow } from '@serialbridge/testing/cache/store-fixture';
import { store, storeForEachTest } from '@serialbridge/testing/cache/store-of-test';
import { RowError } from '../errors.ts';

storeForEachTest();

const put = (entity: string, key: string, row: AnyRow): FeedLineChange => ({ entity, key, row: JSON.stringify(row) });
const apply = (version: number, ...changes: FeedLineChange[]): void =>
  store.cache.apply(feedRuns(changes), cursorAt(version));

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'null', '"', '\\', '\0', 'a\0b', '1e5', '007', '😀'),
);
const integer = fc.maxSafeInteger();
const unit: fc.Arbitrary<Row<'unit'>> = fc
  .record({
    serial_raw: text,
    lot: fc.option(text),
    cost_cents: fc.option(integer),
    received_at: fc.option(integer),
    disputed: fc.boolean(),
    forked: fc.boolean(),
  })
  .map((fields) => ({ ...unitRow('U'), ...fields }));
const caseRow: fc.Arbitrary<AnyRow> = fc
  .record({ facts: fc.array(fc.jsonValue()), unit_ids: fc.array(fc.uuid()), resolution_note: fc.option(text) })
  .map((fields) => ({
    case_id: randomUUID(),
    rule: 'case.event-held',
    state: 'open',
    opened_at: 1,
    chosen_event_id: null,
    resolved_by: null,
    resolved_at: null,
    station_id: null,
    held_reason: null,
    held_count: null,
    ...fields,
  }));

test('tail.pieces: a row that the database read itself is the row that was sent', () => {
  let version = 0;
  const same = (entity: 'unit' | 'case', key: string, row: AnyRow): void => {
    apply((version += 1), put(entity, key, row));
    expect(store.view.row(entity, key)).toEqual(JSON.parse(JSON.stringify(row)));
    apply((version += 1), { entity, key, row: null });
    expect(store.view.row(entity, key)).toBeUndefined();
  };
  fc.assert(
    fc.property(unit, (row) => same('unit', row.unit_id, row)),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(caseRow, (row) => same('case', String(row['case_id']), row)),
    { numRuns: 60 },
  );
});

test('tail.pieces: of several changes of one row the last stands, a deletion between them or not', () => {
  const row = unitRow('A');
  const changed = { ...row, lot: 'L2' };
  apply(1, put('unit', row.unit_id, row), put('unit', row.unit_id, changed));
  expect(store.view.row('unit', row.unit_id)).toEqual(changed);
  apply(2, { entity: 'unit', key: row.unit_id, row: null }, put('unit', row.unit_id, row));
  expect(store.view.row('unit', row.unit_id)).toEqual(row);
  apply(3, put('unit', row.unit_id, changed), { entity: 'unit', key: row.unit_id, row: null });
  expect(store.view.row('unit', row.unit_id)).toBeUndefined();
});

test('tail.pieces: the cases of a unit are found, and no longer after the case has left it', () => {
  const [one, two] = [randomUUID(), randomUUID()];
  const row = { ...fc.sample(caseRow, { numRuns: 1, seed: 1 })[0], unit_ids: [one] };
  const key = String(row['case_id' as keyof typeof row]);
  apply(1, put('case', key, row));
  expect(store.view.openCasesOfUnit(one)).toHaveLength(1);
  apply(2, put('case', key, { ...row, unit_ids: [two] }));
  expect(store.view.openCasesOfUnit(one)).toHaveLength(0);
  expect(store.view.openCasesOfUnit(two)).toHaveLength(1);
});

test.each([
  ['without what it must have', { serial_raw: null }],
  ['with a text for a number', { updated_at: 'yesterday' }],
  ['with a list for a number', { updated_at: [1] }],
])('tail.pieces: a row %s does not come in, nor what came with it', (_, wrong) => {
  const good = unitRow('G');
  const bad = { ...unitRow('B'), ...wrong };
  apply(1);
  expect(() => apply(2, put('unit', good.unit_id, good), put('unit', bad.unit_id, bad))).toThrow(RowError);
  expect(store.cache.state().cursor).toEqual(cursorAt(1));
  expect(store.view.row('unit', good.unit_id)).toBeUndefined();
});

test('tail.pieces: an entity or column of a newer central is passed over', () => {
  const row = unitRow('A');
  apply(1, put('spaceship', 'x', { spaceship_id: 'x' }), put('unit', row.unit_id, { ...row, made_later: 1 }));
  expect(store.view.row('unit', row.unit_id)).toEqual(row);
});
