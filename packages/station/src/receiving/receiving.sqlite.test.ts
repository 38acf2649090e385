import { runsOf } from '@serialbridge/cache';
import { ReceivingState } from '@serialbridge/protocol/station';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  BADGE,
  BIN,
  CABLE_LINE,
  CABLE_UPC,
  codesOf,
  PO,
  ROUTER_LINE,
  ROUTER_UPC,
  TestStation,
} from '@serialbridge/testing/station/small-warehouse';

let dock: TestStation;
beforeEach(async () => {
  dock = new TestStation('receivebridge');
  await dock.scan(BADGE);
});
afterEach(async () => {
  await dock.end();
});

const receiving = (): ReceivingState => ReceivingState.parse(dock.state('receiving'));
const allDocuments = {
  offset: 0,
  limit: 50,
  show: 'open',
  keywords: '',
  sku: '',
  number: '',
  vendor_id: null,
  buyer: null,
  company: null,
  vendor_invoice_number: '',
  from: null,
  to: null,
} as const;

describe('receive five by scans alone', () => {
  test('receiving.story: PO number, product, serials, refusals, undo, save', async () => {
    expect((await dock.scan('PO-1')).headline.code).toBe('receiving.document-opened');
    expect((await dock.scan(ROUTER_UPC)).headline.code).toBe('receiving.line-chosen');
    expect(receiving()).toMatchObject({ phase: 'serials', current_line_id: ROUTER_LINE });
    expect((await dock.scan('SN-00001')).level).toBe('accepted');
    expect(codesOf(await dock.scan('SN-00001'))).toContain('serial.duplicate-in-document');
    expect(codesOf(await dock.scan(ROUTER_UPC))).toContain('serial.is-product-code');
    expect(codesOf(await dock.scan('SN1'))).toEqual(['serial.length']);
    await dock.scan('SN-WRONG1');
    expect((await dock.scan('*SB:UNDO*')).headline.code).toBe('receiving.undone');
    for (const serial of ['SN-00022', 'SN-00333', 'SN-04444']) await dock.scan(serial);
    expect((await dock.scan('SN-55555')).level).toBe('complete');
    // All serials of the line are in: a product code chooses the next line.
    expect((await dock.scan(CABLE_UPC)).headline.code).toBe('receiving.line-chosen');
    await dock.call('receiving.mark_received', { line_id: CABLE_LINE, quantity: 10 });
    const before = receiving();
    expect(before.session).toMatchObject({ units_counted: 15, serials_counted: 5 });
    expect(before.last_scans[0]).toMatchObject({ text: CABLE_UPC });
    expect((await dock.scan('*SB:SAVE*')).headline).toEqual({
      code: 'receiving.saved',
      params: { units: 15, serials: 5 },
    });
    expect(receiving()).toMatchObject({ phase: 'list', session: null });
    expect(dock.host.store.view.unitsBySerial('SN-00022')).toMatchObject([
      { state: 'in_stock', purchase_order_id: PO },
    ]);
    expect(dock.host.store.view.unitsBySerial('SN-WRONG1')).toEqual([]);
    const sessions = await dock.call('receiving.list_sessions', { offset: 0, limit: 10 });
    expect(sessions.rows).toMatchObject([
      { number: 'PO-1', state: 'saved', units: 15, serials: 5, operator_name: 'Ann' },
    ]);
  });

  test('receiving.draft: after a restart in the middle every accepted serial is there and the work goes on', async () => {
    await dock.scan('PO-1');
    await dock.scan(ROUTER_UPC);
    await dock.scan('SN-00001');
    await dock.scan('SN-00022');
    await dock.scan('SN-00022');
    const before = receiving();
    await dock.restart();
    await dock.scan(BADGE);
    const after = receiving();
    expect({ ...after, last_scans: [] }).toEqual({ ...before, last_scans: [] });
    expect(after.last_scans.map(({ text, undoable }) => [text, undoable])).toContainEqual(['SN-00022', true]);
    expect(codesOf(await dock.scan('SN-00001'))).toContain('serial.duplicate-in-document');
    await dock.scan('*SB:UNDO*');
    await dock.scan('*SB:UNDO*');
    expect(receiving().session).toMatchObject({ serials_counted: 0, units_counted: 0 });
    expect(codesOf(await dock.scan('*SB:UNDO*'))).toEqual(['receiving.nothing-to-undo']);
  });

  test('costs.see: a list at the dock has no amount for an operator, and has one for a supervisor', async () => {
    const totals = async (): Promise<unknown[]> =>
      (await dock.call('receiving.list_documents', allDocuments)).rows.map((row) => row.total_cents);
    expect(await totals()).toEqual([null]);
    const ann = dock.host.context.operators.signedIn();
    const row = { ...ann, role: 'supervisor' };
    dock.host.store.cache.apply(runsOf([{ entity: 'operator', key: ann.operator_id, row }]), {
      ...(dock.host.store.cache.state().cursor ?? { epoch: PO, hash: '1'.repeat(64) }),
      version: 900,
    });
    await dock.call('station.sign_out', {});
    await dock.scan(BADGE);
    expect(await totals()).toEqual([expect.any(Number)]);
  });

  test('receiving.draft: leaving keeps the draft, and opening it again goes on with it', async () => {
    await dock.scan('PO-1');
    await dock.scan(ROUTER_UPC);
    await dock.scan('SN-00001');
    const session = receiving().session?.receiving_session_id ?? null;
    await dock.call('receiving.leave', {});
    expect((await dock.call('receiving.list_documents', allDocuments)).rows).toMatchObject([
      { draft_session_id: session },
    ]);
    await dock.scan('PO-1');
    expect(receiving().session).toMatchObject({ receiving_session_id: session, serials_counted: 1 });
    await dock.call('receiving.discard', { reason: 'wrong pallet' });
    expect((await dock.call('receiving.list_documents', allDocuments)).rows).toMatchObject([
      { draft_session_id: null },
    ]);
  });
});

test('scan.queue: scans that come at once are taken one at a time, in order', async () => {
  await dock.scan('PO-1');
  await dock.scan(ROUTER_UPC);
  const burst = await Promise.all(['SN-00001', 'SN-00001', 'SN-00022', '', 'SN-00333'].map((text) => dock.scan(text)));
  expect(burst.map(({ level }) => level)).toEqual(['accepted', 'refused', 'accepted', 'refused', 'accepted']);
  expect(burst[3]?.headline.code).toBe('scan.empty');
});

test('scan.command: cards that belong to the packing table are refused here', async () => {
  expect(codesOf(await dock.scan('*SB:SHIP*'))).toEqual(['scan.command-not-here']);
  expect(codesOf(await dock.scan('9'.repeat(10_000)))).toEqual(['scan.too-long']);
  expect((await dock.scan('*SB:SIGNOUT*')).headline.code).toBe('scan.signed-out');
  expect(codesOf(await dock.scan('PO-1'))).toEqual(['auth.required']);
});

test('receiving.remove: any serial can be taken off, its unit goes too, and undo passes over it', async () => {
  await dock.scan('PO-1');
  await dock.scan(ROUTER_UPC);
  for (const serial of ['SN-00001', 'SN-00022']) await dock.scan(serial);
  const serials = await dock.call('receiving.list_serials', {
    offset: 0,
    limit: 10,
    line_id: ROUTER_LINE,
    find: '00001',
  });
  expect(serials).toMatchObject({ total: 1, rows: [{ serial_raw: 'SN-00001', sku: 'ROUTER' }] });
  await dock.call('receiving.remove_serial', { unit_id: serials.rows[0]?.unit_id ?? '' });
  expect(receiving().session).toMatchObject({ serials_counted: 1, units_counted: 1 });
  await dock.scan('*SB:UNDO*');
  expect(receiving().session).toMatchObject({ serials_counted: 0, units_counted: 0 });
});

test('receiving.bin: a bin is scanned or chosen, and stands on what is counted after it', async () => {
  await dock.scan('PO-1');
  expect((await dock.scan('A-01')).headline.code).toBe('receiving.bin-set');
  await dock.scan(ROUTER_UPC);
  await dock.scan('SN-00001');
  await dock.scan('*SB:SAVE*');
  expect(dock.host.store.view.unitsBySerial('SN-00001')).toMatchObject([{ bin_id: BIN }]);
});

const enter = (text: string, options: { readonly dry_run?: boolean; readonly skip_bad?: boolean } = {}) =>
  dock.call('receiving.enter_serials', {
    line_id: ROUTER_LINE,
    entry: { text },
    dry_run: options.dry_run ?? false,
    skip_bad: options.skip_bad ?? false,
  });

describe('bulk entry', () => {
  test('receiving.bulk: nothing is taken unless all pass, or the bad ones may be left out; undo takes it all back', async () => {
    await dock.scan('PO-1');
    const text = 'SN-00001\nSN-00022\nX\nSN-00022';
    const dry = await enter(text, { dry_run: true });
    expect(dry).toMatchObject({ entered: 4, accepted: 2, refused: [{ position: 3 }, { position: 4 }] });
    expect((await enter(text)).accepted).toBe(0);
    expect(receiving().session?.serials_counted).toBe(0);
    expect((await enter(text, { skip_bad: true })).accepted).toBe(2);
    expect(receiving().session?.serials_counted).toBe(2);
    await dock.scan('*SB:UNDO*');
    expect(receiving().session?.serials_counted).toBe(0);
    expect(await enter('SN-00022\n"open quote\nX', { dry_run: true })).toMatchObject({
      accepted: 1,
      refused: [
        { row: 2, findings: [{ code: 'list.quote' }] },
        { row: 3, findings: [{ code: 'serial.length' }] },
      ],
    });
  });
});

test(
  'receiving.bulk: 10,000 serials survive a restart, later scans are judged against them, and all are saved',
  { timeout: 60_000 },
  async () => {
    const big = new TestStation('receivebridge', { ordered: 20_000 });
    try {
      await big.scan(BADGE);
      await big.scan('PO-1');
      const text = Array.from({ length: 10_000 }, (_, n) => `BULK${String(n).padStart(8, '0')}`).join('\n');
      const entry = { line_id: ROUTER_LINE, entry: { text }, dry_run: false, skip_bad: false };
      expect(await big.call('receiving.enter_serials', entry)).toMatchObject({ accepted: 10_000, refused: [] });
      await big.restart();
      await big.scan(BADGE);
      expect(codesOf(await big.scan('BULK00009999'))).toContain('serial.duplicate-in-document');
      expect((await big.scan('BULK99999999')).level).toBe('accepted');
      expect((await big.scan('*SB:SAVE*')).headline.params).toEqual({ units: 10_001, serials: 10_001 });
      expect(big.host.store.view.unitsBySerial('BULK00005000')).toMatchObject([{ state: 'in_stock' }]);
    } finally {
      await big.end();
    }
  },
);

describe('the list', () => {
  test('receiving.list: found by serial, SKU or UPC, words, number, vendor and dates', async () => {
    await dock.scan('PO-1');
    await dock.scan(ROUTER_UPC);
    await dock.scan('SN-00001');
    const found = async (query: Partial<Record<keyof typeof allDocuments, unknown>>): Promise<number> =>
      (await dock.call('receiving.list_documents', { ...allDocuments, ...query } as typeof allDocuments)).rows.length;
    expect(await found({ keywords: 'SN-00001' })).toBe(1);
    expect(await found({ keywords: 'spring' })).toBe(1);
    expect(await found({ keywords: 'vendor one' })).toBe(1);
    expect(await found({ keywords: '100%' })).toBe(0);
    expect(await found({ sku: ROUTER_UPC })).toBe(1);
    expect(await found({ sku: `0${ROUTER_UPC}` })).toBe(1);
    expect(await found({ sku: 'rout' })).toBe(1);
    expect(await found({ sku: 'CAMERA' })).toBe(0);
    expect(await found({ number: 'PO-1', buyer: 'Bo', company: 'Acme', vendor_invoice_number: 'INV' })).toBe(1);
    expect(await found({ from: 21 })).toBe(0);
    expect(await found({ show: 'received' })).toBe(0);
    expect(await dock.call('receiving.list_documents', { ...allDocuments, number: 'none' })).toMatchObject({
      matching: 0,
      total: 1,
      buyers: ['Bo'],
      vendors: [{ name: 'Vendor One' }],
    });
  });
});

describe('one unit, several spellings', () => {
  const read = '0011.aabb.ccdd';

  test('serial.other-spelling: a network address received once is that unit in every spelling, on the document and after it', async () => {
    await dock.scan('PO-1');
    await dock.scan(ROUTER_UPC);
    expect((await dock.scan(read)).level).toBe('accepted');
    const again = await dock.scan('0011AABBCCDD');
    expect(again).toMatchObject({ level: 'refused', headline: { code: 'serial.duplicate-in-document' } });
    await dock.scan('*SB:SAVE*');
    expect(dock.host.store.view.unitsBySerial(read)).toMatchObject([{ state: 'in_stock', serial_raw: read }]);
    const found = await dock.call('station.find_unit', { serial: '00-11-AA-BB-CC-DD' });
    expect(found.units).toMatchObject([{ serial_raw: read }]);
  });
});
