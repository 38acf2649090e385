import { aiFormat } from './ai-format.ts';
import { checkElement } from './check-element.ts';
import { messageOf } from './gs1-answers.ts';
import type { Gs1Context, Gs1Element, Gs1Error, Gs1Message } from './gs1-message.ts';

/** Percent-decoded (upper- and lowercase hex alike), or null when the encoding is broken. */
function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Where the character at `index` of the decoded text stands in the encoded one, whose encoding must hold. */
function decodedAt(encoded: string, index: number): number {
  let left = index;
  for (const match of encoded.matchAll(/(?:%[0-9A-Fa-f]{2})+|[^%]+/gu)) {
    const run = match[0];
    const length = (percentDecoded(run) ?? run).length;
    if (left >= length) left -= length;
    else return match.index + (run.startsWith('%') ? bytesBefore(run, left) : left);
  }
  return encoded.length;
}

/** The length of the escapes that make up the first `count` characters of a run of escapes. */
function bytesBefore(run: string, count: number): number {
  for (let end = 0; end < run.length; end += 3) {
    if ((percentDecoded(run.slice(0, end))?.length ?? -1) >= count) return end;
  }
  return run.length;
}

/** Where a broken encoding goes wrong: at a per cent sign without two hex digits, else where bytes are no UTF-8. */
function brokenAt(encoded: string): number {
  const at = encoded.search(/%(?![0-9A-Fa-f]{2})/u);
  if (at >= 0) return at;
  for (const run of encoded.matchAll(/(?:%[0-9A-Fa-f]{2})+/gu)) if (percentDecoded(run[0]) === null) return run.index;
  return 0;
}

/**
 * Primary keys and the qualifiers that may follow them in the path, in this order
 * (GS1 Digital Link Standard: URI Syntax, 4.7 to 4.9).
 */
const KEYS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '00': [[]],
  '01': [['22', '10', '21'], ['235']],
  '253': [[]],
  '255': [[]],
  '401': [[]],
  '402': [[]],
  '414': [['254'], ['7040']],
  '415': [['8020']],
  '417': [['7040']],
  '8003': [[]],
  '8004': [['7040']],
  '8006': [['22', '10', '21']],
  '8010': [['8011']],
  '8013': [[]],
  '8017': [['8019']],
  '8018': [['8019']],
};

/**
 * The words that links of the first Digital Link versions have in place of numbers (`/gtin/…/ser/…`); withdrawn since,
 * still printed.
 */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['sscc', '00'],
  ['gtin', '01'],
  ['lot', '10'],
  ['ser', '21'],
  ['cpv', '22'],
  ['gdti', '253'],
  ['glnx', '254'],
  ['gcn', '255'],
  ['ginc', '401'],
  ['gsin', '402'],
  ['gln', '414'],
  ['payto', '415'],
  ['party', '417'],
  ['grai', '8003'],
  ['giai', '8004'],
  ['itip', '8006'],
  ['cpid', '8010'],
  ['cpsn', '8011'],
  ['gmn', '8013'],
  ['gsrnp', '8017'],
  ['gsrn', '8018'],
  ['srin', '8019'],
  ['refno', '8020'],
]);

/**
 * These belong into the path behind their key, or into no link at all; as an attribute they are read and warned about.
 * (The AIs without the mark "permitted as data attribute" in the GS1 Barcode Syntax Dictionary.)
 */
const NO_ATTRIBUTES: ReadonlySet<string> = new Set(
  '03 21 22 235 254 7040 7041 8011 8014 8019 8020 8040 8041 8042 8043 8200'.split(' '),
);

/** GS1's own resolver: what stands there and is no plain Digital Link is a compressed one. */
const RESOLVER = /^https?:\/\/id\.gs1\.org(?::\d+)?$/iu;
const COMPRESSED = /^[-_0-9A-Za-z]{10,}$/u;

interface Piece {
  readonly text: string;
  readonly position: number;
}

/** Splits keeping where each piece stood, so that an error can name its place in the link as scanned. */
function split(text: string, separator: RegExp, offset: number): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const match of text.matchAll(separator)) {
    pieces.push({ text: text.slice(start, match.index), position: offset + start });
    start = match.index + match[0].length;
  }
  pieces.push({ text: text.slice(start), position: offset + start });
  return pieces;
}

/** How many zeros a GTIN lacks: early links have it as printed; fourteen digits are the form of the standard. */
const missingZeros = (ai: string, value: string): number =>
  ai === '01' && /^(?:\d{8}|\d{12}|\d{13})$/u.test(value) ? 14 - value.length : 0;

const aiOf = (name: string): string => WORDS.get(name.toLowerCase()) ?? name;

/**
 * Where the primary key stands in a path that goes on key, value, qualifier, value … to its end; -1 when nowhere. A key
 * counts only with digits behind it as every key has them: `/01/about` is an ordinary page.
 */
function keyIndex(path: readonly Piece[]): number {
  for (let index = path.length - 2; index >= 0; index -= 2) {
    const ai = aiOf(path[index]?.text ?? '');
    if (!/^\d{2,4}$/u.test(ai)) return -1;
    const enough = ['401', '8004', '8010', '8013'].includes(ai) ? /^\d{4}/u : /^\d{6}/u;
    if (Object.hasOwn(KEYS, ai) && enough.test(path[index + 1]?.text ?? '')) return index;
  }
  return -1;
}

const inOrder = (qualifiers: readonly string[], allowed: readonly string[]): boolean => {
  const places = qualifiers.map((ai) => allowed.indexOf(ai));
  return places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? -1)));
};

interface Reading {
  readonly context: Gs1Context;
  readonly elements: Gs1Element[];
  readonly errors: Gs1Error[];
  readonly warnings: Gs1Error[];
}

function readValue({ context, elements, errors }: Reading, ai: string, piece: Piece, at: number): void {
  const clear = percentDecoded(piece.text);
  const format = aiFormat(ai);
  const zeros = missingZeros(ai, clear ?? piece.text);
  const value = '0'.repeat(zeros) + (clear ?? piece.text);
  const faults: Gs1Error[] = [];
  if (clear === null) {
    const message = `AI ${ai}: the percent-encoding is broken.`;
    faults.push({ rule: 'gs1.link', position: piece.position + brokenAt(piece.text), ai, message });
  } else if (format !== undefined) {
    for (const fault of checkElement(format, value, 0, context, '.')) {
      // back from the decoded value to the place in the link
      faults.push({ ...fault, position: piece.position + decodedAt(piece.text, Math.max(0, fault.position - zeros)) });
    }
  }
  errors.push(...faults);
  const decimals = format?.decimals;
  elements.push({
    ai,
    title: format?.title ?? '',
    value,
    position: at,
    known: format !== undefined,
    valid: faults.length === 0,
    ...(decimals === undefined ? {} : { decimals }),
  });
}

function readPath(reading: Reading, path: readonly Piece[]): void {
  const [key] = path;
  const qualifiers: string[] = [];
  for (let index = 0; index < path.length; index += 2) {
    const name = path[index];
    const value = path[index + 1];
    if (name === undefined) break;
    if (value === undefined) {
      const message = `"${name.text.slice(0, 20)}" stands at the end without a value: the link is cut off, or compressed in part.`;
      reading.errors.push({ rule: 'gs1.link', position: name.position, message });
      break;
    }
    readValue(reading, aiOf(name.text), value, name.position);
    if (index > 0) qualifiers.push(aiOf(name.text));
  }
  const ai = aiOf(key?.text ?? '');
  if (key === undefined || (KEYS[ai] ?? []).some((allowed) => inOrder(qualifiers, allowed))) return;
  const message = `AI ${ai} cannot be followed by ${qualifiers.join(', ')} in this order.`;
  reading.errors.push({ rule: 'gs1.link', position: key.position, ai, message });
}

function readQuery(reading: Reading, query: string, offset: number): void {
  for (const piece of split(query, /[&;]/gu, offset)) {
    const name = piece.text.split('=', 1)[0] ?? '';
    // other parameters (linkType, tracking) are the web's business
    if (!/^\d{2,4}$/u.test(name)) continue;
    const value = piece.text.slice(name.length + 1);
    readValue(
      reading,
      name,
      { text: value, position: piece.position + Math.min(name.length + 1, piece.text.length) },
      piece.position,
    );
    if (!NO_ATTRIBUTES.has(name)) continue;
    const message = `AI ${name} is no attribute of a link; it belongs into the path, or into no link.`;
    reading.warnings.push({ rule: 'gs1.link', position: piece.position, ai: name, message });
  }
}

/**
 * Reads a GS1 Digital Link URI, on any domain and behind any path, or returns null when the link is not one
 * (an ordinary web address on a label). Compressed links are not read: they are refused where they can be told from
 * an ordinary address (`gs1.link`).
 */
export function parseDigitalLink(text: string, context: Gs1Context): Gs1Message | null {
  const parts = /^(?<front>https?:\/\/[^/?#]+)(?<path>\/[^?#]*)(?:\?(?<query>[^#]*))?(?:#.*)?$/isu.exec(text)?.groups;
  if (parts === undefined) return null;
  const front = parts['front'] ?? '';
  const whole = parts['path'] ?? '';
  const reading: Reading = { context, elements: [], errors: [], warnings: [] };
  const message = (): Gs1Message => messageOf('digital-link', 'link', reading, context);
  const path = split(whole.replace(/\/$/u, ''), /\//gu, front.length);
  let start = keyIndex(path);
  // one piece too many: the link is cut off, or its end is compressed
  if (start < 0) start = keyIndex(path.slice(0, -1));
  if (start < 0) {
    const last = path.at(-1);
    if (last === undefined || !RESOLVER.test(front) || !COMPRESSED.test(last.text)) return null;
    const said = 'This is a compressed Digital Link, which cannot be read: scan another code of the label.';
    reading.errors.push({ rule: 'gs1.link', position: last.position, message: said });
    return message();
  }
  readPath(reading, path.slice(start));
  const query = parts['query'];
  if (query !== undefined) readQuery(reading, query, front.length + whole.length + 1);
  return message();
}
