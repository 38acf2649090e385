import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keys, nowhere, play, press, type Press } from './play-keys.ts';
import { WedgeDetector } from './wedge-detector.ts';

test.each([0, 1, 2, 5, 10, 20])('a burst with %d ms between keys is a scan, and the page sees nothing of it', (gap) => {
  expect(play(keys('SN-00012345\r', gap))).toEqual({ page: '', codes: ['SN-00012345'], faults: [] });
});

test.each([80, 100, 150])('typing with %d ms between keys goes to the page, Enter included', (gap) => {
  expect(play(keys('SN-00012345\r', gap))).toEqual({ page: 'SN-00012345<Enter>', codes: [], faults: [] });
});

test('three codes in one burst are three codes', () => {
  expect(play(keys('AAA111\rBBB222\rCCC333\r', 5)).codes).toEqual(['AAA111', 'BBB222', 'CCC333']);
});

test('Shift belongs to the characters, and Ctrl+] is GS', () => {
  const shifted = Array.from('SN1').flatMap((key) => [press('Shift', 1), press(key, 1)]);
  expect(play([...shifted, press('Enter', 1)]).codes).toEqual(['SN1']);
  const gs1 = [...keys(']C101095060001343521', 3), press('Control', 1), ...keys('\u001D', 1), ...keys('0A\r', 3)];
  expect(play(gs1)).toMatchObject({ codes: [']C101095060001343521\u001D0A'] });
  expect(play([press('Control', 1), ...keys('\u001D21ABC\r', 2)]).codes).toEqual(['\u001D21ABC']);
});

test('Ctrl+] alone is nothing, Ctrl+C passes at once', () => {
  expect(play([press('Control', 100), press(']', 5, { ctrl: true })]).codes).toEqual([]);
  expect(play([...keys('a', 100), press('c', 100, { ctrl: true })])).toMatchObject({ page: 'ac', codes: [] });
});

test('a held key repeats into the page: its repeats are neither a scan nor eaten', () => {
  const repeats = Array.from({ length: 20 }, () => press('a', 30, { repeat: true }));
  expect(play([press('a', 100), press('a', 250, { repeat: true }), ...repeats, press('Enter', 30)])).toMatchObject({
    page: `${'a'.repeat(22)}<Enter>`,
    codes: [],
  });
});

test('repeats within a burst are not part of the code', () => {
  expect(play([...keys('SN12', 2), press('2', 2, { repeat: true }), ...keys('34\r', 2)]).codes).toEqual(['SN1234']);
});

test('one hiccup of the bus does not tear a code apart', () => {
  expect(
    play([...keys('SN1', 5), press('2', 50), ...keys('345', 5), press('6', 90), ...keys('78901234\r', 5)]),
  ).toEqual({ page: '', codes: ['SN12345678901234'], faults: [] });
});

test('a code that did come apart is refused, never shortened', () => {
  expect(play([press('S', 500), press('N', 60), ...keys('12345\r', 5)])).toEqual({
    page: 'S',
    codes: [],
    faults: ['broken:SN12345'],
  });
});

test.each([45, 60, 75, 89, 99])(
  'wedge.broken: a pause of %d ms anywhere in a slow scan gives the field beneath no Enter',
  (pause) => {
    for (const text of ['ZZ-0012', 'ZZ-0001B', '9000170017'])
      for (const pace of [15, 20, 22])
        for (let at = 1; at <= text.length; at += 1) {
          const scan = keys(`${text}\r`, pace).map((key, i) => (i === at ? { ...key, gap: pause } : key));
          const { page, codes } = play(scan);
          expect(page, `${text} with a pause at ${at}, ${pace} ms a key`).not.toContain('<Enter>');
          expect([[], [text]]).toContainEqual(codes);
        }
  },
);

test('a scan right after typing is a scan', () => {
  expect(play([...keys('abc', 90), press('S', 600), ...keys('N123\r', 5)])).toEqual({
    page: 'abc',
    codes: ['SN123'],
    faults: [],
  });
});

test('a burst without a suffix is typing and says so, or a scan where that is set', () => {
  expect(play(keys('SN12345', 5))).toEqual({ page: 'SN12345', codes: [], faults: ['no-suffix:SN12345'] });
  expect(play([...keys('SN12345', 5), press('x', 500)], { accept_without_suffix: true })).toEqual({
    page: 'x',
    codes: ['SN12345'],
    faults: [],
  });
});

test('Tab ends a code as Enter does, and a second suffix is swallowed with it', () => {
  expect(play([...keys('SN1', 5), press('Tab', 5)]).codes).toEqual(['SN1']);
  expect(play([...keys('SN1\r', 5), press('Enter', 5)])).toEqual({ page: '', codes: ['SN1'], faults: [] });
  expect(play([...keys('SN1\r', 5), press('j', 5, { ctrl: true })])).toEqual({ page: '', codes: ['SN1'], faults: [] });
  expect(play([...keys('SN1\r', 5), press('Enter', 300)]).page).toBe('<Enter>');
});

test('a prefix is taken off; without it the code is one too', () => {
  expect(play(keys('~SN1\r', 5), { prefix: '~' }).codes).toEqual(['SN1']);
  expect(play(keys('SN1\r', 5), { prefix: '~' }).codes).toEqual(['SN1']);
  expect(play([press('b', 5, { ctrl: true }), ...keys('SN1\r', 5)], { prefix: '\u0002' }).codes).toEqual(['SN1']);
});

test('two quick keys and Enter are fingers, not a scanner', () => {
  expect(play(keys('ok\r', 20))).toEqual({ page: 'ok<Enter>', codes: [], faults: [] });
});

test('an input method and AltGr are a person’s', () => {
  expect(play([press('Process', 5, { composing: true }), press('a', 5, { composing: true })]).page).toBe('<Process>a');
  expect(play([press('@', 100, { ctrl: true, alt: true, alt_graph: true })]).page).toBe('@');
});

test('Backspace and arrows come after what was typed before them', () => {
  expect(play([press('a', 100), press('Backspace', 20), press('b', 100), press('ArrowLeft', 10)]).page).toBe(
    'a<Backspace>b<ArrowLeft>',
  );
});

test('Caps Lock is reported with the code', () => {
  const detector = new WedgeDetector();
  const key = {
    repeat: false,
    ctrl: false,
    alt: false,
    meta: false,
    alt_graph: false,
    caps_lock: true,
    composing: false,
    in_field: true,
  };
  for (const [index, character] of Array.from('sn1').entries()) detector.press({ ...key, key: character, time: index });
  expect(detector.press({ ...key, key: 'Enter', time: 4 }).code).toEqual({
    text: 'sn1',
    time: 2,
    without_suffix: false,
    caps_lock: true,
  });
});

test('whatever is typed at a person’s speed, every character arrives, in order', () => {
  const human = fc.array(fc.tuple(fc.constantFrom(...Array.from('abcXYZ019 -]')), fc.integer({ min: 80, max: 400 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(human, (typed) => {
      const presses = typed.map(([key, gap]) => press(key, gap));
      expect(play(presses)).toEqual({ page: typed.map(([key]) => key).join(''), codes: [], faults: [] });
    }),
  );
});

test('whatever is scanned between typing, nothing of it reaches the page and nothing of the typing is lost', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ABC0123-')), minLength: 3, maxLength: 30 });
  const scanned = fc.tuple(text, fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 31, maxLength: 31 }));
  const part = fc.oneof(
    scanned.map((scan) => ({ scan })),
    fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 5 }).map((typed) => ({ typed })),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const presses = parts.flatMap((one): Press[] => {
        if ('typed' in one) return keys(one.typed, 90);
        const [code, gaps] = one.scan;
        return [...Array.from(code), 'Enter'].map((key, index) => press(key, index === 0 ? 600 : (gaps[index] ?? 1)));
      });
      expect(play(presses)).toEqual({
        page: parts.map((one) => ('typed' in one ? one.typed : '')).join(''),
        codes: parts.flatMap((one) => ('scan' in one ? [one.scan[0]] : [])),
        faults: [],
      });
    }),
  );
});

test('wedge.broken: a code that stops short is not taken for a whole one once the scanner is known to send a suffix', () => {
  const torn = [
    ...keys('SN-00012345\r', 4),
    ...keys('SN-0', 4).map((key, i) => (i === 0 ? { ...key, gap: 900 } : key)),
    ...keys('0067\r', 4).map((key, i) => (i === 0 ? { ...key, gap: 120 } : key)),
  ];
  const outcome = play(torn, { accept_without_suffix: true });
  expect(outcome.codes).toEqual(['SN-00012345']);
  expect(outcome.faults).toEqual(['broken:SN-0', 'broken:SN-00067']);
  expect(outcome.page).toBe('');
});

test('wedge.no-suffix: a scanner that never sent a suffix submits by itself after the silence', () => {
  expect(play(keys('SN-00012345', 4), { accept_without_suffix: true }).codes).toEqual(['SN-00012345']);
});

test.each([
  [40, ''],
  [150, ''],
  [160, 'SN-00012345'],
  [190, 'SN-00012345'],
])('wedge.broken: a scan of %d ms a key where nobody types is refused, and its Enter presses nothing', (gap, page) => {
  const outcome = play(nowhere([...keys('SN-00012345\r', gap), press('j', 5, { ctrl: true })]));
  expect(outcome).toEqual({ page, codes: [], faults: ['broken:SN-00012345'] });
});

test('where nobody types, a scan whose keys a busy computer spreads out is still whole', () => {
  const first = [press('S', 500), press('N', 5), press('-', 5), press('0', 140), ...keys('0012345\r', 5)];
  expect(play(nowhere(first))).toEqual({ page: '', codes: ['SN-00012345'], faults: [] });
  expect(play(first).faults).toEqual(['broken:SN-00012345']);
});

test('wedge.broken: behind its first key nobody can tell a spread scan from a key that was typed before it', () => {
  const first = [press('S', 500), press('N', 140), ...keys('-00012345\r', 5)];
  expect(play(nowhere(first))).toEqual({ page: '', codes: [], faults: ['broken:SN-00012345'] });
  const named = [press(']', 500), press('C', 140), ...keys('0SN-00012345\r', 5)];
  expect(play(nowhere(named)).codes).toEqual([']C0SN-00012345']);
});

test('wedge.broken: the Enter of a scan may come late where nobody types', () => {
  const slow = nowhere(keys('SN1', 60));
  expect(play([...slow, ...nowhere([press('Enter', 900)])])).toEqual({
    page: 'SN1',
    codes: [],
    faults: ['broken:SN1'],
  });
  expect(play([...slow, ...nowhere([press('Enter', 1100)])])).toEqual({ page: 'SN1<Enter>', codes: [], faults: [] });
});

test('wedge.broken: a burst refused for want of a suffix takes its late Enter with it, wherever the focus is', () => {
  const first = keys('SN-00012345\r', 4);
  const torn = keys('SN-00067', 4).map((key, i) => (i === 0 ? { ...key, gap: 900 } : key));
  const outcome = play([...first, ...torn, press('Enter', 600), press('Enter', 300)]);
  expect(outcome).toEqual({ page: '<Enter>', codes: ['SN-00012345'], faults: ['broken:SN-00067'] });
  expect(play([...first, ...torn, press('x', 300), press('Enter', 100)]).page).toBe('x<Enter>');
  expect(play([...first, ...torn, press('Enter', 1100)]).page).toBe('<Enter>');
});

test('where nobody types, single keys are a person’s, and so is the Enter behind them', () => {
  expect(play(nowhere([press('1', 500), press('Enter', 90)])).page).toBe('1<Enter>');
  expect(play(nowhere([press('1', 500), press('2', 120), press('Enter', 90)])).page).toBe('12<Enter>');
  expect(play(nowhere([...keys('123', 250), press('Enter', 250)])).page).toBe('123<Enter>');
  expect(play(nowhere([press('Enter', 500), press('Enter', 90)])).page).toBe('<Enter><Enter>');
});

test('a word typed in a field does not take the Enter on the button beside it', () => {
  const [tab, enter] = [press('Tab', 120), press('Enter', 150, { in_field: false })];
  expect(play([...keys('120', 90), tab, enter])).toEqual({ page: '120<Tab><Enter>', codes: [], faults: [] });
});

test.each([true, false])(
  'wedge.broken: the rest of a torn code is refused with it, and leaks nothing (in a field: %s)',
  (in_field) => {
    const at = (presses: readonly Press[]): Press[] => presses.map((one) => ({ ...one, in_field }));
    const first = at(keys('SN-00012345\r', 4));
    const torn = (rest: string): Press[] => [
      ...first,
      ...at(keys('SN-00', 4).map((key, i) => (i === 0 ? { ...key, gap: 900 } : key))),
      ...at(keys(`${rest}\r`, 4).map((key, i) => (i === 0 ? { ...key, gap: 450 } : key))),
    ];
    const codes = ['SN-00012345'];
    expect(play(torn('067'))).toEqual({ page: '', codes, faults: ['broken:SN-00', 'broken:SN-00067'] });
    expect(play(torn('7'))).toEqual({ page: '', codes, faults: ['broken:SN-00', 'broken:SN-007'] });
    // scanned again after the refusal was heard
    const again = at(keys('SN-00067\r', 4).map((key, i) => (i === 0 ? { ...key, gap: 700 } : key)));
    expect(play([...torn('067'), ...again]).codes).toEqual([...codes, 'SN-00067']);
  },
);

test.each([2, 300, 450])(
  'wedge.broken: a field keeps the beginning of a code torn by %d ms, the scan is refused',
  (hole) => {
    const torn = [...keys(']C', 2), ...keys('0SN 0026\r', 2).map((key, i) => (i === 0 ? { ...key, gap: hole } : key))];
    const whole = { page: '', codes: [']C0SN 0026'], faults: [] };
    expect(play(torn)).toEqual(hole === 2 ? whole : { page: ']C', codes: [], faults: ['broken:]C0SN 0026'] });
  },
);

test('Enter behind typing ends it: a scan soon after that is one', () => {
  const scan = keys('SN123\r', 5).map((key, i) => (i === 0 ? { ...key, gap: 250 } : key));
  expect(play([...keys('abc\r', 90), ...scan])).toEqual({ page: 'abc<Enter>', codes: ['SN123'], faults: [] });
});

test('wherever one hole tears a scan of six characters or more, where nobody types no part of it is a code', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ABC0123-')), minLength: 6, maxLength: 15 });
  const hole = fc.tuple(text, fc.nat({ max: 15 }), fc.integer({ min: 0, max: 499 }));
  fc.assert(
    fc.property(hole, ([code, where, ms]) => {
      const gap = (i: number): number => (i === 0 ? 1500 : i === 1 + (where % code.length) ? ms : 4);
      const torn = keys(`${code}\r`, 4).map((key, i) => ({ ...key, gap: gap(i) }));
      const { page, codes, faults } = play(nowhere([...keys('SN-00012345\r', 4), ...torn]));
      expect(page).not.toContain('<Enter>');
      expect(codes.slice(1)).toEqual(faults.length === 0 ? [code] : []);
    }),
  );
});

test('wherever a scan is torn and however slow its keys, where nobody types no code is cut short and no Enter reaches the page', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ABC0123-')), minLength: 3, maxLength: 20 });
  const gaps = fc.array(fc.integer({ min: 0, max: 199 }), { minLength: 21, maxLength: 21 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, gaps), { maxLength: 5 }), (scans) => {
      const presses = scans.flatMap(([code, times]) =>
        keys(`${code}\r`, 0).map((key, i) => ({ ...key, gap: i === 0 ? 1500 : (times[i] ?? 0) })),
      );
      const { page, codes, faults } = play(nowhere(presses));
      expect(page).not.toContain('<Enter>');
      expect(scans.map(([code]) => code)).toEqual(expect.arrayContaining(codes));
      expect(codes.length + faults.length).toBeGreaterThanOrEqual(scans.length);
    }),
  );
});
