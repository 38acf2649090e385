/** Printed as they are. Everything else is escaped, so that no data can end its field or begin a command. */
const SAFE = /^[A-Za-z0-9 .,:;\-/()[\]{}#+*=%&@!?'"$<>|`]$/u;

const hex = (byte: number): string => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/**
 * Text as field data behind `^FH` (hexadecimal escapes, `_` in front) under `^CI28` (UTF-8). `^`, `~`, `_` and `\` are
 * always escaped, and every byte that is not printable ASCII. Source: Zebra, ZPL II Programming Guide, ^FH, ^CI.
 */
export function fieldData(text: string): string {
  return Array.from(text, (character) =>
    SAFE.test(character) ? character : Array.from(new TextEncoder().encode(character), hex).join(''),
  ).join('');
}

/** The first character that no font prints: a control character, or half of a surrogate pair. Undefined: none. */
export const unprintable = (text: string): string | undefined => /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.exec(text)?.[0];

/** The first character outside printable ASCII, which is all that barcodes are made of here. Undefined: none. */
export const notAscii = (text: string): string | undefined => /[^\x20-\x7E]/u.exec(text)?.[0];

/** A character as a fault names it. */
export const named = (character: string): string => {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return unprintable(character) === undefined ? `${character} (${code})` : code;
};
