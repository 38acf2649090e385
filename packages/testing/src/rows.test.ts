import { MemoryView } from '@serialbridge/core/ledger';
import { ENTITIES, ENTITY_NAMES } from '@serialbridge/core/model';
import { expect, test } from 'vitest';
import { foldInto, ledgerEvent } from './ledger-event.ts';
import { rowOf } from './rows.ts';

test.each(ENTITY_NAMES)('testing.row-of: a plain %s is a valid row', (entity) => {
  const row = rowOf(entity);
  expect(ENTITIES[entity].row.parse(row)).toEqual(row);
});

test('testing.fold-into: folds events over each other', () => {
  const view = new MemoryView();
  const station = rowOf('station', { state: 'paired' });
  view.put('station', station);
  const vendor = rowOf('vendor', { name: 'A' });
  const put = ledgerEvent('records-put', { import_id: null, entity: 'vendor', rows: [vendor] });
  expect(foldInto(view, [put])).toEqual(['accepted']);
  expect(view.row('vendor', vendor.vendor_id)).toEqual(vendor);
});
