import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatElementString, GS, parseElementString } from '@serialbridge/core/gs1';
import { DIFFERENCES, differencesOf, FNC1_IN_FRONT } from './support/differences.ts';
import { validElements } from './support/valid-elements.ts';

const STRINGS = 25_000;
/** The other parser reads two-digit years from the machine's year; ours is told the same one. */
const year = new Date().getUTCFullYear();

test('gs1: gs1-barcode-parser-mod reads every random valid element string as ours does, but for the differences explained', () => {
  const seen = new Map<string, { count: number; example: string }>();
  const unexplained: string[] = [];
  const total = { elements: 0, alike: 0, different: 0 };
  fc.assert(
    fc.property(validElements(6), fc.integer({ min: 0, max: 9 }), (written, chance) => {
      const front = chance === 0;
      const text = `${front ? GS : ''}${formatElementString(written)}`;
      const ours = parseElementString(text, { year });
      expect(ours.errors).toEqual([]);
      expect(ours.elements.map(({ ai, value }) => ({ ai, value }))).toEqual(written);
      const { ids, explained } = differencesOf(written, front, year);
      total.elements += written.length;
      total.alike += ids.length === 0 ? 1 : 0;
      total.different += ids.length === 0 ? 0 : 1;
      if (!explained) unexplained.push(text);
      for (const id of ids) {
        const { count, example } = seen.get(id) ?? { count: 0, example: text };
        seen.set(id, { count: count + 1, example: example.length > text.length ? text : example });
      }
    }),
    { numRuns: STRINGS, seed: 20_261_125 },
  );
  const explanations = [FNC1_IN_FRONT, ...DIFFERENCES];
  const lines = explanations.map(({ id, why }) => {
    const { count, example } = seen.get(id) ?? { count: 0, example: '' };
    return `${String(count).padStart(6)}  ${id}: ${why}\n        such as ${example.replaceAll(GS, '␝')}`;
  });
  console.log(
    [
      `${STRINGS} strings of ${total.elements} elements: ${total.alike} read alike, ${total.different} not, ${unexplained.length} unexplained`,
      ...lines,
    ].join('\n'),
  );
  expect(unexplained.slice(0, 5)).toEqual([]);
  expect(explanations.filter(({ id }) => !seen.has(id))).toEqual([]);
  expect(total.alike).toBeGreaterThan(STRINGS / 2);
}, 120_000);
