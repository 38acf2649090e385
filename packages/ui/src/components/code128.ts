/** Widths of bar and gap, in modules, of the values 0–106 of Code 128 (ISO/IEC 15417, table 1); 103–105 start A–C, 106 stop. */
const WIDTHS =
  '212222,222122,222221,121223,121322,131222,122213,122312,132212,221213,221312,231212,112232,122132,122231,113222,123122,123221,223211,221132,221231,213212,223112,312131,311222,321122,321221,312212,322112,322211,212123,212321,232121,111323,131123,131321,112313,132113,132311,211313,231113,231311,112133,112331,132131,113123,113321,133121,313121,211331,231131,213113,213311,213131,311123,311321,331121,312113,312311,332111,314111,221411,431111,111224,111422,121124,121421,141122,141221,112214,112412,122114,122411,142112,142211,241211,221114,413111,241112,134111,111242,121142,121241,114212,124112,124211,411212,421112,421211,212141,214121,412121,111143,111341,131141,114113,114311,411113,411311,113141,114131,311141,411131,211412,211214,211232,2331112'.split(
    ',',
  );
const START_B = 104;
const START_C = 105;
const STOP = 106;
const CODE_B = 100;
const CODE_C = 99;
const FNC1 = 102;
const GS = '\u001D';
/** So many digits in a row are shorter in set C, two to a symbol, even with the change there and back. */
const WORTH_C = 6;

/** Runs of one set: pairs of digits for C, single characters for B. */
function runsOf(text: string): readonly { readonly set: 'B' | 'C'; readonly parts: readonly string[] }[] {
  return text
    .split(new RegExp(`((?:\\d\\d){${WORTH_C / 2},})`, 'u'))
    .map((run, index) =>
      index % 2 === 1
        ? { set: 'C' as const, parts: run.match(/\d\d/gu) ?? [] }
        : { set: 'B' as const, parts: Array.from(run) },
    )
    .filter(({ parts }) => parts.length > 0);
}

function valueOf(part: string, set: 'B' | 'C', gs1: boolean): number {
  if (set === 'C') return Number(part);
  if (gs1 && part === GS) return FNC1;
  const value = (part.codePointAt(0) ?? 0) - 32;
  if (value < 0 || value > 94) throw new RangeError(`Code 128 set B has no character ${JSON.stringify(part)}`);
  return value;
}

/**
 * Code 128, sets B and C: printable ASCII. With `gs1` it is GS1-128 (GS1 General Specifications, 5.4): FNC1 follows the start character, and
 * each GS of the text, which ends an element of variable length, is drawn as FNC1.
 * @returns widths in modules, a bar first, bars and gaps in turn; no quiet zone
 * @throws RangeError on a character outside set B
 */
export function encodeCode128(text: string, { gs1 = false }: { gs1?: boolean } = {}): readonly number[] {
  const runs = runsOf(text);
  const values: number[] = [runs[0]?.set === 'C' ? START_C : START_B, ...(gs1 ? [FNC1] : [])];
  runs.forEach(({ set, parts }, index) => {
    if (index > 0) values.push(set === 'C' ? CODE_C : CODE_B);
    for (const part of parts) values.push(valueOf(part, set, gs1));
  });
  const check = values.reduce((sum, value, index) => sum + value * Math.max(1, index), 0) % 103;
  return [...values, check, STOP].flatMap((value) => Array.from(WIDTHS[value] ?? '', Number));
}
