import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, textOf } from '../protocols/parts/protocol.ts';
import { type FramerKind, framerOf } from './delimited-framer.ts';
import { MAX_FRAME } from './framer.ts';

/** The frames of a text fed in pieces, `gap` ms apart. */
function frames(kind: FramerKind, pieces: readonly string[], gap = 1): string[] {
  const framer = framerOf(kind, 300);
  return pieces
    .flatMap((piece, index) => framer.push(bytesOf(piece), 1000 + index * gap))
    .map((frame) => textOf(frame.bytes));
}

test.each<[FramerKind, string, string[]]>([
  ['cr', 'A\rB\r\nC\r', ['A', 'B', 'C']],
  ['cr', '\r\r\n\r', []],
  ['cr', 'A\nB\r', ['A\nB']],
  ['crlf', 'A\rB\r\nC\n\r\n', ['A\rB', 'C\n']],
  ['etx', '\n12lb\r\n00\r\u0003x', ['\n12lb\r\n00\r']],
  ['stx-cr', 'noise\r\u000201.25\r\u0002?A\r', ['01.25', '?A']],
  ['stx-cr', '\u000201.\u000201.25\r', ['01.25']],
  ['cr-or-silence', 'A\rB', ['A']],
])('%s cuts %j, whole and at every boundary', (kind, text, expected) => {
  for (let cut = 0; cut <= text.length; cut += 1) {
    expect(frames(kind, [text.slice(0, cut), text.slice(cut)])).toEqual(expected);
  }
  expect(frames(kind, Array.from(text))).toEqual(expected);
});

test('the way a stream is chopped never changes its frames', () => {
  const pieces = fc.array(
    fc.string({ unit: fc.constantFrom('A', 'S', ' ', '\r', '\n', '\u0002', '\u0003'), maxLength: 12 }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.constantFrom<FramerKind>('cr', 'crlf', 'etx', 'stx-cr'), pieces, (kind, chopped) => {
      expect(frames(kind, chopped)).toEqual(frames(kind, [chopped.join('')]));
    }),
    { numRuns: 2000 },
  );
});

test('silence ends a frame, and says so', () => {
  const framer = framerOf('silence', 300);
  expect(framer.due()).toBeNull();
  expect(framer.push(bytesOf('AB'), 1000)).toEqual([]);
  expect(framer.push(bytesOf('CD'), 1200)).toEqual([]);
  expect(framer.due()).toBe(1500);
  expect(framer.tick(1499)).toEqual([]);
  const [frame] = framer.tick(1500);
  expect(frame).toMatchObject({ bytes: Uint8Array.from(bytesOf('ABCD')), began: 1000, ended: 1200, bySilence: true });
  expect(framer.tick(9999)).toEqual([]);
});

test('silence also counts when the next bytes come before the timer', () => {
  const framer = framerOf('silence', 300);
  framer.push(bytesOf('AB'), 1000);
  expect(framer.push(bytesOf('CD'), 1400).map((frame) => textOf(frame.bytes))).toEqual(['AB']);
});

test('began is the first byte, ended the last', () => {
  const framer = framerOf('crlf');
  framer.push(bytesOf('S S'), 5);
  expect(framer.push(bytesOf(' 1\r\n'), 9)).toMatchObject([{ began: 5, ended: 9, bySilence: false }]);
});

test('a frame without an end is dropped whole, and the next one is read', () => {
  expect(frames('cr', ['x'.repeat(MAX_FRAME * 3), 'tail\rGOOD\r'])).toEqual(['GOOD']);
  expect(frames('crlf', ['x'.repeat(MAX_FRAME + 1), '\r', '\nGOOD\r\n'])).toEqual(['GOOD']);
});

test('reset forgets half a frame', () => {
  const framer = framerOf('cr');
  framer.push(bytesOf('HALF'), 1);
  framer.reset();
  expect(framer.push(bytesOf('B\r'), 2).map((frame) => textOf(frame.bytes))).toEqual(['B']);
});
