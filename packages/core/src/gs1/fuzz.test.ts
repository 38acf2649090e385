import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeScan } from '../scan/scan.ts';
import { readCode } from './aim-id.ts';
import { gs1MessageSchema } from './gs1-message.ts';
import { GS } from './parse-element-string.ts';
import { readGs1 } from './read-gs1.ts';

const AIMS = ['', ']C1', ']e0', ']d2', ']Q3', ']E0', ']E4', ']E3', ']C0', ']'];
const PIECES = [
  GS,
  ']e0',
  ']E1',
  '(01)',
  '(',
  ')',
  '01',
  '09506000134352',
  '21',
  '17',
  '8110',
  '8112',
  '8007',
  '3102',
  '42',
];
const LINKS = [
  'https://a.b/01/09506000134352',
  '/21/',
  '%',
  '%C3',
  '%ZZ',
  '?',
  '&17=',
  '#',
  'https://id.gs1.org/',
  '/gtin/',
];

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => String.fromCharCode(...bytes)),
  fc
    .tuple(
      fc.constantFrom(...AIMS),
      fc.array(fc.oneof(fc.constantFrom(...PIECES, ...LINKS), fc.string({ maxLength: 8 })), { maxLength: 12 }),
    )
    .map(([aim, pieces]) => `${aim}${pieces.join('')}`),
);

test('no text and no bytes make the reading of a code throw, and each place it names is in the text', () => {
  let read = 0;
  fc.assert(
    fc.property(anything, (sent) => {
      const { text, aim_id } = readCode(sent);
      const message = readGs1({ text, aim_id }, { year: 2026 });
      if (message === null) return true;
      read += 1;
      const places = [...message.errors, ...(message.warnings ?? []), ...message.elements];
      return places.every(({ position }) => position >= 0 && position <= text.length);
    }),
    { numRuns: 100_000 },
  );
  // most of the random texts are no GS1 at all; enough of them must be, or the test shows little
  expect(read).toBeGreaterThan(10_000);
}, 120_000);

test('whatever is read passes its schema, and what is read twice is read alike', () => {
  const origin = { scan_id: 's', at: Date.UTC(2026, 10, 25), device_id: 'd', via: 'serial' } as const;
  fc.assert(
    fc.property(anything, (sent) => {
      const { gs1 } = makeScan(origin, readCode(sent));
      if (gs1 === null) return;
      expect(gs1MessageSchema.parse(JSON.parse(JSON.stringify(gs1)))).toEqual(gs1);
      expect(makeScan(origin, readCode(sent)).gs1).toEqual(gs1);
    }),
    { numRuns: 5000 },
  );
});
