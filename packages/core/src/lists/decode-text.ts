import type { RuleFailure } from '../serial/verdict.ts';

/** What every runtime has (Node, Chromium); the core is compiled without the names of either. */
declare class TextDecoder {
  constructor(encoding: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface DecodedText {
  /** Without byte order mark; empty where the file is refused. */
  readonly text: string;
  readonly encoding: TextEncoding;
  /** What a person should know of the reading, `list.*`. */
  readonly notes: readonly RuleFailure[];
  /** Not null: the bytes are no text at all, `list.not-text`. */
  readonly refused: RuleFailure | null;
}

/** First bytes of files that are chosen in place of their export. */
const NOT_TEXT: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  // A workbook of Excel, Numbers or LibreOffice is a ZIP file.
  ['workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['picture', [0xff, 0xd8, 0xff]],
];

const beginsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

/** How much of a file tells its encoding. */
const LOOKED_AT = 64 * 1024;

/**
 * UTF-16 without a byte order mark shows in its zero bytes: Latin letters, digits and separators have one each, all in the same half of
 * the pairs. A text with a stray NUL has few of them.
 */
function utf16ByZeros(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const end = Math.min(bytes.length - (bytes.length % 2), LOOKED_AT);
  if (end === 0) return null;
  const zeros: [number, number] = [0, 0];
  for (let at = 0; at < end; at += 1) if (bytes[at] === 0) zeros[(at % 2) as 0 | 1] += 1;
  const [first, second] = zeros;
  const enough = end / 8;
  if (second >= enough && first * 10 < second) return 'utf-16le';
  if (first >= enough && second * 10 < first) return 'utf-16be';
  return null;
}

const decode = (encoding: TextEncoding, bytes: Uint8Array): string => new TextDecoder(encoding).decode(bytes);

function count(text: string, sign: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(sign)) found += 1;
  return found;
}

/**
 * The text of a file: UTF-8, UTF-16 of both orders, with and without byte order mark, and else Windows-1252, which is what a spreadsheet
 * writes as plain CSV. A UTF-8 file with single spoilt bytes stays UTF-8; each of them is U+FFFD, which the rows name.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const other = NOT_TEXT.find(([, start]) => beginsWith(bytes, start));
  if (other !== undefined) {
    const refused = { code: 'list.not-text', params: { context: other[0] } };
    return { text: '', encoding: 'utf-8', notes: [], refused };
  }
  const read = (encoding: TextEncoding, notes: readonly RuleFailure[] = []): DecodedText => ({
    text: decode(encoding, bytes),
    encoding,
    notes,
    refused: null,
  });
  if (beginsWith(bytes, [0xff, 0xfe])) return read('utf-16le');
  if (beginsWith(bytes, [0xfe, 0xff])) return read('utf-16be');
  const wide = utf16ByZeros(bytes);
  if (wide !== null) return read(wide);
  const lenient = read('utf-8');
  const spoilt = count(lenient.text, /\uFFFD/gu);
  // oxlint-disable-next-line no-control-regex
  if (spoilt === 0 || count(lenient.text, /[^\u0000-\u007F\uFFFD]/gu) > spoilt) return lenient;
  return read('windows-1252', [{ code: 'list.windows-1252', params: {} }]);
}
