import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { feedHeadLine, feedPieceEnd, feedRunLines, readFeedLines, type FeedLineChange } from './feed-lines.ts';
import type { Cursor } from './messages.ts';

const at = (version: number): Cursor => ({
  epoch: '018f0000-0000-7000-8000-000000000004',
  version,
  hash: version.toString(16).padStart(64, '0'),
});
const pieceOf = (changes: readonly FeedLineChange[], next: Cursor): string =>
  feedRunLines(changes) + feedPieceEnd(next);
const page = (rows: number, next: Cursor, ...pieces: readonly string[]): string =>
  feedHeadLine({ head: at(9), next, floor: 0, rows, pieces: pieces.length }) + pieces.join('');

const change: fc.Arbitrary<FeedLineChange> = fc.record({
  entity: fc.constantFrom('unit', 'case', 'bin'),
  key: fc.string({ unit: 'binary' }),
  row: fc.option(fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.stringify({ value }))),
});

test('feed.lines: every change comes back, those of one entity in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(change), { maxLength: 4 }), (given) => {
      const text = page(
        given.flat().length,
        at(given.length),
        ...given.map((changes, index) => pieceOf(changes, at(index + 1))),
      );
      const { pieces, next, rows } = readFeedLines(text);
      expect([next, rows]).toEqual([at(given.length), given.flat().length]);
      expect(pieces.map((piece) => piece.next.version)).toEqual(given.map((_, index) => index + 1));
      for (const [index, { runs }] of pieces.entries()) {
        for (const entity of ['unit', 'case', 'bin']) {
          const found = runs
            .filter((run) => run.entity === entity)
            .flatMap(({ kind, text: items }) => (JSON.parse(items) as unknown[]).map((item) => ({ kind, item })));
          const expected = (given[index] ?? [])
            .filter((one) => one.entity === entity)
            .map(({ key, row }) =>
              row === null ? { kind: 'gone', item: key } : { kind: 'put', item: JSON.parse(row) as unknown },
            );
          expect(found).toEqual(expected);
        }
      }
    }),
  );
});

test('feed.lines: what broke off anywhere is not taken for whole', () => {
  const row = JSON.stringify({ a: 'b' });
  const whole = page(
    2,
    at(2),
    pieceOf([{ entity: 'unit', key: 'k', row }], at(1)),
    pieceOf([{ entity: 'unit', key: 'k', row: null }], at(2)),
  );
  expect(readFeedLines(whole).pieces).toHaveLength(2);
  const taken = Array.from({ length: whole.length }, (_, length) => whole.slice(0, length)).filter((part) => {
    try {
      readFeedLines(part);
      return true;
    } catch {
      return false;
    }
  });
  expect(taken).toEqual([]);
});
