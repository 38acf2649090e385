import { shapeCode, type OtherCode } from './other-code.ts';

/** Longer than any date, heading or error that a cell shows. */
const CELL = 60;

/** `1.2E+11`: the sign or the point is what a serial such as 12E5 does not have. */
const SCIENTIFIC = /^[+-]?(?:\d(?:[.,]\d{1,20})?E\+\d{1,3}|\d[.,]\d{1,20}E-?\d{1,3})$/iu;
/** `8801234567890.0`, as programs write a number that they took for a fraction. */
const FRACTION = /^\d{5,20}[.,]0{1,2}$/u;
/** `1,234,567`, with one sign throughout: groups of three with two commas at least, as a serial 123.456 may stand. */
const GROUPED = /^\d{1,3}(?:(?:,\d{3}){2,6}|(?:'\d{3}){2,6}|(?:’\d{3}){2,6})$/u;
const FORMULA = /^=[A-Z"(+$]/iu;

/** A number that a spreadsheet or a program has rewritten: the digits or the zeros in front may be lost. */
export function isSpreadsheetNumber(text: string): boolean {
  if (text.length > CELL) return false;
  return SCIENTIFIC.test(text) || FRACTION.test(text) || GROUPED.test(text) || FORMULA.test(text);
}

/** `#N/A` and its translations (`#NV`, `#WERT!`, `#ССЫЛКА!`), `Err:502` of LibreOffice, and the fence of a column too narrow. */
const ERROR =
  /^#{3,}$|^#(?:N\/A|NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|PYTHON!)$|^#(?:NV|[¡¿]?[\p{Lu}/\d]{2,12}[!?])$|^Err:\d{3}$/iu;

/** What a cell shows instead of a value. */
export function isSpreadsheetError(text: string): boolean {
  return text.length <= CELL && ERROR.test(text);
}

/** Words for "there is none", and what makers leave standing in the place of a serial. Folded: small letters, no signs at the ends. */
const NO_VALUE: ReadonlySet<string> = new Set(
  [
    'n/a n.a n.a. na nan null nil none nothing undefined empty blank missing unknown unavailable tbd tba tbc true false',
    'keine keiner kein leer fehlt unbekannt aucun aucune néant neant inconnu vide ninguno ninguna nessuno nessuna geen leeg onbekend brak ingen',
  ]
    .join(' ')
    .split(' '),
);
const NO_VALUE_PHRASES: ReadonlySet<string> = new Set([
  'no serial',
  'no serial number',
  'no sn',
  'no s/n',
  'no value',
  'no data',
  'not available',
  'not applicable',
  'not specified',
  'not known',
  'not found',
  'not present',
  'no aplica',
  'non disponible',
  'nicht vorhanden',
  'keine angabe',
  'ohne seriennummer',
  'ohne nummer',
  'sin serie',
  'sin numero',
  'sin número',
  'sans numero',
  'sans numéro',
  'senza numero',
  'geen nummer',
  'default string',
  'system serial number',
  'to be filled by o.e.m',
  'see box',
  'see label',
]);

/** "none", "n/a", "(null)", "To be filled by O.E.M.": words in the place of a value. */
export function isNoValue(text: string): boolean {
  if (text.length > CELL) return false;
  const word = inWords(text);
  return NO_VALUE.has(word) || NO_VALUE_PHRASES.has(word);
}

/** Small letters, one blank between words, brackets, points and dashes at the ends off. */
function inWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[\s<([{*"'.:#–—-]{1,10}/u, '')
    .replace(/[\s>)\]}*"'.:–—-]{1,10}$/u, '')
    .replaceAll(/[\s_]{1,20}/gu, ' ');
}

/** Months as spreadsheets write them, in the languages of Western Europe; each with what may follow the first letters. */
const MONTH =
  '(?:jan(?:uary|uar|vier|v)?|feb(?:ruary|ruar)?|fév(?:r|rier)?|mar(?:ch|s)?|mär(?:z)?|mrz|apr(?:il)?|avr(?:il)?|may|mai|june?|juni?|juin|july?|juli?|juil(?:let)?|aug(?:ust)?|août|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|déc(?:embre)?)';
const YEAR = "(?:(?:19|20)\\d\\d|'?\\d\\d)";
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH_NUMBER = '(?:0?[1-9]|1[0-2])';
const FULL_YEAR = '(?:19|20)\\d\\d';
const TIME = '(?:[T ,]{1,2}\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?: ?[AP]M)?(?:Z| ?[+-]\\d\\d:?\\d\\d)?)?';
const DATES: readonly RegExp[] = [
  // 2026-11-30, with a time if need be
  `${FULL_YEAR}([-/.])${MONTH_NUMBER}\\1${DAY}${TIME}`,
  // 30.11.2026, 11/30/2026
  `(?:${DAY}([-/.])${MONTH_NUMBER}|${MONTH_NUMBER}([-/.])${DAY})[-/.]${FULL_YEAR}${TIME}`,
  // 11/2026
  `${MONTH_NUMBER}/${FULL_YEAR}`,
  // 30.11.26, 11/30/26: not with hyphens, which serials have
  `(?:${DAY}([/.])${MONTH_NUMBER}\\1|${MONTH_NUMBER}([/.])${DAY}\\2)\\d\\d${TIME}`,
  // 5-Mar, 30 Nov 2026, 5. März
  `${DAY}(?:st|nd|rd|th)?[-. /]{1,2}${MONTH}\\.?(?:[-. /,]{1,2}${YEAR})?${TIME}`,
  // Mar-05, Nov 2026, Nov 30, 2026
  `${MONTH}[-. /']{1,2}(?:${YEAR}|${DAY}(?:st|nd|rd|th)?(?:[-. /,]{1,2}${YEAR})?)${TIME}`,
  // a time alone
  '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?(?: ?[AP]M)?',
].map((source) => new RegExp(`^${source}$`, 'iu'));

/** A date or time alone, as it is written: eight digits may be a serial. */
export function isDate(text: string): boolean {
  return text.length <= CELL && DATES.some((date) => date.test(text));
}

const HEADINGS: ReadonlySet<string> = new Set([
  'serial',
  'serials',
  'serial no',
  'serial nr',
  'serial number',
  'serial numbers',
  'serialnumber',
  'serialno',
  'serial norm',
  'serial raw',
  's/n',
  's/no',
  'sn',
  'sn no',
  'sernr',
  'seriennummer',
  'seriennummern',
  'serien-nr',
  'serien nr',
  'seriennr',
  'numéro de série',
  'numero de serie',
  'n° de série',
  'no de série',
  'número de serie',
  'nº de serie',
  'numero di serie',
  'matricola',
  'serienummer',
  'numer seryjny',
  'product serial number',
  'device serial number',
  'unit serial',
  'unit serial number',
  'imei',
  'imei1',
  'imei2',
  'imei number',
  'meid',
  'iccid',
  'mac',
  'mac address',
  'mac id',
  'asset tag',
  'service tag',
  'lot',
  'lot number',
  'lot no',
  'batch',
  'batch number',
  'sku',
  'upc',
  'ean',
  'gtin',
  'barcode',
  'part number',
  'part no',
  'p/n',
  'model',
  'model number',
  'model no',
  'product',
  'product code',
  'item',
  'item number',
  'item no',
  'article number',
  'description',
  'quantity',
  'qty',
  'warehouse',
  'bin',
  'location',
  'order',
  'order number',
  'po number',
  'purchase order',
  'tracking',
  'tracking number',
]);

/** The heading of a column: "Serial Number", "S/N:", "SN#". */
export function isColumnHeading(text: string): boolean {
  return text.length <= CELL && HEADINGS.has(inWords(text).replace(/[\s.#:]{1,4}$/u, ''));
}

const whole = (is: (text: string) => boolean) => (text: string) => (is(text) ? text : null);

/** What a spreadsheet, or a form that was filled in without care, leaves in the place of a serial. */
export const SPREADSHEET_CODES: readonly OtherCode[] = [
  shapeCode(
    'code.spreadsheet-number',
    'a number that a spreadsheet has rewritten: `1.2E+11`, `123456.0`, `1,234,567`, a formula',
    whole(isSpreadsheetNumber),
  ),
  shapeCode(
    'code.spreadsheet-error',
    'what a cell shows instead of a value: `#N/A`, `#REF!`, `#####`',
    whole(isSpreadsheetError),
  ),
  shapeCode(
    'code.no-value',
    'a word for "there is none": `none`, `N/A`, `NULL`, `To be filled by O.E.M.`',
    whole(isNoValue),
  ),
  shapeCode('code.date', 'a date or time alone: `2026-11-30`, `Mar-05`, `30/11/2026`', whole(isDate)),
  shapeCode('code.heading', 'the heading of a column: `Serial Number`, `S/N`, `IMEI`', whole(isColumnHeading)),
];
