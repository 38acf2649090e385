import { readCode } from '@serialbridge/core/gs1';
import { makeScan } from '@serialbridge/core/scan';
import { normaliseSerial } from '@serialbridge/core/serial';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReceivingService } from '../receiving/receiving-service.ts';
import {
  BADGE,
  codesOf,
  OPERATOR,
  ROUTER,
  ROUTER_UPC,
  TestStation,
} from '@serialbridge/testing/station/small-warehouse';
import { createScanService } from './scan-service.ts';

let dock: TestStation;
beforeEach(() => {
  dock = new TestStation('receivebridge');
});
afterEach(async () => {
  await dock.end();
});

test('scan.badge: nobody signed in: a badge signs in, everything else is refused; the badge is not repeated', async () => {
  // Not even whether the warehouse knows it: two codes run together are told of by what they are.
  for (const text of ['PO-1', 'UNHEARD-OF', `${ROUTER_UPC}${ROUTER_UPC}`, 'x'.repeat(300)])
    expect(codesOf(await dock.scan(text))).toEqual(['auth.required']);
  const signedIn = await dock.scan(BADGE);
  expect(signedIn).toMatchObject({ headline: { code: 'scan.signed-in', params: { name: 'Ann' } }, text: null });
  expect(dock.host.context.operators.current()?.operator_id).toBe(OPERATOR);
  expect((await dock.scan(BADGE)).headline.code).toBe('scan.already-signed-in');
  expect(JSON.stringify(dock.state('receiving'))).not.toContain(BADGE);
});

test('scan.badge: where a badge alone does not sign in, its scan says what is missing', async () => {
  const key = 'station.badge_alone_signs_in';
  const off = { level: 'tenant', level_id: '', key, value: false, policy_version: 2 } as const;
  const strict = new TestStation('receivebridge', { rows: [['policy_value', off]] });
  try {
    expect(codesOf(await strict.scan(BADGE))).toEqual(['auth.badge-needs-pin']);
  } finally {
    await strict.end();
  }
});

test('scan.again: a scan that a link sends twice is taken once, and answered the same', async () => {
  await dock.scan(BADGE);
  await dock.scan('PO-1');
  await dock.scan(ROUTER_UPC);
  const { context } = dock.host;
  const service = createScanService(context, createReceivingService(context).target);
  const scan = makeScan({ scan_id: 'one', at: 1, device_id: 'com3', via: 'serial' }, readCode('SN-00001'));
  const [first, second] = await Promise.all([service.submit(scan), service.submit(scan)]);
  expect(second).toBe(first);
  expect(first.level).toBe('accepted');
});

test('scan.two-codes: a product code and a serial of this session run together', async () => {
  await dock.scan(BADGE);
  await dock.scan('PO-1');
  await dock.scan(ROUTER_UPC);
  await dock.scan('SN-00001');
  expect(codesOf(await dock.scan('SN-00001SN-00001'))).toEqual(['scan.two-codes']);
  expect(codesOf(await dock.scan(`${ROUTER_UPC}SN-00001`))).toEqual(['scan.two-codes']);
  expect(codesOf(await dock.scan('SN-\u000300002'))).toEqual(['scan.two-codes']);
  expect(normaliseSerial('SN-00002\r\n', { case_fold: false })).toBe('SN-00002');
  expect((await dock.scan('SN-00002\r\n')).level).toBe('accepted');
});

const LOT = ']C110LOT-7';
const WEB = 'https://example.com/u/7';

test('code.*: at both stations a code is refused by what it says that it is, and ends with what to scan instead', async () => {
  await dock.scan(BADGE);
  expect((await dock.scan(WEB)).headline).toMatchObject({ code: 'code.web-address', params: { context: 'work' } });
  await dock.scan('PO-1');
  expect((await dock.scan(LOT)).headline).toMatchObject({ code: 'code.lot', params: { context: 'serial' } });
  expect((await dock.scan(WEB)).headline.code).toBe('code.web-address');
  await dock.scan(ROUTER_UPC);
  for (const [text, code] of [
    [LOT, 'code.lot'],
    [WEB, 'code.web-address'],
    ['WIFI:S:Dock;;', 'code.wifi'],
    ['1Z999AA10123456784', 'code.tracking-number'],
    ['SN0001;SN0002', 'code.several-serials'],
    ['SN\u00E9\u00E0\u00E0', 'code.keyboard-layout'],
  ] as const)
    expect((await dock.scan(text)).headline.code).toBe(code);
  expect((await dock.scan('SN-00001')).level).toBe('accepted');
  const table = new TestStation('shipbridge');
  try {
    await table.scan(BADGE);
    await table.scan('SO-1');
    expect((await table.scan(LOT)).headline).toMatchObject({ code: 'code.lot', params: { context: 'serial' } });
    await table.scan(ROUTER_UPC);
    const refused = await table.scan(WEB);
    expect(refused.headline.code).toBe('code.web-address');
    expect(refused.override_token).toBeNull();
  } finally {
    await table.end();
  }
});

test("code.*: the pattern of a line's product outweighs a shape, before its line is chosen, too", async () => {
  const { view } = dock.host.context.ledger;
  const router = view.row('product', ROUTER);
  if (router === undefined) throw new Error('no router');
  const serial_pattern = String.raw`https://example\.com/u/\d+`;
  const maker = new TestStation('receivebridge', {
    rows: [['product', { ...router, serial_pattern, serial_max: 60 }]],
  });
  try {
    await maker.scan(BADGE);
    await maker.scan('PO-1');
    expect((await maker.scan('https://example.com/other')).headline.code).toBe('code.web-address');
    expect(['receiving.scan-product-first', 'receiving.serial-accepted']).toContain(
      (await maker.scan(WEB)).headline.code,
    );
    await maker.scan(ROUTER_UPC);
    expect((await maker.scan('https://example.com/u/8')).level).toBe('accepted');
  } finally {
    await maker.end();
  }
});

test('code.wifi: a password or a person in a code is refused by its kind, and neither shown nor kept', async () => {
  expect((await dock.scan('WIFI:T:WPA;S:Guest;P:geheim;;')).text).toBeNull();
  await dock.scan(BADGE);
  await dock.scan('PO-1');
  await dock.scan(ROUTER_UPC);
  for (const code of ['WIFI:T:WPA;S:Guest;P:geheim;;', 'BEGIN:VCARD\nN:Doe;Jane\nEND:VCARD']) {
    const said = await dock.scan(code);
    expect([said.level, said.text]).toEqual(['refused', null]);
    const shown = JSON.stringify([said, dock.state('receiving')]);
    expect(shown).not.toContain('geheim');
    expect(shown).not.toContain('Jane');
  }
});
