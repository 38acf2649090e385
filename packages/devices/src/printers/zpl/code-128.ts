import { GS } from '@serialbridge/core/gs1';

const CODE_C = 99;
const CODE_B = 100;
const FNC1 = 102;
const START_B = 104;
const START_C = 105;

/**
 * Codewords of a Code 128 symbol without check digit and stop, subsets B and C. `text` is printable ASCII; GS (29) in it
 * is FNC1, and one at the start makes it GS1-128. C is used for runs of digits where it saves room: four or more at an
 * end, six or more inside. Source: ISO/IEC 15417, annex E.
 */
export function code128Codewords(text: string): number[] {
  const words: number[] = [];
  let subset: 'B' | 'C' | null = null;
  const enter = (next: 'B' | 'C'): void => {
    if (subset === next) return;
    if (subset === null) words.push(next === 'B' ? START_B : START_C);
    else words.push(next === 'B' ? CODE_B : CODE_C);
    subset = next;
  };
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === GS) {
      if (subset === null) enter(/^\d{4}/u.test(text.slice(at + 1)) ? 'C' : 'B');
      words.push(FNC1);
      at += 1;
      continue;
    }
    const digits = /^\d*/u.exec(text.slice(at))?.[0].length ?? 0;
    const atAnEnd = at === 0 || at + digits === text.length || subset === 'C';
    const worth = subset === 'C' ? digits >= 2 : digits >= (atAnEnd ? 4 : 6);
    // an odd digit stays in B, in front of the run
    if (worth && (digits % 2 === 0 || subset !== 'B')) {
      enter('C');
      words.push(Number(text.slice(at, at + 2)));
      at += 2;
    } else {
      enter('B');
      words.push(character.charCodeAt(0) - 32);
      at += 1;
    }
  }
  return words;
}

/** Start and code changes as ^BC's invocation codes. */
const INVOKED = new Map([
  [CODE_C, '>5'],
  [CODE_B, '>6'],
  [FNC1, '>8'],
  [START_B, '>:'],
  [START_C, '>;'],
]);
/** Characters of subset B that ^BC takes only as invocation codes: `>` would begin one, `^` and `~` a command. */
const ESCAPED = new Map([
  [30, '>0'],
  [62, '><'],
  [94, '>='],
]);

/**
 * Codewords as field data of `^BCN,h,N,N,N,N`: no mode, every start and change written out. Automatic mode (A) and
 * UCC/EAN mode (D) are not used: both leave the choice of subsets, and so the width of the symbol, to the firmware, D
 * takes parentheses and spaces away, and old firmware has neither. Source: ZPL II Programming Guide, ^BC, table 6.
 */
export function code128FieldData(codewords: readonly number[]): string {
  let subset: 'B' | 'C' = 'B';
  return codewords
    .map((word) => {
      const invoked = INVOKED.get(word);
      if (invoked !== undefined && word >= (subset === 'C' ? CODE_B : CODE_C)) {
        if (word === CODE_C || word === START_C) subset = 'C';
        if (word === CODE_B || word === START_B) subset = 'B';
        return invoked;
      }
      return subset === 'C' ? String(word).padStart(2, '0') : (ESCAPED.get(word) ?? String.fromCharCode(word + 32));
    })
    .join('');
}

/** Width in modules: eleven a codeword, the check digit's eleven and the stop's thirteen. */
export const code128Modules = (codewords: readonly number[]): number => codewords.length * 11 + 11 + 13;
