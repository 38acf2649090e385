import { expect, test } from 'vitest';
import { splitAimId } from './aim-id.ts';
import { GS } from './parse-element-string.ts';
import { readGs1 } from './read-gs1.ts';

const read = (text: string, aim?: string): ReturnType<typeof readGs1> => readGs1(text, { year: 2026, aim_id: aim });

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
])('splitAimId reads %s', (raw, expected) => {
  expect(splitAimId(raw)).toEqual(expected);
});
