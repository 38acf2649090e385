import { expect, test } from 'vitest';
import { columnsOf } from '../model/columns.ts';
import { ENTITY_NAMES } from '../model/entities.ts';
import { rightToSee } from './guarded-fields.ts';

const COLUMNS = ENTITY_NAMES.flatMap((entity) => columnsOf(entity).map(({ name }) => name));

test('costs.see: every amount of money in a record is guarded', () => {
  const amounts = COLUMNS.filter((name) => /cents|price|cost|amount|balance/u.test(name));
  expect(amounts.length).toBeGreaterThan(3);
  expect(amounts.filter((name) => rightToSee(name) !== 'costs.see')).toEqual([]);
});

test("addresses.see: every part of a customer's address in a record is guarded", () => {
  const parts = COLUMNS.filter((name) => /address|street|city|postal|zip|region|country|phone|mail/u.test(name));
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.filter((name) => rightToSee(name) !== 'addresses.see')).toEqual([]);
});

test('what people work with stays in sight', () => {
  expect(['customer_name', 'number', 'serial_raw', 'quantity'].map(rightToSee)).toEqual([null, null, null, null]);
});
