import { ENTITIES, ENTITY_NAMES } from '@serialbridge/core/model';
import { expect, test } from 'vitest';
import { rowOf } from './rows.ts';

test.each(ENTITY_NAMES)('testing.row-of: a plain %s is a valid row', (entity) => {
  const row = rowOf(entity);
  expect(ENTITIES[entity].row.parse(row)).toEqual(row);
});
