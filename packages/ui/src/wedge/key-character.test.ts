import { expect, test } from 'vitest';
import { nowhere, play, press, type Press } from './play-keys.ts';

const GS = '\u001D';
const RS = '\u001E';
const EOT = '\u0004';
type Key = Omit<Press, 'gap'>;

const alt = (digits: string): Key[] => [
  { key: 'Alt', code: 'AltLeft', alt: true },
  ...Array.from(digits, (digit, at): Key => {
    const last = at + 1 === digits.length;
    return { key: digit, code: `Numpad${digit}`, alt: true, ...(last ? { up: 'Alt' } : {}) };
  }),
];
const ctrl = (key: string, code: string): Key[] => [
  { key: 'Control', code: 'ControlLeft', ctrl: true },
  { key, code, ctrl: true },
];
const scan = (parts: readonly (string | readonly Key[])[], gap: number): Press[] =>
  parts
    .flatMap((part): readonly Key[] => (typeof part === 'string' ? Array.from(part, (key) => ({ key })) : part))
    .map((key, at) => ({ ...key, gap: at === 0 ? 900 : gap }));

const ways: readonly (readonly [string, readonly Key[]])[] = [
  ['Ctrl+] on a US keyboard', ctrl(']', 'BracketRight')],
  ['Ctrl+] on a German keyboard', ctrl('+', 'BracketRight')],
  ['Ctrl+] on a French keyboard', ctrl('$', 'BracketRight')],
  ['Ctrl+] on a Brazilian keyboard', ctrl('[', 'BracketRight')],
  ['Ctrl+] on a Swedish keyboard, a dead key', [{ key: 'Dead', code: 'BracketRight', ctrl: true, composing: true }]],
  ['Ctrl+] on a Russian keyboard', ctrl('ъ', 'BracketRight')],
  ['Ctrl+] where another key has it', ctrl(']', 'Backslash')],
  ['the control character itself', [{ key: GS, code: 'BracketRight' }]],
  ['the control character with Ctrl', ctrl(GS, 'BracketRight')],
  ['Alt+029', alt('029')],
  ['Alt+0029', alt('0029')],
  [
    'Alt+0029 with Num Lock off',
    [
      { key: 'Alt' },
      ...['Insert', 'Insert', 'ArrowDown', 'PageUp'].map((key, at) => ({
        key,
        code: `Numpad${'0029'.charAt(at)}`,
        alt: true,
      })),
    ],
  ],
  ['the key that is set for it', [{ key: 'F9', code: 'F9' }]],
];

test.each(ways)('GS comes as %s, inside a code and in front of it, at any speed', (_way, gs) => {
  for (const gap of [0, 2, 10, 20])
    for (const place of [(keys: Press[]) => keys, nowhere]) {
      const options = { gs_key: 'F9' };
      const inside = scan(['0109501101530003', '21SN1', gs, '10LOT', [{ key: 'Enter' }]], gap);
      expect(play(place(inside), options)).toEqual({
        page: expect.any(String),
        codes: [`010950110153000321SN1${GS}10LOT`],
        faults: [],
      });
      const front = scan([gs, '21SN0001', [{ key: 'Enter' }]], gap);
      expect(play(place(front), options).codes).toEqual([`${GS}21SN0001`]);
      const second = scan(['2', gs, '1SN0001', [{ key: 'Enter' }]], gap);
      expect(play(place(second), options).codes).toEqual([`2${GS}1SN0001`]);
    }
});

const label = `[)>${RS}06${GS}1P4711-2${GS}SSN0001${GS}Q1${RS}${EOT}`;
test.each([
  [
    'US',
    [
      ['^', 'Digit6'],
      [']', 'BracketRight'],
      ['d', 'KeyD'],
    ],
  ],
  [
    'US, without Shift',
    [
      ['6', 'Digit6'],
      [']', 'BracketRight'],
      ['d', 'KeyD'],
    ],
  ],
  [
    'German',
    [
      ['&', 'Digit6'],
      ['+', 'BracketRight'],
      ['d', 'KeyD'],
    ],
  ],
  [
    'Russian',
    [
      [':', 'Digit6'],
      ['ъ', 'BracketRight'],
      ['в', 'KeyD'],
    ],
  ],
] as const)('the separators of an ISO 15434 label come whole from a %s keyboard', (_layout, [rs, gs, eot]) => {
  const sent = { [RS]: rs, [GS]: gs, [EOT]: eot } as Readonly<Record<string, readonly [string, string]>>;
  const parts = Array.from(label, (character) => {
    const key = sent[character];
    return key === undefined ? character : ctrl(...key);
  });
  for (const gap of [0, 5, 20]) expect(play(scan([...parts, [{ key: 'Enter' }]], gap)).codes).toEqual([label]);
});

const inAlt = (text: string): Key[] =>
  Array.from(text).flatMap((one) => alt(String(one.codePointAt(0)).padStart(3, '0')));

test('a scanner that sends Alt codes is read whole: letters, digits, separators and Enter', () => {
  for (const gap of [0, 3, 20])
    for (const place of [(keys: Press[]) => keys, nowhere]) {
      expect(play(place(scan([inAlt(`${label}\r`)], gap))).codes).toEqual([label]);
      expect(play(place(scan([inAlt('SN-0001\r\n')], gap)))).toMatchObject({ codes: ['SN-0001'], faults: [] });
      expect(play(place(scan([inAlt('SN-0001\rSN-0002\r')], gap))).codes).toEqual(['SN-0001', 'SN-0002']);
    }
});

test.each([
  ['065', 'A'],
  ['0228', 'ä'],
  ['132', 'ä'],
  ['0128', '€'],
  ['225', 'ß'],
  ['0029', GS],
])('Alt+%s is %s', (digits, character) => {
  expect(play(scan(['SN1', alt(digits), '234', [{ key: 'Enter' }]], 4)).codes).toEqual([`SN1${character}234`]);
});

test.each(['2', '29', '0999', '00029', '000'])('wedge.broken: Alt+%s is no character, and breaks a scan', (digits) => {
  expect(play(scan(['SN1', alt(digits), '234', [{ key: 'Enter' }]], 4))).toMatchObject({
    codes: [],
    faults: ['broken:SN1234'],
  });
});

test('the key that is set for GS is a shortcut when a person presses it', () => {
  const outcome = play(nowhere([press('F8', 300), press('F8', 200)]), { gs_key: 'F8' });
  expect(outcome).toEqual({ page: '<F8><F8>', codes: [], faults: [] });
});
