import { shapeCode, type OtherCode } from './other-code.ts';

/** What is longer is said by its length. */
const MOST = 20_000;

const BRACES = /^\{[^{}]{0,40}\b(?:pbn|on|pc|pm|qty|mc|pdi)\s?:/iu;

/** A distributor's own label: LCSC's `{pbn:…}`, names without quotes in braces. */
function distributor(text: string): string | null {
  return BRACES.test(text) && text.endsWith('}') ? text : null;
}

const OPENS_JSON = /^(?:\{\s{0,9}["'\w}]|\[\s{0,9}["'{])/u;
const OPENS_XML = /^<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]{0,40}(?:\s|\/?>))/u;
/** A name and what it is: `P/N: 123`, `qty=5`. The name begins with a letter and has two at least, as a MAC address's parts do not. */
const PAIR = /(?:^|[;,|&\n\t{ ])(?=[A-Za-z][A-Za-z/])[A-Za-z][A-Za-z /_.#-]{1,24}\s?[:=]\s?(?=[^\s:=])/gu;
const HEX_PAIRS = /^(?:[0-9A-F]{2}[:-]){5,7}[0-9A-F]{2}$/iu;

/** Text that names its fields and has more than one of them. */
function record(text: string): string | null {
  if (text.length > MOST || HEX_PAIRS.test(text)) return null;
  const json = OPENS_JSON.test(text) && /[}\]]$/u.test(text) && /[:,]/u.test(text);
  const xml = OPENS_XML.test(text) && text.endsWith('>');
  if (json || xml) return text;
  PAIR.lastIndex = 0;
  return PAIR.test(text) && PAIR.test(text) ? text : null;
}

const LONG = 4;
/** Letters as A, digits as 9, all else as it is. */
const outline = (part: string): string => part.replaceAll(/\d/gu, '9').replaceAll(/\p{L}/gu, 'A');

function parts(text: string, separator: RegExp): readonly string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const hasDigit = (part: string): boolean => /\d/u.test(part);

/** Groups of one number, as they are printed for reading, are shorter than serials that stand side by side, and do not begin alike. */
function standApart(words: readonly string[]): boolean {
  const [first] = words;
  if (first === undefined || words.length < 2 || !words.every(hasDigit)) return false;
  if (first.length < 6 || !words.every((word) => outline(word) === outline(first))) return false;
  const alike = /\p{L}/u.test(first) ? 2 : Math.max(4, first.length >> 1);
  // What begins alike is numbered alike; what does not must be long to be two of one maker.
  return first.length >= 9 || words.every((word) => word.slice(0, alike) === first.slice(0, alike));
}

/** `SN0001/SN0002`, `SN0001 - SN0010`: a serial may have such a sign, and then its parts are not of one shape with the same letters in front. */
function joined(text: string): boolean {
  const found = parts(text, /\/|&|\+|\.\.| [-–] |–/u);
  const head = /^\p{L}{2,}/u.exec(found[0] ?? '')?.[0];
  return head !== undefined && found.every((part) => part.startsWith(head)) && standApart(found);
}

/** Two serials or more, side by side. */
function several(text: string): string | null {
  if (text.length > MOST) return null;
  if (/[;|\t\n]/u.test(text)) {
    const found = parts(text, /[;|\t\n\r]/u);
    return found.length > 1 && found.every((part) => part.length >= LONG) && found.some(hasDigit) ? text : null;
  }
  if (text.includes(',')) {
    const found = parts(text, /,/u);
    return found.length > 1 && found.every((part) => part.length >= LONG && hasDigit(part)) ? text : null;
  }
  return joined(text) || (text.includes(' ') && standApart(parts(text, /\s+/u))) ? text : null;
}

const OTHER_FIELD =
  /^(?:lot|batch|charge|p\/n|pn|part(?: ?no\.?| ?number)?|model(?: ?no\.?| ?number)?|mod|sku|upc|ean|gtin|qty|quantity|menge|count|anzahl|(?:sub|grand )?total|summe|gesamt|date|mfg(?: ?date)?|mfd|dom|exp(?: ?date)?|rev|ver(?:sion)?|fw|hw|ssid|wpa|password|passwd|pwd|pin|key|weight|color|colour|size|origin|made in|fcc id|ic)\s?[:=#]\s?\S/iu;

const OTHER_NAME =
  /^(?:mac|imei ?[12]?|meid|iccid|eid|asin|fnsku|p\.?o|order|invoice|date ?code|d\/c|dc|cert|type|item|ref)\s?[:=]\s?\S/iu;
/** A word, a colon and a blank: whatever it names, the name belongs to no number. Names of a serial are read elsewhere. */
const ANY_FIELD = /^(?!s\/?n\b|ser\b|serial|serien)[a-z][a-z ./#-]{1,24}[:=]\s+\S/iu;

/** One named field that is not the serial. */
function otherField(text: string): string | null {
  if (text.length > 200) return null;
  return OTHER_FIELD.test(text) || OTHER_NAME.test(text) || ANY_FIELD.test(text) ? text : null;
}

const WORD = /^\p{L}{2,}[\p{L}.,!?'’-]*$/u;

/** Two words or more and no digit: `Made in China`. */
function wordsAlone(text: string): string | null {
  if (text.length > 200 || text.length < 8 || !text.includes(' ')) return null;
  const found = text.split(/\s+/u);
  return found.length > 1 && found.every((word) => WORD.test(word)) ? text : null;
}

/** Codes that hold more than one value, or the value of something else. */
export const RECORD_CODES: readonly OtherCode[] = [
  shapeCode('code.distributor', "a distributor's own label: `{pbn:…,pc:…}`", distributor),
  shapeCode('code.record', 'data with named fields: JSON, XML, several pairs of `name: value`', record),
  shapeCode(
    'code.other-field',
    'one named field that is not the serial: `LOT: …`, `P/N: …`, `MAC: …`, any word with a colon and a blank',
    otherField,
  ),
  shapeCode('code.words', 'words without a digit: `Made in China`', wordsAlone),
  shapeCode(
    'code.several-serials',
    'several serials in one code, with comma, semicolon, line end, tab or bar between them, or blanks and one shape',
    several,
  ),
];
