import { expect, test } from 'vitest';
import { AI_TABLE } from './ai-table.ts';
import { COUNTRY_LETTERS, COUNTRY_NUMBERS } from './code-lists/country-codes.ts';
import { CURRENCY_NUMBERS } from './code-lists/currency-codes.ts';
import { PACKAGE_TYPES } from './code-lists/package-types.ts';
import { aiFormat } from './ai-format.ts';
import { checkContent } from './content-checks.ts';
import { parseElementString } from './parse-element-string.ts';

const rules = (text: string): string =>
  parseElementString(text, { year: 2026 })
    .errors.map((error) => `${error.rule}@${error.position}`)
    .join(' ');

test('the code lists are whole: as many codes as ISO has, each in its form', () => {
  expect([COUNTRY_NUMBERS.size, COUNTRY_LETTERS.size]).toEqual([249, 249]);
  expect([CURRENCY_NUMBERS.size, PACKAGE_TYPES.size]).toEqual([179, 431]);
  expect([...COUNTRY_NUMBERS, ...CURRENCY_NUMBERS].filter((code) => !/^\d{3}$/u.test(code))).toEqual([]);
  expect([...COUNTRY_LETTERS].filter((code) => !/^[A-Z]{2}$/u.test(code))).toEqual([]);
  expect([...PACKAGE_TYPES].filter((code) => !/^[0-9A-Z]{1,3}$/u.test(code))).toEqual([]);
});

test('every check that the table names is there', () => {
  const names = [...AI_TABLE.keys()].flatMap((ai) => aiFormat(ai)?.components.flatMap(({ checks }) => checks) ?? []);
  for (const name of new Set(names)) expect(() => checkContent(name, '0000', 2026), name).not.toThrow();
  expect(() => checkContent('no-such-check', '0', 2026)).toThrow('no-such-check');
});

test('the AIs of 2026 are there with their formats', () => {
  expect(AI_TABLE.size).toBe(541);
  expect(['8040', '8041', '8042', '8043', '7239', '7030', '99'].map((ai) => AI_TABLE.get(ai)?.title)).toEqual([
    'IMEI',
    'IMEI2',
    'ESIM',
    'PSIM',
    'CERT # 10',
    'PROCESSOR # 0',
    'INTERNAL',
  ]);
});

test.each([
  ['422276', ''],
  ['422000', 'gs1.content@3'],
  ['423276250', ''],
  ['423276251', 'gs1.content@6'],
  ['42327625', 'gs1.length@6'],
  ['42100612345', 'gs1.content@3'],
  ['7030999ABC', ''],
  ['7030998ABC', 'gs1.content@4'],
  ['4307DE', ''],
  ['4307XX', 'gs1.content@4'],
  ['3912978100', ''],
  ['3912979100', ''],
  ['3912001100', 'gs1.content@4'],
  ['7041201', ''],
  ['7041ZZZ', 'gs1.content@4'],
  ['724110', ''],
  ['724111', 'gs1.content@4'],
  ['724180', ''],
  ['70401ABC', ''],
  ['70401AB+', 'gs1.content@7'],
  ['80146401234Xx', 'gs1.check-digit@4'],
  ['8040350693803563643', ''],
  ['80403506938035636', 'gs1.length@4'],
  ['804289049032007108882600123812345678', ''],
  ['804389490200001234567812', ''],
  ['8043894902000012345678123', 'gs1.length@24'],
  ['4302Main%20Street', ''],
  ['4302Main%2', 'gs1.content@8'],
  ['8007NO9386011117947', ''],
  ['8007XK051212012345678906', ''],
  ['8007QQ9386011117947', 'gs1.check-digit@4'],
  ['4324261231', 'gs1.length@10'],
  ['43242612319999', ''],
  ['43242612312400', 'gs1.time@10'],
])('gs1.content: %j gives "%s"', (text, expected) => {
  expect(rules(text)).toBe(expected);
});

// company prefix 012345 (length digit 0), offer 123456, value 1, purchase of 1, code 0, family 123
const COUPON = '012345612345611110123';

test.each([
  [COUPON, ''],
  [`${COUPON}3261231`, ''],
  [`${COUPON}3261331`, 'gs1.content@26'],
  [`${COUPON}32612314260101`, ''],
  [`${COUPON}32601014261231`, 'gs1.content@39'],
  // further purchase without a prefix of its own (9), serial of six digits, retailer of seven, flags
  [`${COUPON}1011912395012345661123456790001`, ''],
  [`${COUPON}14`, 'gs1.content@26'],
  [`${COUPON}10110912395012345661123456790001`, ''],
  [`${COUPON}90007`, 'gs1.content@29'],
  [`${COUPON}7`, 'gs1.content@25'],
  [COUPON.slice(0, -1), 'gs1.content@22'],
  [`7${COUPON.slice(1)}`, 'gs1.content@4'],
  [`${COUPON.slice(0, -1)}A`, 'gs1.content@24'],
])('gs1.content: coupon %s gives "%s"', (digits, expected) => {
  expect(rules(`8110${digits}`)).toBe(expected);
});

test.each([
  ['001234561234560123456', ''],
  ['0012345612345611234567', ''],
  ['201234561234560123456', 'gs1.content@4'],
  ['07', 'gs1.content@5'],
  ['00123456123456012345', 'gs1.content@19'],
  ['0012345612345601234567', 'gs1.content@25'],
])('gs1.content: positive offer %s gives "%s"', (digits, expected) => {
  expect(rules(`8112${digits}`)).toBe(expected);
});
