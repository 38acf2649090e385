import { describe, expect, test } from 'vitest';
import { carrierCode } from './carrier-code.ts';
import { isOtherCarriers, mistypedFor } from './carriers.ts';
import { plainTracking, readTracking, type TrackingNumber } from './read-tracking.ts';

const GS = '\u001D';

/** Check digits by the public algorithms, written apart from the code under test: from the right, with plain loops. */
function mod10(digits: string): string {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1)
    sum += Number(digits.charAt(digits.length - 1 - at)) * (at % 2 === 0 ? 3 : 1);
  return String((1000 - sum) % 10);
}
function ups(fifteen: string): string {
  let odd = 0;
  let even = 0;
  for (const [at, sign] of Array.from(fifteen).entries()) {
    const value = /[A-Z]/u.test(sign) ? ('ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(sign) + 2) % 10 : Number(sign);
    if (at % 2 === 0) odd += value;
    else even += value;
  }
  return `1Z${fifteen}${String((1000 - odd - 2 * even) % 10)}`;
}
function s10(service: string, eight: string, country: string): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = Array.from(eight).map(Number);
  const rest = 11 - ((8 * a + 6 * b + 4 * c + 2 * d + 3 * e + 5 * f + 9 * g + 7 * h) % 11);
  return `${service}${eight}${rest === 10 ? '0' : rest === 11 ? '5' : String(rest)}${country}`;
}
function fedex(eleven: string): string {
  const weights = [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1];
  const sum = Array.from(eleven).reduce((total, digit, at) => total + Number(digit) * (weights[at] ?? 0), 0);
  return `${eleven}${String((sum % 11) % 10)}`;
}
const usps = (digits: string): string => `${digits}${mod10(digits)}`;
const otherLast = (text: string, at = text.length - 1): string =>
  `${text.slice(0, at)}${String((Number(text.charAt(at)) + 1) % 10)}${text.slice(at + 1)}`;

const U1 = ups('1234X0E29123456');
const U2 = ups('A1B2C3039876543');
const P22 = usps('940011120620640619014');
const P22B = usps('920559017554770000000');
const P26 = usps('9270112345678901234567890');
const F12 = fedex('39958412345');
const F15 = usps('96140000123456'.slice(0, 14));
const SPANISH = s10('PQ', '47312482', 'ES');

interface Row {
  readonly name: string;
  readonly text: string;
  readonly aim_id?: string;
  readonly typed?: boolean;
  /** `carrier number`, or the id of the refusal, or null: no carrier's format. */
  readonly said: string | null;
}

const ROWS: readonly Row[] = [
  { name: 'UPS', text: '1Z999AA10123456784', said: 'UPS 1Z999AA10123456784' },
  { name: 'UPS of our own', text: U2, said: `UPS ${U2}` },
  { name: 'UPS as printed', text: '1Z 999 AA1 01 2345 6784', said: 'UPS 1Z999AA10123456784' },
  { name: 'UPS in small letters', text: '1z999aa10123456784', said: 'UPS 1Z999AA10123456784' },
  { name: 'UPS with hyphens', text: '1Z-999-AA1-01-2345-6784', said: 'UPS 1Z999AA10123456784' },
  { name: 'UPS, last digit wrong', text: '1Z999AA10123456785', said: 'tracking.check-digit' },
  { name: 'UPS, two digits swapped', text: '1Z999AA10123465784', said: 'tracking.check-digit' },
  { name: 'UPS, cut', text: '1Z999AA1012345678', said: 'tracking.length' },
  { name: 'UPS, a digit too many', text: '1Z999AA101234567845', said: 'tracking.length' },
  { name: 'UPS postal code', text: '42012345', aim_id: ']C1', said: 'tracking.postal-code' },
  { name: 'UPS postal code without an id', text: '42012345', said: 'tracking.postal-code' },
  { name: 'UPS postal code, ZIP+4', text: '420123456789', aim_id: ']C1', said: 'tracking.postal-code' },
  { name: 'UPS postal code abroad', text: '421826M5V2T6', aim_id: ']C1', said: 'tracking.postal-code' },
  { name: 'MaxiCode by its id', text: '841706672840001', aim_id: ']U0', said: 'tracking.maxicode' },
  {
    name: 'MaxiCode by its text',
    text: `[)>\u001E01${GS}961Z00004951${GS}UPSN${GS}06X610${GS}159${GS}1234567${GS}1/1\u001E\u0004`,
    said: 'tracking.maxicode',
  },
  { name: 'FedEx PDF417', text: `[)>\u001E01${GS}0212345${GS}840${GS}20${GS}FDEG`, said: 'tracking.square-code' },
  { name: 'USPS', text: P22, said: `USPS ${P22}` },
  { name: 'USPS as printed', text: P22.replaceAll(/(\d{4})/gu, '$1 '), said: `USPS ${P22}` },
  { name: 'USPS behind ZIP', text: `42012345${GS}${P22}`, aim_id: ']C1', said: `USPS ${P22}` },
  { name: 'USPS behind ZIP, FNC1 in front', text: `${GS}42012345${GS}${P22B}`, said: `USPS ${P22B}` },
  { name: 'USPS behind ZIP+4', text: `420123456789${GS}${P22}`, aim_id: ']C1', said: `USPS ${P22}` },
  { name: 'USPS behind ZIP, no separator', text: `42012345${P22}`, said: `USPS ${P22}` },
  { name: 'USPS behind ZIP+4, no separator', text: `420123456789${P22}`, said: `USPS ${P22}` },
  { name: 'USPS behind ZIP, separator written', text: `42012345{GS}${P22B}`, said: `USPS ${P22B}` },
  { name: 'USPS behind ZIP, separator as a line', text: `42012345|${P22}`, said: `USPS ${P22}` },
  { name: 'USPS, 26 digits behind ZIP', text: `42012345${GS}${P26}`, aim_id: ']C1', said: `USPS ${P26}` },
  { name: 'USPS, wrong check digit', text: otherLast(P22), said: 'tracking.check-digit' },
  { name: 'USPS behind ZIP, misread', text: `42012345${GS}${otherLast(P22, 9)}`, said: 'tracking.check-digit' },
  { name: 'FedEx, 34 digits', text: `1001901781990008133800${F12}`, said: `FedEx ${F12}` },
  { name: 'FedEx, 34 digits of Ground', text: `9632001960000000000000${F12}`, said: `FedEx ${F12}` },
  {
    name: 'FedEx, 34 digits misread',
    text: `1001901781990008133800${otherLast(F12, 5)}`,
    said: 'tracking.check-digit',
  },
  { name: 'FedEx Ground 96', text: `9611020${F15}`, said: `FedEx ${F15}` },
  { name: 'FedEx Ground 96 as printed', text: `9611020 ${F15.slice(0, 7)} ${F15.slice(7)}`, said: `FedEx ${F15}` },
  { name: 'FedEx Ground 96 misread', text: `9611020${otherLast(F15, 3)}`, said: 'tracking.check-digit' },
  {
    name: 'FedEx, twelve digits as printed',
    text: `${F12.slice(0, 4)} ${F12.slice(4, 8)} ${F12.slice(8)}`,
    said: `FedEx ${F12}`,
  },
  { name: 'S10 of Spain', text: SPANISH, said: `Correos ${SPANISH}` },
  { name: 'S10 as printed', text: 'RR 473 124 829 GB', said: 'Royal Mail RR473124829GB' },
  { name: 'S10 of USPS', text: s10('CP', '00000001', 'US'), said: `USPS ${s10('CP', '00000001', 'US')}` },
  { name: 'S10, wrong check digit', text: 'RR473124828GB', said: 'tracking.check-digit' },
  { name: 'S10 of no country', text: s10('RR', '47312482', 'ZZ'), said: null },
  { name: 'Amazon', text: 'TBA123456789012', said: 'Amazon TBA123456789012' },
  { name: 'DHL Paket', text: '00340434161094042557', aim_id: ']C1', said: 'DHL 00340434161094042557' },
  { name: 'DHL Paket misread', text: '00340434161094042558', aim_id: ']C1', said: 'tracking.check-digit' },
  { name: 'a pallet is no parcel', text: '00395011015300000011', aim_id: ']C1', said: null },
  { name: 'DHL parcel', text: 'JJD0099999999', said: 'DHL JJD0099999999' },
  { name: 'a forwarder of the town', text: 'KD-2026-0815', said: null },
  { name: 'eight digits', text: '12345678', said: null },
];

test.each(ROWS)('tracking.table: $name', ({ text, aim_id = null, typed = false, said }) => {
  const read = readTracking({ text, aim_id, typed });
  const what =
    read === null
      ? null
      : read.kind === 'number'
        ? `${String(read.carrier)} ${read.tracking_number}`
        : read.finding.code;
  expect(what).toBe(said);
});

test('tracking.table: it holds at least forty numbers', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(40);
});

describe('a property of every number with a check digit', () => {
  test('tracking.check-digit: no digit of it can be misread unseen', () => {
    for (const number of [U1, U2, P22, P22B, SPANISH, F15.padStart(22, '9611020')]) {
      for (const [at, sign] of Array.from(number).entries()) {
        if (!/\d/u.test(sign)) continue;
        const wrong = otherLast(number, at);
        const read = readTracking({ text: wrong, aim_id: null, typed: false });
        // Another form may be meant by what was misread; the number itself is never taken.
        expect(read?.kind === 'number' && read.tracking_number === number, wrong).toBe(false);
      }
    }
  });

  test('tracking.check-digit: a UPS number with one digit misread is refused', () => {
    for (let at = 2; at < 18; at += 1) {
      if (!/\d/u.test(U1.charAt(at))) continue;
      const read = readTracking({ text: otherLast(U1, at), aim_id: null, typed: true });
      expect(read).toMatchObject({ kind: 'refused' });
    }
  });
});

function numberIn(text: string): TrackingNumber {
  const found = readTracking({ text, aim_id: null, typed: true });
  if (found?.kind !== 'number') throw new Error(`${text} is no number`);
  return found;
}

test('tracking.carrier: a number of another carrier than the chosen one is seen, USPS delivers the others parcels', () => {
  expect(isOtherCarriers('FedEx Home', numberIn(U1))).toBe(true);
  expect(isOtherCarriers('UPS', numberIn(U1))).toBe(false);
  expect(isOtherCarriers('The van', numberIn(U1))).toBe(false);
  expect(isOtherCarriers('UPS', numberIn(P22B))).toBe(false);
  expect(mistypedFor('FedEx', { ...numberIn(F12), carrier: null, tracking_number: otherLast(F12) })).toBe('FedEx');
});

test('tracking.plain: blanks of print go, a word stays as it is', () => {
  expect(plainTracking(' 1234 5678 9012 ')).toBe('123456789012');
  expect(plainTracking('picked up by Tom')).toBe('picked up by Tom');
});

test('tracking.carrier-code: ordinary serials are none, whatever digits they end with', () => {
  for (const text of [
    '123456789012',
    F12,
    F15,
    '89014103211118510720',
    'S12345678',
    'FCW2140L0AB',
    '1581F4BLD234R0011',
  ]) {
    expect(carrierCode(text, null), text).toBeNull();
  }
  expect(carrierCode('1Z999AA10123456784', null)).toMatchObject({ what: 'tracking-number', sure: false });
  expect(carrierCode(`42012345${GS}${P22}`, ']C1')).toMatchObject({ what: 'tracking-number', sure: true });
});
