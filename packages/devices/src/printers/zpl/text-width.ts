/** Helvetica Bold, thousandths of the height, from space to tilde (Adobe's font metrics). */
const HELVETICA_BOLD = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
  556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
  280, 389, 584,
];
/** Font 0 of a ZPL printer is a bold condensed Helvetica; narrow cuts have 82 % of the width, and some room for makers' differences. */
const CONDENSED = 0.85;

/** East Asian characters and emoji fill a square. */
const isWide = (character: string): boolean =>
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u.test(
    character,
  );

/** Width of text in font 0, as a multiple of its height: an upper estimate, since the printer's font is not at hand. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text.normalize('NFC')) {
    if (/\p{Mn}/u.test(character)) continue;
    // an accented letter is as wide as the letter
    const base = character.normalize('NFD').charCodeAt(0) - 32;
    width += isWide(character) ? 1 : ((HELVETICA_BOLD[base] ?? 800) / 1000) * CONDENSED;
  }
  return width;
}
