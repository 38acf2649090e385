import { checkDigit, checkPair, hasCheckDigit } from './check-digit.ts';
import { COUNTRY_LETTERS, COUNTRY_NUMBERS } from './code-lists/country-codes.ts';
import { CURRENCY_NUMBERS } from './code-lists/currency-codes.ts';
import { PACKAGE_TYPES } from './code-lists/package-types.ts';
import { couponFault, positiveOfferFault } from './coupon-checks.ts';
import { isoDate, isoDay } from './dates.ts';
import type { ContentFault, Gs1Rule } from './gs1-message.ts';

type Check = (text: string, year: number) => ContentFault | null;

const fault = (rule: Gs1Rule, message: string): ContentFault => ({ rule, message });
const unless = (good: boolean, rule: Gs1Rule, message: string): ContentFault | null =>
  good ? null : fault(rule, message);

const inside = (text: string, least: number, most: number): boolean => Number(text) >= least && Number(text) <= most;
const isTime = (text: string): boolean => inside(text.slice(0, 2), 0, 23) && inside(text.slice(2), 0, 59);

function dateCheck(dayMayBeZero: boolean): Check {
  return (text, year) =>
    unless(isoDate(text, year, dayMayBeZero) !== null, 'gs1.date', `${text} (YYMMDD) is no day of the calendar.`);
}

/**
 * An IBAN of ISO 13616: country, two check digits, account. `XK` (Kosovo) is used by banks but is in no ISO list.
 * ISO 7064 mod 97-10 over the rearranged text, digit by digit: the number itself is too long for arithmetic.
 */
function ibanHolds(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{7,30}$/u.test(text)) return false;
  if (!COUNTRY_LETTERS.has(text.slice(0, 2)) && !text.startsWith('XK')) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

function pieceOfTotal(text: string): boolean {
  const piece = Number(text.slice(0, 2));
  return piece >= 1 && piece <= Number(text.slice(2));
}

/** GS1's list of AIDC media types: 01 to 10 given out by ICCBBA, 80 to 99 for local and national use. */
const isMediaType = (text: string): boolean => inside(text, 1, 10) || inside(text, 80, 99);

function percentFault(text: string): ContentFault | null {
  const at = text.search(/%(?![0-9A-Fa-f]{2})/u);
  return at < 0 ? null : { rule: 'gs1.content', message: 'A per cent sign must be followed by two hex digits.', at };
}

/** What a component's content must be beyond its characters and its length; the names are those of the AI table. */
const CHECKS: Readonly<Record<string, Check>> = {
  check: (text) =>
    unless(
      hasCheckDigit(text),
      'gs1.check-digit',
      `The check digit is ${text.slice(-1)}; it must be ${checkDigit(text.slice(0, -1))}.`,
    ),
  'check-pair': (text) =>
    unless(
      checkPair(text.slice(0, -2)) === text.slice(-2),
      'gs1.check-digit',
      `The check characters are ${text.slice(-2)}; they must be ${checkPair(text.slice(0, -2)) ?? 'others'}.`,
    ),
  iban: (text) => unless(ibanHolds(text), 'gs1.check-digit', 'This is no IBAN, or its check digits are wrong.'),
  prefix: (text) =>
    unless(/^\d{4}/u.test(text), 'gs1.company-prefix', 'It must begin with a GS1 company prefix (digits).'),
  date: dateCheck(false),
  date0: dateCheck(true),
  'long-date': (text) =>
    unless(
      isoDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))) !== null,
      'gs1.date',
      `${text} (YYYYMMDD) is no day of the calendar.`,
    ),
  time: (text) => unless(isTime(text), 'gs1.time', `${text} (HHMM) is no time of day.`),
  'time-or-none': (text) => unless(text === '9999' || isTime(text), 'gs1.time', `${text} (HHMM) is no time of day.`),
  hour: (text) => unless(inside(text, 0, 23), 'gs1.time', `${text} is no hour.`),
  sixty: (text) => unless(inside(text, 0, 59), 'gs1.time', `${text} is over 59.`),
  flag: (text) => unless(/^[01]$/u.test(text), 'gs1.content', 'It must be 0 (no) or 1 (yes).'),
  minus: (text) => unless(text === '-', 'gs1.content', 'Only a minus sign may stand here.'),
  zero: (text) => unless(/^0+$/u.test(text), 'gs1.content', 'A zero must stand here.'),
  nonzero: (text) => unless(/[1-9]/u.test(text), 'gs1.content', 'It must not be zero.'),
  'no-zero': (text) => unless(!text.startsWith('0'), 'gs1.content', 'It must not begin with zero.'),
  winding: (text) => unless(/^[019]$/u.test(text), 'gs1.content', 'The winding direction is 0, 1 or 9.'),
  piece: (text) => unless(pieceOfTotal(text), 'gs1.content', 'Piece and total must be 1 or more, piece within total.'),
  country: (text) =>
    unless(COUNTRY_LETTERS.has(text), 'gs1.content', `${text} is no country code (ISO 3166, two letters).`),
  'country-number': (text) =>
    unless(COUNTRY_NUMBERS.has(text), 'gs1.content', `${text} is no country code (ISO 3166, three digits).`),
  // 999: several countries, or none in particular
  'country-number-or-999': (text) =>
    unless(
      text === '999' || COUNTRY_NUMBERS.has(text),
      'gs1.content',
      `${text} is no country code (ISO 3166, three digits) and not 999.`,
    ),
  currency: (text) =>
    unless(CURRENCY_NUMBERS.has(text), 'gs1.content', `${text} is no currency code (ISO 4217, three digits).`),
  'package-type': (text) =>
    unless(PACKAGE_TYPES.has(text), 'gs1.content', `${text} is not in GS1's list of package types.`),
  'media-type': (text) => unless(isMediaType(text), 'gs1.content', `${text} is not in GS1's list of media types.`),
  'importer-index': (text) =>
    unless(/^[-0-9A-Z_a-z]$/u.test(text), 'gs1.content', 'The importer index is a letter, a digit, - or _.'),
  'has-letter': (text) =>
    unless(/\D/u.test(text), 'gs1.content', 'It must not consist of digits only: it would read as a GTIN.'),
  coupon: couponFault,
  'positive-offer': positiveOfferFault,
  sex: (text) => unless(/^[0129]$/u.test(text), 'gs1.content', 'It must be 0, 1, 2 or 9 (ISO 5218).'),
  sequence: (text) =>
    unless(/^[1-9]\/[1-9]$/u.test(text) && text.charAt(0) <= text.charAt(2), 'gs1.content', 'It must read like 1/2.'),
  percent: percentFault,
  latitude: (text) => unless(inside(text, 0, 1_800_000_000), 'gs1.content', 'The latitude is out of range.'),
  longitude: (text) => unless(inside(text, 0, 3_600_000_000), 'gs1.content', 'The longitude is out of range.'),
};

/** Runs the check of that name; null when the content holds. */
export function checkContent(name: string, text: string, year: number): ContentFault | null {
  const check = CHECKS[name];
  if (check === undefined) throw new Error(`no such GS1 content check: ${name}`);
  return check(text, year);
}
