import * as fc from 'fast-check';
import { parseBarcode } from 'gs1-barcode-parser-mod';
import { expect, test } from 'vitest';
import { formatElementString, GS, parseElementString } from '@serialbridge/core/gs1';
import { differenceOf, DIFFERENCES, type Difference } from './support/differences.ts';
import { validElements, type WrittenElement } from './support/valid-elements.ts';

const STRINGS = 25_000;
/** The other parser reads two-digit years from the machine's year; ours is told the same one. */
const year = new Date().getUTCFullYear();

interface Outcome {
  readonly elements: readonly WrittenElement[];
  /** What it threw, or the AI whose value it understood differently. */
  readonly fault: string | null;
}

function theirs(text: string): Outcome {
  try {
    const { parsedCodeItems } = parseBarcode(text);
    return { elements: parsedCodeItems.map(({ ai, raw }) => ({ ai, value: raw })), fault: null };
  } catch (error) {
    return { elements: [], fault: String(error) };
  }
}

test('gs1: the other parser reads every random valid element string as ours does, but for the differences explained', () => {
  const seen = new Map<string, { count: number; example: string }>();
  const unexplained: string[] = [];
  let same = 0;
  let elements = 0;
  fc.assert(
    fc.property(validElements(6), fc.integer({ min: 0, max: 9 }), (written, front) => {
      const text = `${front === 0 ? GS : ''}${formatElementString(written)}`;
      const ours = parseElementString(text, { year });
      expect(ours.errors).toEqual([]);
      expect(ours.elements.map(({ ai, value }) => ({ ai, value }))).toEqual(written);
      elements += written.length;
      const other = theirs(text);
      if (other.fault === null && JSON.stringify(other.elements) === JSON.stringify(written)) {
        same += 1;
        return;
      }
      const difference = differenceOf(text, written, other.elements, other.fault);
      if (difference === null) {
        unexplained.push(`${JSON.stringify(text)}: ${other.fault ?? JSON.stringify(other.elements)}`);
        return;
      }
      const entry = seen.get(difference.id) ?? { count: 0, example: text };
      seen.set(difference.id, {
        count: entry.count + 1,
        example: entry.example.length > text.length ? text : entry.example,
      });
    }),
    { numRuns: STRINGS, seed: 20261125 },
  );
  const line = ({ id, why }: Difference): string =>
    `${String(seen.get(id)?.count ?? 0).padStart(6)}  ${id}: ${why}\n        e.g. ${JSON.stringify(seen.get(id)?.example ?? '').replaceAll('\\u001d', '␝')}`;
  console.log([`${STRINGS} strings, ${elements} elements; read alike: ${same}`, ...DIFFERENCES.map(line)].join('\n'));
  expect(unexplained.slice(0, 5)).toEqual([]);
  expect(DIFFERENCES.filter(({ id }) => !seen.has(id)).map(({ id }) => id)).toEqual([]);
});
