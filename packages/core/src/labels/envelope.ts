import { labelOf, type Label, type LabelField, type PlaceOf } from './label.ts';

const RS = '\u001E';
const GS = '\u001D';
const EOT = '\u0004';

/** How a keyboard or a driver writes the control characters of an envelope. */
const WRITTEN: readonly (readonly [RegExp, string])[] = [
  [/[{<[(](?:RS|0?x?1E)[}>\])]|\^\^|~d?030|\\(?:x1e|u001e|036|RS)|%1E|&#(?:30|x1e);|0x1E|␞/giu, RS],
  [/[{<[(](?:GS|0?x?1D)[}>\])]|\^\]|~d?029|\\(?:x1d|u001d|035|GS)|%1D|&#(?:29|x1d);|0x1D|␝/giu, GS],
  [/[{<[(](?:EOT|0?x?04)[}>\])]|\^D|~d?004|\\(?:x04|u0004|004|EOT)|%04|&#(?:4|x4);|0x04|␄/giu, EOT],
];

/** `[)>`, and as some makers print it with a > too many. */
const HEADER = /^>?\[\)>/u;

/** What an envelope says: element strings of GS1 in it, and fields of data identifiers. */
export interface Envelope {
  readonly gs1: string | null;
  readonly label: Label | null;
}

const PLACES: ReadonlyMap<string, ReturnType<PlaceOf>> = new Map([
  // ASC MH10.8.2: the buyer's number, the maker's, the seller's; UPC and GTIN
  ['P', 'product'],
  ['1P', 'product'],
  ['30P', 'product'],
  ['3P', 'gtin'],
  ['8P', 'gtin'],
  ['S', 'serial'],
  ['1T', 'lot'],
  ['Q', 'quantity'],
  ['14D', 'expiry'],
  // format 12, text element identifiers
  ['PNO', 'product'],
  ['PNR', 'product'],
  ['SER', 'serial'],
  ['SEQ', 'serial'],
  ['LOT', 'lot'],
]);
const placeOf: PlaceOf = (name) => PLACES.get(name) ?? null;

function fieldsOf(format: string, parts: readonly string[]): LabelField[] {
  const form = format === '12' ? /^([A-Z]{3})\s(.*)$/su : /^(\d{0,3}[A-Z])(.*)$/su;
  return parts.flatMap((part) => {
    const found = form.exec(part);
    if (found !== null) return [{ name: found[1] ?? '', value: (found[2] ?? '').trim() }];
    return part === '' ? [] : [{ name: '', value: part }];
  });
}

/** The text with its control characters; one sign that stands for each of them is told from the header. A blank may stand in a value, too. */
function withControls(text: string): string {
  let written = text.replace(HEADER, '[)>');
  for (const [form, control] of WRITTEN) written = written.replaceAll(form, control);
  const signs = /^\[\)>(?<rs>.?)(?:05|06|12)(?<gs>[^0-9A-Za-z\s\p{Cc}])/u.exec(written)?.groups;
  const { rs = '', gs = '' } = signs ?? {};
  if (gs === '' || written.includes(GS)) return written;
  const marked = written.slice(3).replaceAll(gs, GS);
  return /^[^0-9A-Za-z\p{Cc}]$/u.test(rs) && rs !== gs ? `[)>${marked.replaceAll(rs, RS)}` : `[)>${marked}`;
}

/** Scanners may be set to leave the header off. */
// oxlint-disable-next-line no-control-regex
const HEADLESS = /^\u001E?06\u001D\d{0,3}[A-Z]/u;

export const isEnvelope = (text: string): boolean => HEADER.test(text) || HEADLESS.test(text);

/**
 * Reads an envelope of ISO/IEC 15434: `[)>` RS, then blocks of a format (06 data identifiers, 05 GS1, 12 text), each ended by RS, and EOT.
 * Ends that were lost do no harm. Null: it is none, or its separators are lost, so that nothing tells where a field ends.
 */
export function readEnvelope(text: string): Envelope | null {
  if (!isEnvelope(text)) return null;
  const marked = withControls(text);
  const body = marked.replace(/^\[\)>/u, '');
  if (!body.includes(GS)) return null;
  const fields: LabelField[] = [];
  const gs1: string[] = [];
  let format = '';
  for (const [number, block] of body.replaceAll(EOT, '').split(RS).entries()) {
    const [first = '', ...rest] = block.split(GS);
    // A sign that was typed for the first RS, or one that stands for both RS and GS, leaves the format a place further on.
    const own =
      /^.?(05|06|12)$/u.exec(first) ?? (number === 0 && first === '' ? /^(05|06|12)$/u.exec(rest[0] ?? '') : null);
    format = own?.[1] ?? format;
    const parts = own === null ? [first, ...rest] : first === '' ? rest.slice(1) : rest;
    if (format === '05') gs1.push(...parts);
    else if (format !== '') fields.push(...fieldsOf(format, parts));
  }
  if (format === '') return null;
  const element = gs1.filter((part) => part !== '').join(GS);
  const known = fields.some(({ name }) => name !== '');
  return { gs1: element === '' ? null : element, label: known ? labelOf('iso-15434', fields, placeOf) : null };
}
