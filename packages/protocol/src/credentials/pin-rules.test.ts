import { expect, test } from 'vitest';
import { judgePin } from './pin-rules.ts';

const codes = (pin: string, is_trusted = false, code = 'ann'): string[] =>
  judgePin(pin, { is_trusted, code }).map((fault) => fault.code);

test.each([
  ['pin.digits', ['12a4', '4826137590123', '４８２６', '-482']],
  ['pin.short', ['', '482']],
  ['pin.same-digit', ['0000', '7777', '99999999']],
  ['pin.run', ['1234', '4321', '7890', '0987', '123456', '2468', '1357', '8642']],
  ['pin.pattern', ['1212', '1122', '1221', '2112', '123123', '482482', '112233', '482284']],
  ['pin.year', ['1984', '2026', '1900']],
  ['pin.path', ['2580', '0852', '147258', '963852']],
  ['pin.common', ['1004', '6969', '5683', '112358']],
])('%s', (code, pins) => {
  for (const pin of pins) expect(codes(pin), pin).toContain(code);
});

test('pin.own-code: neither the code nor the code with digits around it', () => {
  for (const pin of ['2481', '12481', '248']) expect(codes(pin, false, '2481'), pin).toContain('pin.own-code');
  expect(codes('4826', false, '48')).toEqual([]);
  expect(codes('4826', false, 'ann-2481')).toEqual([]);
});

test('pin.short: whoever may do more than work at a station has six digits', () => {
  expect(codes('4826', true)).toEqual(['pin.short']);
  expect(codes('48261', true)).toEqual(['pin.short']);
  expect(codes('482613', true)).toEqual([]);
  expect(judgePin('4826', { is_trusted: true, code: 'x' })[0]?.params).toEqual({ least: 6, most: 12 });
});

test('pin: all faults at once, and a good one has none', () => {
  expect(codes('111', true, '111')).toEqual(['pin.short', 'pin.same-digit', 'pin.own-code']);
  for (const pin of ['4826', '9071', '3085', '482613', '907315', '4826139075']) expect(codes(pin), pin).toEqual([]);
});

test('pin: the rules leave nine PINs in ten', () => {
  const left = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0')).filter(
    (pin) => codes(pin).length === 0,
  );
  expect(left.length).toBeGreaterThan(9_000);
});
