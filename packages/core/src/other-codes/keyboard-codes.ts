import { shownCode, shapeCode, type CodeFacts, type OtherCode } from './other-code.ts';

/** Symbols whose alphabet is ASCII or less. */
const ASCII_SYMBOLS: ReadonlySet<string> = new Set([
  'code-39',
  'code-93',
  'code-11',
  'code-128',
  'gs1-128',
  'gs1-databar',
  'codabar',
  'msi',
  'ean-13',
  'ean-8',
  'interleaved-2-of-5',
  'straight-2-of-5',
  'telepen',
  'code-49',
]);

/** Symbols of digits alone. An EAN is said to be misread. */
const DIGIT_SYMBOLS: ReadonlySet<string> = new Set(['interleaved-2-of-5', 'straight-2-of-5', 'msi']);

/** Outside ASCII, but for what normalising folds faithfully (full-width signs, wide blanks) and for hyphens, which are compared as one. */
const FOREIGN = /[^\p{ASCII}\uFF01-\uFF5E\p{Z}\p{Cf}\p{Pd}\u2212]/u;
/** The ASCII keys of the number row of French and Belgian keyboards (BÉPO too) instead of digits, and of the Czech and Slovak ones. */
const FRENCH_ROW = /^(?=[^&"'(!]{0,40}[&"'(!])[A-Za-z&"'()!@+/*_-]{4,40}$/u;
const CZECH_ROW = /^[A-Za-z]{1,20}\+{2,20}$/u;
/** The `]` of an AIM id, as German, Spanish and Italian keyboards type it. */
const LOST_AIM_ID = /^\+(?:E0\d{12,13}|E4\d{8}|(?:C1|d2|Q3|e0)0[0-2]\d{14,})/u;

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['thai', /\p{Script=Thai}/u],
  ['korean', /\p{Script=Hangul}/u],
  ['japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
];

/** Letters that only one layout types at once, the most particular first. */
const LAYOUTS: readonly (readonly [string, RegExp])[] = [
  ['hungarian', /[őű]/iu],
  ['slovak', /[ľťňĺŕ]/iu],
  ['czech', /[ěřů]/iu],
  ['czech', /[šč]/iu],
  ['turkish', /[ığş]/u],
  ['polish', /[łąęż]/iu],
  ['german', /[ß]/iu],
  ['nordic', /[åæø]/iu],
  ['spanish', /[ñ¿¡]/iu],
  ['italian', /[òì]/iu],
  ['czech', /[žýáí]/iu],
  ['french', /[àçèù]/iu],
];

/** Which layout the computer has, if it is plain; else null. */
function layoutOf(text: string): string | null {
  return [...SCRIPTS, ...LAYOUTS].find(([, letters]) => letters.test(text))?.[0] ?? null;
}

/** The number row of layouts that have letters there. Three of its signs and no digit: a scanner typed where nobody knew of it. */
const LETTER_ROWS: readonly (readonly [layout: string, row: RegExp, letter: RegExp])[] = [
  ['czech', /[+ěščřžýáíé]/gu, /[ěščřžý]/u],
  ['slovak', /[+ľščťžýáíé]/gu, /[ľť]/u],
  ['french', /[&é"'(\-_çàè]/gu, /[éèçà]/u],
];
const ROW_LIMIT = 60;

function rowTyped({ text, aim_id }: CodeFacts): string | null {
  if (aim_id !== null || text.length > ROW_LIMIT || /\d/u.test(text)) return null;
  const found = LETTER_ROWS.find(([, row, letter]) => letter.test(text) && (text.match(row)?.length ?? 0) >= 3);
  return found?.[0] ?? null;
}

function typedOnOtherLayout(facts: CodeFacts): { sure: boolean; layout: string | null } | null {
  const read = facts.read ?? facts.text;
  const ascii = facts.typed_by_scanner || ASCII_SYMBOLS.has(facts.symbology ?? '');
  if (DIGIT_SYMBOLS.has(facts.symbology ?? '') && /\D/u.test(facts.text)) return { sure: true, layout: null };
  if (ascii && FOREIGN.test(read)) return { sure: true, layout: layoutOf(read) };
  const row = rowTyped(facts);
  if (row !== null) return { sure: false, layout: row };
  if (!facts.typed_by_scanner) return null;
  if (FRENCH_ROW.test(facts.text)) return { sure: false, layout: 'french' };
  if (CZECH_ROW.test(facts.text)) return { sure: false, layout: 'czech' };
  return LOST_AIM_ID.test(facts.text) ? { sure: false, layout: null } : null;
}

const LATIN = /\p{Script=Latin}/u;
const LOOKS_LATIN = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
const NO_LETTER_NO_DIGIT = /^[!-/:-@[-`{-~¡-¿×÷‐-‧€\s]+$/u;

/** Letters that a keyboard made of other letters. */
export const KEYBOARD_CODES: readonly OtherCode[] = [
  {
    id: 'code.keyboard-layout',
    says: (facts) => {
      const found = typedOnOtherLayout(facts);
      if (found === null) return null;
      // No scan-instead: the code may be the right one, and is read wrongly until the layouts agree.
      return {
        sure: found.sure,
        params: { text: shownCode(facts.text), value: shownCode(facts.text), layout: found.layout ?? 'other' },
      };
    },
    when: 'letters outside ASCII from a keyboard scanner or in a symbol that has none, or the number row of a French or Czech keyboard without shift, wherever it was typed',
  },
  shapeCode('code.mixed-alphabets', 'Cyrillic or Greek letters among Latin ones', (text) =>
    LOOKS_LATIN.test(text) && LATIN.test(text) ? text : null,
  ),
];

/** Asked after what a spreadsheet leaves, which may be signs alone. */
export const ONLY_SIGNS: OtherCode = shapeCode('code.only-signs', 'neither a letter nor a digit in it', (text) =>
  NO_LETTER_NO_DIGIT.test(text) ? text : null,
);
