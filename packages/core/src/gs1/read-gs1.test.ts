import { expect, test } from 'vitest';
import { readCode } from './aim-id.ts';
import { GS } from './parse-element-string.ts';
import { readGs1 } from './read-gs1.ts';

const read = (text: string, aim_id: string | null = null): ReturnType<typeof readGs1> =>
  readGs1({ text, aim_id }, { year: 2026 });
const NOTHING_ELSE = { aim_id: null, symbology: null, addon: null };

test.each([']C1', ']e0', ']d2', ']Q3'])('the AIM id %s makes it an element string', (aim) => {
  expect(read('0109506000134352', aim)).toMatchObject({ evidence: 'aim-id', gtin: '09506000134352' });
});

test.each([']C0', ']d1', ']Q1', ']E0', ']A0'])(
  'the AIM id %s says that it is not GS1, whatever it looks like',
  (aim) => {
    expect(read('0109506000134352', aim)).toBeNull();
  },
);

test('a plain QR may carry a Digital Link', () => {
  expect(read('https://id.gs1.org/01/09506000134352', ']Q1')).toMatchObject({
    evidence: 'link',
    gtin: '09506000134352',
  });
});

test('without an AIM id a GS is evidence, and faults are reported', () => {
  expect(read(`${GS}010950600013435321A`)).toMatchObject({ evidence: 'fnc1', errors: [{ rule: 'gs1.check-digit' }] });
  expect(read(`0109506000134352${GS}21A`)).toMatchObject({ evidence: 'fnc1', serial: 'A' });
});

test('without an AIM id the shape counts only when everything holds', () => {
  expect(read('010950600013435221A')).toMatchObject({ evidence: 'shape', serial: 'A' });
  expect(read('010950600013435321A')).toBeNull();
  expect(read('21A')).toBeNull();
  expect(read('SN-0001')).toBeNull();
  expect(read(`[)>\u001E06${GS}P123${GS}S456\u001E\u0004`)).toBeNull();
});

test('a code that an AIM id calls GS1 and that is none says why', () => {
  expect(read('HELLO', ']C1')).toMatchObject({ errors: [{ rule: 'gs1.not-an-ai', position: 0 }] });
});

test.each([
  [']C10109506000134352', { aim_id: ']C1', symbology: 'gs1-128', text: '0109506000134352' }],
  [']E09780201379624]E252250', { aim_id: ']E0', symbology: 'ean-13', text: '9780201379624', addon: '52250' }],
  [']E0977147396801205', { aim_id: ']E0', symbology: 'ean-13', text: '977147396801205' }],
  [']E397714739680105', { aim_id: ']E3', symbology: 'ean-13', text: '97714739680105' }],
  [']E3977147396801205', { aim_id: ']E3', symbology: 'ean-13', text: '9771473968012', addon: '05' }],
  [']E496385074', { aim_id: ']E4', symbology: 'ean-8', text: '96385074' }],
  [']X0?', { aim_id: ']X0', text: '?' }],
  ['SN]E1', { text: 'SN]E1' }],
  [']', { text: ']' }],
])('readCode reads %s', (raw, expected) => {
  expect(readCode(raw)).toEqual({ raw, ...NOTHING_ELSE, ...expected });
});

test.each([']e1', ']e2', ']d5', ']Q4', ']J1', ']z1', ']z4'])('the AIM id %s makes it an element string too', (aim) => {
  expect(read('0109506000134352', aim)).toMatchObject({ evidence: 'aim-id', gtin: '09506000134352' });
});

test.each([']C0', ']C2', ']d1', ']d3', ']Q1', ']Q5', ']z0', ']L2', ']e3', ']E4'])(
  'the AIM id %s says that it is not GS1, even with GS inside',
  (aim) => {
    expect(read(`${GS}0109506000134352${GS}21A`, aim)).toBeNull();
    expect(read('(01)09506000134352', aim)).toBeNull();
  },
);

const GTIN = '0109506000134352';

test.each([
  ['EAN-13 and what stands above it', ']E09506000134352]e01726123110L', `${GTIN}${GS}1726123110L`],
  ['UPC-A sent with twelve digits', ']E0614141123452]e010L', `0100614141123452${GS}10L`],
  ['EAN-8', ']E496385074]e010L', `0100000096385074${GS}10L`],
  ['lost digits get no zeros', ']E0950600013]e010L', `01950600013${GS}10L`],
  ['two element strings', `]e0${GTIN}]e010L`, `${GTIN}${GS}10L`],
  ['GS1-128 and its 2D component', `]C1${GTIN}21A${GS}]e0${GS}10L`, `${GTIN}21A${GS}10L`],
  ['three packets', `]e0${GTIN}]e010L]e121A`, `${GTIN}${GS}10L${GS}21A`],
  ['a bar between the components', ']E09506000134352|]e010L', `${GTIN}${GS}10L`],
  ['the second did not come', ']E09506000134352]e0', `${GTIN}${GS}]e0`],
])('readCode joins a composite symbol: %s', (_what, raw, text) => {
  expect(readCode(raw)).toEqual({ raw, aim_id: raw.slice(0, 3), symbology: 'gs1-composite', text, addon: null });
});

test.each(['|', '^]', '{GS}', '<GS>', ']', `${GS}${GS}`])(
  'gs1.separator: %j between two fields is the separator',
  (sign) => {
    for (const aim of [']d2', null])
      expect(read(`${GTIN}10L7${sign}21A99`, aim)).toMatchObject({
        gtin: '09506000134352',
        lot: 'L7',
        serial: 'A99',
        errors: [],
      });
  },
);

test('gs1.envelope: an element string in the envelope of ISO 15434', () => {
  expect(read(`[)>\u001E05${GS}${GTIN}21A99\u001E\u0004`)).toMatchObject({
    gtin: '09506000134352',
    serial: 'A99',
    errors: [],
  });
});

test('readCode keeps the add-on of a composite symbol apart', () => {
  const raw = ']E09780201379624]E252250]e010L';
  expect(readCode(raw)).toEqual({
    raw,
    aim_id: ']E0',
    symbology: 'gs1-composite',
    text: `0109780201379624${GS}10L`,
    addon: '52250',
  });
});

test('readCode leaves a code that is no GS1 alone, whatever its text has in it', () => {
  expect(readCode(']C0SN]e012')).toMatchObject({ aim_id: ']C0', symbology: 'code-128', text: 'SN]e012', addon: null });
});

test('the printed form: what a person types or pastes', () => {
  expect(read('(01)09506000134352(17)261231(10)LOT(A)(21)SN-1')).toMatchObject({
    evidence: 'brackets',
    gtin: '09506000134352',
    lot: 'LOT(A)',
    serial: 'SN-1',
    expiry: '2026-12-31',
    errors: [],
  });
  expect(read('(01)09506000134353(21)A')).toMatchObject({ errors: [{ rule: 'gs1.check-digit', position: 4 }] });
  expect(read('(01)09506000134352(89)X')?.elements[1]).toMatchObject({ ai: '89', known: false, position: 18 });
});

test('the printed form without a key in front counts only when it holds: a serial may look so', () => {
  expect(read('(21)SN-1')).toMatchObject({ evidence: 'shape', serial: 'SN-1' });
  expect(read('(20)SN-1')).toBeNull();
  expect(read('(1P)SN-1')).toBeNull();
  expect(read('(999)SN')).toBeNull();
  expect(read('A(01)09506000134352')).toBeNull();
});

const REPLACED = ['|', '^]', '{GS}', '<GS>', '[GS]', ']', '~1', '\\x1d', '\\F', '%1D', '␝', ' ', '#', '{FNC1}'];
test.each(REPLACED)('gs1.separator: %s in the place of FNC1, with and without AIM id, in front too', (sign) => {
  for (const front of ['', sign])
    for (const aim of [null, ']C1', ']d2']) {
      const label = read(`${front}${GTIN}21SN-1${sign}17261231${sign}10LOT7`, aim);
      expect(label).toMatchObject({
        evidence: aim === null ? 'shape' : 'aim-id',
        gtin: '09506000134352',
        serial: 'SN-1',
        lot: 'LOT7',
        expiry: '2026-12-31',
        errors: [],
      });
      expect(label?.warnings?.[0]?.rule).toBe('gs1.separator');
    }
});

test('a composite symbol whose components a print program joined by |', () => {
  for (const raw of ['9506000134352|1726123110LOT', ']E09506000134352|1726123110LOT'])
    expect(readGs1(readCode(raw), { year: 2026 })).toMatchObject({
      gtin: '09506000134352',
      lot: 'LOT',
      expiry: '2026-12-31',
      errors: [],
    });
  expect(read('9506000134353|1726123110LOT')).toBeNull();
});

test('an AIM id that a scanner sends twice is sent once', () => {
  expect(readCode(`]C1]C1${GTIN}`)).toMatchObject({ aim_id: ']C1', text: GTIN, raw: `]C1]C1${GTIN}` });
});

test('a plain text with signs in it is no label', () => {
  for (const text of ['SN 0001', 'A|B', '12#34', '4711 0815', 'C:\\F', '01-22 33']) expect(read(text)).toBeNull();
});
