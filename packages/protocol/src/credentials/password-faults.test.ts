import { expect, test } from 'vitest';
import { passwordFaults } from './password-faults.ts';

const MAYA = { code: '101', name: 'Maya Larsen' };

test.each([
  'correct horse battery',
  'harbour-lamp-seven',
  'zwölf blaue Kraniche',
  'Maya Larsen keeps eleven grey cats',
  'x7!Kq0~vTr2@pW',
])('a long password is taken, whatever it is made of: %s', (password) => {
  expect(passwordFaults(password, MAYA)).toEqual([]);
});

test('password.too-short: eleven characters are too few, twelve are enough; they are counted as people count them', () => {
  expect(passwordFaults('lamp harbor', MAYA)).toEqual(['password.too-short']);
  expect(passwordFaults('lamp harbour', MAYA)).toEqual([]);
  expect(passwordFaults('🐈🐕🐎🐖🐑🐐🦌🐇🦔🦇🐿', MAYA)).toEqual(['password.too-short']);
});

test('password.too-long: nobody makes central hash a book', () => {
  expect(passwordFaults('harbour-lamp '.repeat(30), MAYA)).toEqual(['password.too-long']);
});

test.each([
  'password1234',
  'Password2026!',
  'passwordpassword',
  'qwertyuiop12',
  '123456789012',
  'aaaaaaaaaaaaaaaa',
  'abcabcabcabc',
  'Welcome-2026',
  'iloveyou1234',
  'Warehouse2026!',
  'serialbridge',
])('password.common: what is guessed first is refused: %s', (password) => {
  expect(passwordFaults(password, MAYA)).toEqual(['password.common']);
});

test.each(['MayaLarsen123!', 'larsen-101-2026', 'maya.larsen.maya'])(
  'password.own-name: hardly more than the own name or code is refused: %s',
  (password) => {
    expect(passwordFaults(password, MAYA)).toContain('password.own-name');
  },
);

test('every fault is said at once', () => {
  expect(passwordFaults('maya1', MAYA)).toEqual(['password.too-short', 'password.common', 'password.own-name']);
});
