import { expect, test } from 'vitest';
import { findOtherText } from './find-other-code.ts';

const GS = '\u001D';
const ids = (texts: readonly string[]): readonly (string | undefined)[] => [
  ...new Set(texts.map((text) => findOtherText(text)?.id)),
];

test('code.supplier-label-joined: no separators, so that nothing says where a field ends', () => {
  expect(ids(['[)>061PA1S77Q1', '[)>06P123'])).toEqual(['code.supplier-label-joined']);
});

test("code.supplier-label: a supplier's label where one number belongs", () => {
  expect(ids([`[)>\u001E06${GS}Q5${GS}1TL1`, `[)>\u001E06${GS}1PA1${GS}S77\u001E\u0004`, '[)>{RS}06{GS}Q5'])).toEqual([
    'code.supplier-label',
  ]);
});

test('code.gs1-joined: more behind the GTIN than fits one serial', () => {
  expect(
    ids(['010950600013435221SERIAL-NUMBER-17261231-10LOT7', '010950600013435210LOT-IS-LONG-TOO-21SERIAL']),
  ).toEqual(['code.gs1-joined']);
  expect(ids(['0109506000134353', '01095060001343'])).toEqual([undefined]);
});

test('code.named-serial: typed with the name of its field', () => {
  expect(ids(['S/N: ABC123', 'Serial No. 0012', 'SERIAL=77'])).toEqual(['code.named-serial']);
  expect(ids(['SN0001', 'SN 0001'])).toEqual([undefined]);
});
