import { checkDigit, checkPair, hasCheckDigit } from './check-digit.ts';
import { isoDate, isoDay } from './dates.ts';
import type { Gs1Rule } from './gs1-message.ts';

export interface ContentFault {
  readonly rule: Gs1Rule;
  readonly message: string;
}
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

/** ISO 7064 mod 97-10 over the rearranged IBAN, digit by digit: the number itself is too long for arithmetic. */
function ibanHolds(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/u.test(text)) return false;
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
  country: (text) => unless(/^[A-Z]{2}$/u.test(text), 'gs1.content', 'A country is two capital letters.'),
  sex: (text) => unless(/^[0129]$/u.test(text), 'gs1.content', 'It must be 0, 1, 2 or 9 (ISO 5218).'),
  sequence: (text) =>
    unless(/^[1-9]\/[1-9]$/u.test(text) && text.charAt(0) <= text.charAt(2), 'gs1.content', 'It must read like 1/2.'),
  percent: (text) =>
    unless(!/%(?![0-9A-Fa-f]{2})/u.test(text), 'gs1.content', 'A per cent sign must be followed by two hex digits.'),
  latitude: (text) => unless(inside(text, 0, 1_800_000_000), 'gs1.content', 'The latitude is out of range.'),
  longitude: (text) => unless(inside(text, 0, 3_600_000_000), 'gs1.content', 'The longitude is out of range.'),
};

/** Runs the check of that name; null when the content holds. */
export function checkContent(name: string, text: string, year: number): ContentFault | null {
  const check = CHECKS[name];
  if (check === undefined) throw new Error(`no such GS1 content check: ${name}`);
  return check(text, year);
}
