import { code128 } from 'bwip-js/generic';

const GS = '\u001D';
const ignore = (): void => undefined;

/**
 * The bars of a Code 128 symbol, drawn by bwip-js: printable ASCII. With `gs1` it is GS1-128 (GS1 General Specifications, 5.4): FNC1 follows
 * the start character, and each GS of the text, which ends an element of variable length, is drawn as FNC1.
 * @returns widths in modules, a bar first, bars and gaps in turn; no quiet zone
 * @throws RangeError on any other character: bwip-js would draw it, and few scanners would read it as it was meant
 */
export function encodeCode128(text: string, { gs1 = false }: { gs1?: boolean } = {}): readonly number[] {
  const odd = Array.from(text).find((character) => !/[ -~]/u.test(character) && !(gs1 && character === GS));
  if (odd !== undefined) throw new RangeError(`Code 128 set B has no character ${JSON.stringify(odd)}`);
  const widths: number[] = [];
  let end = 0;
  const escaped = text.replaceAll('^', '^^').replaceAll(GS, '^FNC1');
  code128(
    { bcid: 'code128', text: `${gs1 ? '^FNC1' : ''}${escaped}`, parsefnc: true },
    {
      scale: () => [1, 1],
      // A bar is a line through its middle, the half module of an odd one to the right.
      line: (x, _top, _x, _bottom, width) => {
        const start = x - Math.ceil(width / 2);
        if (widths.length > 0) widths.push(start - end);
        widths.push(width);
        end = start + width;
      },
      setopts: ignore,
      measure: () => ({ width: 0, ascent: 0, descent: 0 }),
      init: ignore,
      polygon: ignore,
      hexagon: ignore,
      ellipse: ignore,
      fill: ignore,
      text: ignore,
      end: ignore,
    },
  );
  return widths;
}
