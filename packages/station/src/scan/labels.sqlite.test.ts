import { randomUUID } from 'node:crypto';
import {
  BADGE,
  CABLE_UPC,
  codesOf,
  product,
  ROUTER_UPC,
  TestStation,
} from '@serialbridge/testing/station/small-warehouse';
import { afterEach, beforeEach, expect, test } from 'vitest';

const [RS, GS, EOT] = ['\u001E', '\u001D', '\u0004'];
const label = (...fields: readonly string[]): string => `[)>${RS}06${GS}${fields.join(GS)}${RS}${EOT}`;

const code = (product_id: string, text: string) =>
  ['product_code', { product_code_id: randomUUID(), product_id, kind: 'upc', code: text }] as const;

let dock: TestStation;
let table: TestStation;
beforeEach(async () => {
  dock = new TestStation('receivebridge');
  table = new TestStation('shipbridge');
  for (const station of [dock, table]) await station.scan(BADGE);
});
afterEach(async () => {
  await dock.end();
  await table.end();
});

test('receiving.label: product, serial and lot of a supplier’s label are counted, and shown', async () => {
  await dock.scan('PO-1');
  const said = await dock.scan(label('PROUTER', 'SSN-00077', '1TL1', 'Q1', 'KPO-1'));
  expect(said).toMatchObject({
    level: 'accepted',
    headline: { code: 'receiving.serial-accepted', params: { serial: 'SN-00077', sku: 'ROUTER' } },
  });
  expect(said.findings).toContainEqual({ code: 'scan.label-lot', params: { lot: 'L1' } });
  expect((await dock.scan('S/N: SN-00078')).headline.params['serial']).toBe('SN-00078');
  const gs1 = await dock.scan(`01${ROUTER_UPC.padStart(14, '0')}21SN-00079|1730123110L2`);
  expect(gs1).toMatchObject({ level: 'accepted', headline: { params: { serial: 'SN-00079' } } });
  expect(codesOf(gs1)).toEqual(expect.arrayContaining(['scan.label-lot', 'scan.label-expiry']));
  expect(codesOf(await dock.scan('[)>06PROUTERSSN-00080'))).toEqual(['code.supplier-label-joined']);
});

test('receiving.label: the quantity of a label is said, and counted by nobody', async () => {
  await dock.scan('PO-1');
  const said = await dock.scan(label('PCABLE', 'Q7'));
  expect(said).toMatchObject({ level: 'info', headline: { code: 'receiving.line-chosen', params: { counted: 0 } } });
  expect(said.findings).toEqual([{ code: 'scan.label-amount', params: { quantity: 7 } }]);
});

test('packing.label: the label of a bag chooses the line and packs nothing; that of one piece packs it', async () => {
  await table.scan('SO-1');
  const bag = await table.scan(label(`8P${CABLE_UPC.padStart(14, '0')}`, 'Q50'));
  expect(bag).toMatchObject({ level: 'warning', headline: { code: 'packing.line-chosen', params: { packed: 0 } } });
  expect(codesOf(bag)).toEqual(['scan.label-amount']);
  expect((await table.scan(label('PCABLE', 'Q1'))).headline.code).toBe('packing.line-complete');
});

test('scan.upc-e: a UPC-E is the product whose UPC-A the catalogue has, and the other way round', async () => {
  const [bulb, lamp] = [randomUUID(), randomUUID()];
  const shop = new TestStation('receivebridge', {
    rows: [
      ['product', product(bulb, 'BULB', 'none')],
      ['product', product(lamp, 'LAMP', 'none')],
      code(bulb, '042100005264'),
      code(lamp, '01234531'),
    ],
  });
  try {
    await shop.scan(BADGE);
    await shop.scan('PO-1');
    for (const text of ['04252614', ']E004252614', '042100005264', '0042100005264'])
      expect((await shop.scan(text)).headline).toMatchObject({
        code: 'receiving.not-on-document',
        params: { sku: 'BULB' },
      });
    for (const text of ['01234531', '012300000451', ']E00012300000451'])
      expect((await shop.scan(text)).headline.params).toMatchObject({ sku: 'LAMP' });
  } finally {
    await shop.end();
  }
});
