const DEL = 0x7f;

function bytesOf(hex: string): readonly number[] {
  return (hex.match(/[0-9a-f]{2}/giu) ?? []).map((pair) => Number.parseInt(pair, 16));
}

/** Control characters as the symbols that Unicode has for them (`␍`, `␝`), so that a missing one is seen. */
export function visibleText(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x24_00 + code);
    return code === DEL ? '␡' : character;
  }).join('');
}

/** Bytes as text; what is no ASCII is a dot, as in every hex view, for nobody knows its code page. */
export function visibleBytes(hex: string): string {
  return visibleText(
    bytesOf(hex)
      .map((byte) => (byte > DEL ? '·' : String.fromCodePoint(byte)))
      .join(''),
  );
}

/** `5d4330` as `5D 43 30`. */
export function spacedHex(hex: string): string {
  return (hex.match(/.{1,2}/gu) ?? []).join(' ').toUpperCase();
}
