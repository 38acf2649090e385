import { labelOf, type Label, type LabelField, type PlaceOf } from './label.ts';

/** Names of fields as makers print them, without blanks, points and signs. */
const PLACES: ReadonlyMap<string, ReturnType<PlaceOf>> = new Map([
  ...['sn', 'serial', 'serialno', 'serialnr', 'serialnumber', 'serno', 'seriennummer', 'sernr'].map(
    (name) => [name, 'serial'] as const,
  ),
  ...['pn', 'partno', 'partnumber', 'part', 'sku', 'model', 'modelno', 'mpn', 'item', 'itemno', 'product'].map(
    (name) => [name, 'product'] as const,
  ),
  ...['ean', 'upc', 'gtin'].map((name) => [name, 'gtin'] as const),
  ...['lot', 'lotno', 'batch', 'batchno'].map((name) => [name, 'lot'] as const),
  ...['qty', 'quantity'].map((name) => [name, 'quantity'] as const),
]);
const OTHERS = new Set([
  'mac',
  'macaddress',
  'imei',
  'imei1',
  'imei2',
  'date',
  'mfg',
  'mfd',
  'rev',
  'po',
  'key',
  'pin',
]);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
const placeOf: PlaceOf = (name) => PLACES.get(plain(name)) ?? null;
const isName = (name: string): boolean => PLACES.has(plain(name)) || OTHERS.has(plain(name));

/** `NAME: value`, `NAME=value`; `Serial No. value` and `S/N value` need no sign between. */
const WITH_SIGN = /^([A-Za-z][A-Za-z0-9./# ]{0,20}?)\s*[:=]\s*(.+)$/su;
const WITHOUT_SIGN = /^(S\/N|Serial\s(?:No|Nr|Number)\.?)\s+(.+)$/isu;

/** What a link carries is for its page. */
const LINK = /^(?:\w{2,20}:\/\/|www\.)/iu;

/** Words behind a value (`TX-1 Made in China`) are none of it. */
function withoutWords(value: string): string {
  const words = value.trim().split(/\s+/u);
  let end = words.length;
  while (end > 1 && !/\d/u.test(words[end - 1] ?? '')) end -= 1;
  return words.slice(0, end).join(' ');
}

function fieldOf(part: string): LabelField | null {
  const [, name = '', value = ''] = WITH_SIGN.exec(part) ?? WITHOUT_SIGN.exec(part) ?? [];
  if (value === '') return null;
  return { name: name.trim(), value: placeOf(name) === 'serial' ? withoutWords(value) : value.trim() };
}

/** A further field behind a blank: `S/N: A1 P/N: B2`. */
const BEHIND_BLANK = /\s+([A-Za-z][A-Za-z0-9./#]{0,14}(?: [A-Za-z]{2,6}\.?)?)(?=\s?[:=])/gu;

/** Longer texts are no labels. */
const LONGEST = 1000;

/**
 * Reads a text that names its fields: one or more of `NAME: value`, kept apart by lines, `;`, `|`, `,`, tabs or blanks. Null where no name is
 * known: `SN0001` is a serial.
 */
export function readNamedFields(text: string): Label | null {
  if (text.length > LONGEST || LINK.test(text) || !/[:=]|^S\/N\s|^Serial\s/iu.test(text)) return null;
  const parts = text
    .replaceAll(BEHIND_BLANK, (whole, name: string) => (isName(name) ? `\n${name}` : whole))
    .split(/[\r\n\t;|,]+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  // One without a name (a list of serials behind one, a comma in a value) is kept as a second value of the field before it.
  let name = '';
  const fields = parts.map((part) => {
    const field = fieldOf(part) ?? { name, value: part };
    name = field.name;
    return field;
  });
  if (!fields.some((field) => isName(field.name))) return null;
  const label = labelOf('named', fields, placeOf);
  return { ...label, serials: label.serials.filter((serial) => /\d/u.test(serial)) };
}
