import { expect, test } from 'vitest';
import { commandText, SCAN_COMMANDS } from './commands.ts';
import type { ScanExpectation, ScanLookups, ScanMeaning } from './meaning.ts';
import { routeScan, SCAN_TEXT_LIMIT } from './route-scan.ts';
import { readCode } from '../gs1/index.ts';
import { makeScan } from './scan.ts';

const router = { product_id: 'p-router', sku: 'ROUTER' };
const camera = { product_id: 'p-camera', sku: 'CAMERA' };
const CODES: Readonly<Record<string, typeof router>> = {
  '012345678905': router,
  '00012345678905': router,
  ROUTER: router,
  '4006381333931': camera,
  '042100005264': camera,
};
const serials = new Set(['SN0001', 'SN0002']);
const lookups: ScanLookups = {
  productByCode: (code) => CODES[code] ?? null,
  documentsByNumber: (number) =>
    number === 'PO-1' ? [{ document_kind: 'purchase_order', document_id: 'd-1', number }] : [],
  orderByCode: (code) => (code === 'SO-9' ? { order_id: 'o-9', number: code } : null),
  binByCode: (code) => (code === 'A-01' ? { bin_id: 'b-1', code } : null),
  operatorByBadge: (badge) => (badge === 'OP-7' ? { operator_id: 'op-7' } : null),
  isKnownSerial: (text) => serials.has(text),
  knownAmong: (texts) => texts.filter((text) => text in CODES || serials.has(text) || text === 'PO-1'),
};
const nothing: ScanExpectation = {
  serial: 'none',
  serial_product_id: null,
  document_products: new Set(),
  tracking: false,
};
const routerSerial: ScanExpectation = {
  serial: 'expected',
  serial_product_id: 'p-router',
  document_products: new Set(['p-router']),
  tracking: false,
};

const route = (text: string, expectation = nothing): ScanMeaning =>
  routeScan(
    makeScan({ scan_id: '1', at: Date.UTC(2026, 0, 1), device_id: 'd', via: 'wedge' }, readCode(text)),
    lookups,
    expectation,
  );
const codesOf = (meaning: ScanMeaning): readonly string[] =>
  meaning.kind === 'refused' ? meaning.findings.map(({ code }) => code) : [meaning.kind];

test('scan.empty: nothing, blanks and control characters alone', () => {
  for (const text of ['', '   ', '\r\n']) expect(codesOf(route(text))).toEqual(['scan.empty']);
});

test('scan.too-long: more than any code has, even where a serial is expected', () => {
  expect(codesOf(route('9'.repeat(SCAN_TEXT_LIMIT + 1), routerSerial))).toEqual(['scan.too-long']);
  expect(codesOf(route('9'.repeat(10_000)))).toEqual(['scan.too-long']);
});

test('scan.unknown: a code that means nothing here', () => {
  expect(codesOf(route('HELLO'))).toEqual(['scan.unknown']);
});

test('scan.command: every command barcode, whatever Caps Lock did to it, beats everything else', () => {
  for (const command of SCAN_COMMANDS) {
    expect(route(commandText(command).toLowerCase(), routerSerial)).toEqual({ kind: 'command', command });
  }
  expect(codesOf(route('*SB:FROBNICATE*', routerSerial))).toEqual(['scan.unknown-command']);
});

test('scan.two-codes: two known codes without anything between them', () => {
  for (const text of [
    '012345678905SN0001',
    'SN0001SN0001',
    'SN0001SN0002',
    'SN0001*SB:UNDO*',
    '012345678905012345678905',
  ]) {
    expect(codesOf(route(text, routerSerial))).toEqual(['scan.two-codes']);
  }
  // only one part is known: it may be a serial
  expect(codesOf(route('012345678905X', routerSerial))).toEqual(['serial']);
});

test('scan.two-codes: a control character inside, or far longer than a code', () => {
  expect(codesOf(route('AB\u0003CD', routerSerial))).toEqual(['scan.two-codes']);
  expect(codesOf(route('Q'.repeat(300), routerSerial))).toEqual(['scan.two-codes']);
});

test('scan.is-document-number: the number of a document or order is never taken for a serial', () => {
  for (const text of ['PO-1', 'SO-9']) expect(codesOf(route(text, routerSerial))).toEqual(['scan.is-document-number']);
});

test('scan.route: documents, orders, bins, badges and products by their codes', () => {
  expect(codesOf(route('PO-1'))).toEqual(['document']);
  expect(codesOf(route('SO-9'))).toEqual(['order']);
  expect(codesOf(route('A-01', routerSerial))).toEqual(['bin']);
  expect(codesOf(route('OP-7', routerSerial))).toEqual(['operator']);
  expect(route('012345678905')).toMatchObject({ kind: 'product', product: router, on_document: false });
});

test("scan.route: the expected product's own code goes to the serial rules, another product's code chooses its line", () => {
  expect(route('012345678905', routerSerial)).toMatchObject({ kind: 'serial', serial: { serial_raw: '012345678905' } });
  expect(route('ROUTER', routerSerial)).toMatchObject({ kind: 'serial' });
  expect(route('4006381333931', routerSerial)).toMatchObject({ kind: 'product', product: camera, on_document: false });
});

test('scan.route: the expected serial is kept as read', () => {
  expect(route('0012', routerSerial)).toEqual({
    kind: 'serial',
    serial: { serial_raw: '0012', lot: null, expiry: null },
  });
});

test('scan.gs1: a label gives product, serial, lot and expiry at once', () => {
  const label = ']d201000123456789051730123110LOT7\u001D21SN9';
  expect(route(label, routerSerial)).toEqual({
    kind: 'unit',
    product: router,
    on_document: true,
    code: '00012345678905',
    serial: { serial_raw: 'SN9', lot: 'LOT7', expiry: '2030-12-31' },
  });
});

test('scan.gs1: a serial without a GTIN, a GTIN alone, an unknown one, a faulty label', () => {
  expect(route(']d221SN9', routerSerial)).toMatchObject({ kind: 'serial', serial: { serial_raw: 'SN9' } });
  expect(codesOf(route(']d20100012345678905'))).toEqual(['product']);
  expect(codesOf(route(']d2010400638133398821SN9'))[0]).toMatch(/^scan\.(unknown-product|bad-label)$/u);
  expect(codesOf(route(']d2010001234567890617991399'))).toContain('scan.bad-label');
});

test('scan.tracking: at the shipping step an unknown code is a tracking number, a known one is not', () => {
  const shipping = { ...nothing, tracking: true };
  expect(route('1Z999AA10123456784', shipping)).toEqual({ kind: 'tracking', tracking_number: '1Z999AA10123456784' });
  expect(codesOf(route('SN0001', shipping))).toEqual(['tracking.is-serial']);
  expect(codesOf(route('012345678905', shipping))).toEqual(['product']);
});

test('scan.bad-label: the printed form with a wrong check digit is no serial, also where one is expected', () => {
  expect(codesOf(route('(01)00012345678906(21)SN9', routerSerial))).toEqual(['scan.bad-label', 'gs1.check-digit']);
  expect(route('(01)00012345678905(21)SN9', routerSerial)).toMatchObject({
    kind: 'unit',
    serial: { serial_raw: 'SN9' },
  });
});

test('a GS1 warning refuses nothing: a serial without its product beside it', () => {
  expect(route(']d22112345', routerSerial)).toMatchObject({ kind: 'serial', serial: { serial_raw: '12345' } });
});

test('scan.two-codes: a composite symbol whose components name different products', () => {
  expect(codesOf(route(']E04006381333931]e0010001234567890521SN9'))).toEqual(['scan.two-codes', 'gs1.conflict']);
});

test('code.*: a sure kind is refused before plain look-ups, with what to scan instead; a product that has the code is that product', () => {
  expect(route(']E05901234123457', routerSerial)).toMatchObject({
    kind: 'refused',
    findings: [{ code: 'code.unknown-product', params: { context: 'serial' } }],
  });
  expect(codesOf(route(']E05901234123458', routerSerial))).toEqual(['code.misread-barcode']);
  expect(codesOf(route(']E04006381333931', routerSerial))).toEqual(['product']);
  expect(codesOf(route(']C110LOT-7', { ...nothing, tracking: true }))).toEqual(['code.lot']);
  expect(codesOf(route('SNéàà', routerSerial))).toEqual(['code.keyboard-layout']);
  expect(codesOf(route('Bà&', nothing))).toEqual(['code.keyboard-layout']);
});

test('code.*: a shape is judged by the rules where a line waits, or awaits this text; else refused by name', () => {
  const web = 'https://example.com/SN1';
  const possible: ScanExpectation = { ...routerSerial, serial: 'possible', serial_product_id: null };
  expect(codesOf(route(web, routerSerial))).toEqual(['serial']);
  expect(codesOf(route(web, possible))).toEqual(['code.web-address']);
  expect(codesOf(route(web, { ...possible, isAwaited: (text) => text === web }))).toEqual(['serial']);
  expect(route(web, nothing)).toMatchObject({ findings: [{ params: { context: 'work' } }] });
  expect(codesOf(route('SN0001\nSN0003', routerSerial))).toEqual(['code.several-serials']);
});

test('code.tracking-number: what the shipping step waits for is refused as a serial only', () => {
  expect(codesOf(route('1Z999AA10123456784', nothing))).toEqual(['code.tracking-number']);
  expect(codesOf(route('1Z999AA10123456784', { ...nothing, tracking: true }))).toEqual(['tracking']);
  expect(route('WIFI:S:A;;', { ...nothing, tracking: true })).toMatchObject({
    findings: [{ code: 'code.wifi', params: { context: 'tracking' } }],
  });
});

test('code.unknown-product: a shelf labelled with a barcode of that kind is a bin', () => {
  const shelves = { ...lookups, binByCode: (code: string) => (code === '96385074' ? { bin_id: 'b-2', code } : null) };
  const origin = { scan_id: '1', at: 0, device_id: 'd', via: 'serial' } as const;
  expect(routeScan(makeScan(origin, readCode(']E496385074')), shelves, routerSerial)).toMatchObject({ kind: 'bin' });
});

test('scan.bad-label: names the field as it is printed, not by its number', () => {
  expect(route(']C100395011015300000012', routerSerial)).toMatchObject({
    findings: [
      { code: 'scan.bad-label' },
      { code: 'gs1.check-digit', params: { message: expect.stringMatching(/^SSCC: /u) } },
    ],
  });
});

const FIELDS = '[)>\u001E06\u001DPROUTER\u001DSSN-77\u001D1TL1\u001DQ1\u001E\u0004';
test('scan.label: a label that names its fields is read for what it says', () => {
  const unit = { kind: 'unit', product: router, serial: { serial_raw: 'SN-77', lot: 'L1' } };
  expect(route(FIELDS, routerSerial)).toMatchObject(unit);
  expect(route(FIELDS.replaceAll('\u001D', '|').replaceAll('\u001E', '').replaceAll('\u0004', ''))).toMatchObject(unit);
  expect(route('S/N: SN-77', routerSerial)).toMatchObject({ kind: 'serial', serial: { serial_raw: 'SN-77' } });
  expect(route('P/N: ROUTER; S/N: SN-77')).toMatchObject({ ...unit, serial: { serial_raw: 'SN-77' } });
  expect(route('[)>\u001E06\u001DPROUTER\u001DQ12\u001E\u0004')).toMatchObject({ kind: 'product', quantity: 12 });
  expect(route('[)>\u001E05\u001D010001234567890521SN9\u001E\u0004')).toMatchObject({ kind: 'unit', product: router });
});

test('scan.label: what does not answer is refused by name, everywhere', () => {
  const says: readonly (readonly [string, string])[] = [
    ['[)>06PROUTERSSN-77', 'code.supplier-label-joined'],
    ['[)>\u001E06\u001DQ12\u001D1TL1\u001E\u0004', 'code.supplier-label'],
    ['[)>\u001E06\u001DPROUTER\u001DSA1\u001DSA2\u001E\u0004', 'code.several-serials'],
    ['S/N: A1; S/N: A2', 'code.several-serials'],
  ];
  for (const expectation of [nothing, routerSerial])
    for (const [text, code] of says) expect([text, ...codesOf(route(text, expectation))]).toEqual([text, code]);
});

test('scan.unknown-product: a supplier’s label, or an EAN beside the serial, of a product that is none of ours', () => {
  expect(codesOf(route('[)>\u001E06\u001DPOTHER\u001DSSN-77\u001E\u0004', routerSerial))).toEqual([
    'scan.unknown-product',
  ]);
  expect(codesOf(route('EAN: 9506000134352; S/N: SN-77', routerSerial))).toEqual(['scan.unknown-product']);
});

test('scan.label-quantity: one serial on a label of several', () => {
  expect(codesOf(route(FIELDS.replace('Q1', 'Q12'), routerSerial))).toEqual(['scan.label-quantity']);
});

test('scan.label-products: two products that are known', () => {
  expect(codesOf(route('[)>\u001E06\u001DPROUTER\u001D8P4006381333931\u001DSSN-77', routerSerial))).toEqual([
    'scan.label-products',
  ]);
});

test('code.gs1-joined: what ran into the serial is never recorded with it, and a plain label stays one', () => {
  for (const [serial, what] of [
    ['SN-7717261231', 'code.gs1-joined'],
    ['SN-771726123110LOT7', 'code.gs1-joined'],
    ['SN-7715270101', 'code.gs1-joined'],
    ['SN000110LOT7', 'code.gs1-joined'],
    ['SN0001', 'unit'],
    ['FCW2140L0AB', 'unit'],
    ['1720261231', 'unit'],
    ['AB171234', 'unit'],
    ['SN10LOT7', 'unit'],
  ] as const)
    for (const front of ['', ']C1'])
      expect([serial, ...codesOf(route(`${front}010001234567890521${serial}`, routerSerial))]).toEqual([serial, what]);
});

test('scan.upc-e: six or seven digits with the id of EAN are the product whose UPC-A they stand for; without it they say nothing', () => {
  for (const code of [']E0425261', ']E04252614'])
    expect(route(code)).toMatchObject({ kind: 'product', product: camera });
  expect(codesOf(route(']E0425262'))).toEqual(['code.unknown-product']);
  expect(codesOf(route('425261', routerSerial))).toEqual(['serial']);
});
