import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keys, nowhere, play, press, type Press } from './play-keys.ts';
import { keysOf, LONE_MODIFIERS, STRAY_KEYS, strayScan } from './stray-keys.ts';

const CASES = 20_000;
const SEED = 15;
const clean = (text: string): Press[] => keys(text, 4).map((one, at) => (at === 0 ? { ...one, gap: 1500 } : one));

test('wedge.broken: a key without a character anywhere in a scan leaves nothing or the whole code, and the page sees none of it', () => {
  const scenario = fc.tuple(strayScan(STRAY_KEYS), fc.boolean(), fc.boolean());
  let refused = 0;
  fc.assert(
    fc.property(scenario, ([scan, before, up]) => {
      const { accept_without_suffix } = scan;
      const burst = keysOf(scan).map((one) => ({ ...one, up }));
      const presses = [...(before ? clean('BEFORE-1\r') : []), ...burst, ...clean('AGAIN-22\r')];
      const { page, codes, faults } = play(presses, { accept_without_suffix });
      const inside = scan.strays.some(({ at }) => at <= scan.text.length);
      expect(page).toBe('');
      expect(codes.filter((code) => code !== scan.text)).toEqual([...(before ? ['BEFORE-1'] : []), 'AGAIN-22']);
      expect(
        [...faults, ...codes.filter((code) => code === scan.text)],
        'nothing aloud, or the whole code',
      ).toHaveLength(1);
      expect(faults).toEqual(inside ? [`broken:${scan.text}`] : faults);
      refused += inside ? 1 : 0;
    }),
    { numRuns: CASES, seed: SEED },
  );
  expect(refused).toBeGreaterThan(CASES * 0.8);
});

test('a lone modifier belongs to no code: the scan comes out whole, wherever it was', () => {
  fc.assert(
    fc.property(strayScan(LONE_MODIFIERS), (scan) => {
      // a modifier takes a key's time, and so its neighbours are twice as far apart
      const gaps = scan.gaps.map((gap) => Math.min(gap, 8));
      const presses = keysOf({ ...scan, gaps, suffix: scan.suffix ?? 'Enter' });
      const { codes, faults } = play(presses, { accept_without_suffix: scan.accept_without_suffix });
      // with `]C1` as its second to fourth character the first may have been typed before it
      const doubted = /^[\p{L}\d].?\][A-Za-z]\d/u.test(scan.text);
      expect(codes).toEqual(doubted ? [] : [scan.text]);
      expect(faults).toHaveLength(doubted ? 1 : 0);
    }),
    { numRuns: 2000, seed: SEED },
  );
});

test.each(STRAY_KEYS)('by a person $key ($code) goes to the page, before and behind what he types', (stray) => {
  const name = stray.key.length === 1 ? stray.key : `<${stray.key}>`;
  for (const presses of [
    [press('a', 300), { ...stray, gap: 120 }, press('b', 120), { ...stray, gap: 20 }],
    nowhere([press('a', 300), { ...stray, gap: 120 }, press('b', 320), { ...stray, gap: 320 }]),
  ])
    expect(play(presses)).toEqual({ page: `a${name}b${name}`, codes: [], faults: [] });
});

test('a key without a character that a person pressed is held no longer than the shortest hold, and not for what he typed before', () => {
  const fast = nowhere([press('1', 300), press('F8', 90, { code: 'F8' }), press('F8', 36, { code: 'F8' })]);
  expect(play(fast)).toEqual({ page: '1<F8><F8>', codes: [], faults: [] });
});

test('wedge.broken: F8 so shortly before a scan that it was the scan’s first key is said, and no code is taken', () => {
  expect(play([press('F8', 500), ...keys('SN-0001\r', 4)])).toEqual({
    page: '',
    codes: [],
    faults: ['broken:SN-0001'],
  });
  expect(play([press('F8', 500), press('S', 100), ...keys('N-0001\r', 4)]).faults).toEqual(['broken:SN-0001']);
  expect(play([press('F8', 500), press('S', 200), ...keys('N-0001\r', 4)])).toEqual({
    page: '<F8>',
    codes: ['SN-0001'],
    faults: [],
  });
});

test.each([1, 5, 10, 21, 25, 34, 36, 60, 100, 140, 160, 300, 490])(
  'a digit typed %d ms before a scan does not stick to it, nor does the scan lose its first character',
  (gap) => {
    for (const place of [(presses: Press[]) => presses, nowhere])
      for (const pace of [1, 4, 10, 15]) {
        // a finger is still on its key while the scanner types
        const typed = press('7', 900, { code: 'Digit7' });
        const scan = (text: string): Press[] =>
          [...keys(text, pace)].map((one, at) => ({
            ...one,
            code: `Scanned${one.key}`,
            up: true,
            gap: at === 0 ? gap : pace,
          }));
        expect(play(place([typed, ...scan('SN-0001234\r')])).codes, `${pace} ms a key`).toEqual([]);
        expect(play(place([typed, ...scan(']C0SN-0001234\r')])).codes, `${pace} ms a key`).toEqual([']C0SN-0001234']);
        expect(play(place([typed, ...scan('~SN-0001234\r')]), { prefix: '~' }).codes).toEqual(['SN-0001234']);
        // let go at once, as no finger does, only the silence behind it tells
        const { codes } = play(place([{ ...typed, up: true }, ...scan('SN-0001234\r')]));
        expect(codes).toEqual(gap > 35 ? [] : codes);
        expect(codes).not.toContain('N-0001234');
      }
  },
);

test('a digit typed before a scan with an AIM id is the page’s', () => {
  expect(play([press('7', 900), press(']', 25), ...keys('C0SN-1\r', 4)])).toEqual({
    page: '7',
    codes: [']C0SN-1'],
    faults: [],
  });
});
