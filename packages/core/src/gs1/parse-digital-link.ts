import { aiFormat } from './ai-format.ts';
import { checkElement } from './check-element.ts';
import { messageOf } from './gs1-answers.ts';
import type { Gs1Context, Gs1Element, Gs1Error, Gs1Message } from './gs1-message.ts';

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

/** Percent-decoded, or null when the encoding is broken. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** GTINs were written without their leading zeros in early links; the padded form is the one of the standard. */
const padded = (ai: string, value: string): string =>
  ai === '01' && /^(?:\d{8}|\d{12}|\d{13})$/u.test(value) ? value.padStart(14, '0') : value;

/** Where the primary key stands in the path: the last place from which key, value, qualifier, value … goes on to the end. */
function keyIndex(path: readonly Piece[]): number {
  for (let index = path.length - 2; index >= 0; index -= 2) {
    const piece = path[index];
    if (piece === undefined || !/^\d{2,4}$/u.test(piece.text)) return -1;
    if (Object.hasOwn(KEYS, piece.text) && /\d{4}/u.test(path[index + 1]?.text ?? '')) return index;
  }
  return -1;
}

const inOrder = (qualifiers: readonly string[], allowed: readonly string[]): boolean => {
  const places = qualifiers.map((ai) => allowed.indexOf(ai));
  return places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? -1)));
};

/**
 * Reads a GS1 Digital Link URI, on any domain and behind any path, or returns null when the link is not one
 * (an ordinary web address on a label). Compressed links are not read.
 */
export function parseDigitalLink(text: string, context: Gs1Context): Gs1Message | null {
  const parts = /^(?<front>https?:\/\/[^/?#]+)(?<path>\/[^?#]*)(?:\?(?<query>[^#]*))?(?:#.*)?$/iu.exec(text)?.groups;
  if (parts === undefined) return null;
  const front = parts['front'] ?? '';
  const whole = parts['path'] ?? '';
  const path = split(whole.replace(/\/$/u, ''), /\//gu, front.length);
  const start = keyIndex(path);
  if (start < 0) return null;

  const elements: Gs1Element[] = [];
  const errors: Gs1Error[] = [];
  const read = (ai: string, piece: Piece, at: number): void => {
    const clear = decoded(piece.text);
    const format = aiFormat(ai);
    const value = padded(ai, clear ?? piece.text);
    const faults: Gs1Error[] =
      clear === null
        ? [{ rule: 'gs1.link', position: piece.position, ai, message: `AI ${ai}: the percent-encoding is broken.` }]
        : format === undefined
          ? []
          : checkElement(format, value, piece.position, context);
    errors.push(...faults);
    const known = format !== undefined;
    const decimals = format?.decimals;
    elements.push({
      ai,
      title: format?.title ?? '',
      value,
      position: at,
      known,
      valid: faults.length === 0,
      ...(decimals === undefined ? {} : { decimals }),
    });
  };

  const qualifiers: string[] = [];
  for (let index = start; index + 1 < path.length; index += 2) {
    const name = path[index];
    const value = path[index + 1];
    if (name === undefined || value === undefined) break;
    read(name.text, value, name.position);
    if (index > start) qualifiers.push(name.text);
  }
  const key = path[start];
  if (key !== undefined && !(KEYS[key.text] ?? []).some((allowed) => inOrder(qualifiers, allowed))) {
    errors.push({
      rule: 'gs1.link',
      position: key.position,
      ai: key.text,
      message: `AI ${key.text} cannot be followed by ${qualifiers.join(', ')} in this order.`,
    });
  }
  const query = parts['query'];
  if (query !== undefined) {
    for (const piece of split(query, /[&;]/gu, front.length + whole.length + 1)) {
      const [name = '', ...rest] = piece.text.split('=');
      // other parameters (linkType, tracking) are the web's business
      if (!/^\d{2,4}$/u.test(name)) continue;
      read(name, { text: rest.join('='), position: piece.position + name.length + 1 }, piece.position);
    }
  }
  return messageOf('digital-link', 'link', { elements, errors }, context);
}
