import type { WedgeKey } from './wedge-key.ts';

export const GS = '\u001D';

/** Keys that change others and mean nothing alone. */
export const MODIFIERS: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
  'FnLock',
]);

/**
 * Control characters by the key's place on a US keyboard. A scanner sends places; what stands on the key is the layout's: on a German keyboard
 * Ctrl+] is Ctrl with the key of the plus, on a French one with that of the dollar.
 */
const BY_PLACE: Readonly<Record<string, string>> = {
  BracketLeft: '\u001B',
  Backslash: '\u001C',
  BracketRight: GS,
  Digit6: '\u001E',
  Minus: '\u001F',
};

function characterOfPlace(code: string): string | null {
  const letter = /^Key([A-Z])$/u.exec(code)?.[1];
  return letter === undefined ? (BY_PLACE[code] ?? null) : String.fromCodePoint((letter.codePointAt(0) ?? 0) - 64);
}

/**
 * A scanner sends control characters as Ctrl with the key 64 places higher: GS (29) is Ctrl+], RS (30) Ctrl+^ or Ctrl+6, EOT (4) Ctrl+D. The place of
 * GS goes before what the layout says: the same key is Ctrl+[ in Brazil and a dead key in Sweden.
 */
export function controlCharacter({ key, code = '', ctrl, alt, meta }: WedgeKey): string | null {
  if (!ctrl || alt || meta) return null;
  if (code === 'BracketRight') return GS;
  const point = key.length === 1 ? (key.toUpperCase().codePointAt(0) ?? 0) : 0;
  // some systems name the key by the character itself
  if (point > 0 && point < 32) return key;
  if (point >= 64 && point <= 95) return String.fromCodePoint(point - 64);
  return characterOfPlace(code);
}

/** The character the key types, or null for a key that types none. */
export function typedCharacter(key: WedgeKey): string | null {
  if (key.composing || key.meta) return null;
  if ((key.ctrl || key.alt) && !key.alt_graph) return null;
  return Array.from(key.key).length === 1 ? key.key : null;
}

/** The digit that a key adds to an Alt code, or null. The place counts: without Num Lock the keys are named Insert, End … */
export function altDigit({ code = '', ctrl, alt, meta }: WedgeKey): string | null {
  if (!alt || ctrl || meta) return null;
  return /^Numpad(\d)$/u.exec(code)?.[1] ?? null;
}

/** The upper half of code page 437, which Alt codes without a leading zero count in. */
const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0';
const windows1252 = new TextDecoder('windows-1252');

/**
 * The character of an Alt code's digits: Alt+029 is GS, Alt+0228 is ä in Windows-1252, Alt+132 the same in code page 437. Scanners send three digits or four;
 * fewer are a shortcut such as Alt+2, and null, as is a number that no character has.
 */
export function altCharacter(digits: string): string | null {
  const value = Number(digits);
  if (digits.length < 3 || digits.length > 4 || value === 0 || value > 255) return null;
  if (value < 128) return String.fromCodePoint(value);
  return digits.startsWith('0') ? windows1252.decode(Uint8Array.of(value)) : (CODE_PAGE_437[value - 128] ?? null);
}

/** A key as it stands on the keyboard: `F8`, `Alt+2`, `Ctrl++`. */
export function nameOfKey({ key, ctrl, alt, meta, composing }: WedgeKey): string {
  const name = composing ? '´' : key;
  return [ctrl ? 'Ctrl' : '', alt ? 'Alt' : '', meta ? '⊞' : '', name].filter((part) => part !== '').join('+');
}
