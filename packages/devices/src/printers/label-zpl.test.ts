import { GS } from '@serialbridge/core/gs1';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LabelError } from './label-error.ts';
import { labelZpl, MOST_COPIES } from './label-zpl.ts';
import type { Label, LabelElement } from './label.ts';
import { layOut } from './lay-out.ts';

const options = { dots_per_mm: 8, year: 2026 };
const labelOf = (...elements: LabelElement[]): Label => ({ width_mm: 400, height_mm: 300, elements });
const zplOf = (...elements: LabelElement[]): string => labelZpl(layOut(labelOf(...elements), options));
const textOf = (text: string): LabelElement => ({
  type: 'text',
  name: 'text',
  x_mm: 1,
  y_mm: 1,
  text,
  size_mm: 3,
  min_size_mm: 0.25,
  width_mm: 390,
  lines: 1,
});
const barsOf = (text: string): LabelElement => ({
  type: 'code128',
  name: 'bars',
  x_mm: 0,
  y_mm: 9,
  data: { text },
  width_mm: 399,
  height_mm: 10,
  otherwise: 'refuse',
});
const matrixOf = (text: string, type: 'datamatrix' | 'qr' = 'datamatrix'): LabelElement => ({
  type,
  name: type,
  x_mm: 1,
  y_mm: 20,
  data: { text },
  size_mm: 100,
  otherwise: 'refuse',
});

/** An independent, plain reading of ^FH: bytes by hand, then UTF-8. */
function decodeHex(field: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < field.length; at += 1) {
    if (field[at] === '_') {
      bytes.push(Number.parseInt(field.slice(at + 1, at + 3), 16));
      at += 2;
    } else {
      bytes.push(field.charCodeAt(at));
    }
  }
  return Buffer.from(bytes).toString('utf8');
}

/** An independent, plain reading of quality 200 data with `_` as its escape character. */
function decodeDataMatrix(data: string): string {
  let text = '';
  for (let at = 0; at < data.length; at += 1) {
    if (data[at] !== '_') text += data.charAt(at);
    else if (data[at + 1] === 'd') {
      text += String.fromCharCode(Number(data.slice(at + 2, at + 5)));
      at += 4;
    } else {
      text += data[at + 1] === '1' ? GS : data.charAt(at + 1);
      at += 1;
    }
  }
  return text;
}

/** The commands of a label, as a printer splits them: at every ^ and ~. */
const commandsOf = (zpl: string): string[] => zpl.split(/(?=[\^~])/u).map((command) => command.trimEnd());
const dataOf = (zpl: string): string[] => Array.from(zpl.matchAll(/\^FD([^^~]*)\^FS/gu), (match) => match[1] ?? '');

const printable = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text) && text.trim() !== '');
const nasty = fc.string({
  unit: fc.constantFrom(...Array.from('^~_\\>&XZFSDJA|é€𝄞漢5E7')),
  minLength: 1,
  maxLength: 30,
});
const ascii = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 30,
});

test('label: text of any kind reads back, and no text is anything but data', () => {
  const harmless = commandsOf(zplOf(textOf('x'))).map((command) => command.slice(0, 3));
  fc.assert(
    fc.property(fc.oneof(printable, nasty), (text) => {
      const zpl = zplOf(textOf(text));
      expect(dataOf(zpl).map(decodeHex)).toEqual([text]);
      expect(/[^\x20-\x7E\n]/u.test(zpl)).toBe(false);
      expect(commandsOf(zpl).map((command) => command.slice(0, 3))).toEqual(harmless);
    }),
    { numRuns: 3000 },
  );
});

test('label: data of bars and symbols reads back, and is nothing but data', () => {
  const harmless = commandsOf(zplOf(barsOf('x'), matrixOf('x'), matrixOf('x', 'qr'))).map((command) =>
    command.slice(0, 3),
  );
  fc.assert(
    fc.property(ascii, (text) => {
      const zpl = zplOf(barsOf(text), matrixOf(text), matrixOf(text, 'qr'));
      expect(commandsOf(zpl).map((command) => command.slice(0, 3))).toEqual(harmless);
      const [, matrix, qr] = dataOf(zpl);
      expect(decodeDataMatrix(matrix ?? '')).toBe(text);
      expect(decodeHex(qr ?? '')).toBe(`MA,${text}`);
    }),
    { numRuns: 200 },
  );
});

test('label: the whole of a small one, dot by dot', () => {
  const zpl = labelZpl(
    layOut(
      {
        width_mm: 57,
        height_mm: 32,
        elements: [
          {
            type: 'text',
            name: 'name',
            x_mm: 2,
            y_mm: 2,
            text: 'Säge 5_1',
            size_mm: 3,
            min_size_mm: 2,
            width_mm: 50,
            lines: 1,
          },
          { type: 'box', name: 'line', x_mm: 2, y_mm: 8, width_mm: 50, height_mm: 0, line_mm: 0.25 },
          {
            type: 'code128',
            name: 'serial',
            x_mm: 0,
            y_mm: 10,
            data: { text: 'SN-1' },
            width_mm: 57,
            height_mm: 8,
            otherwise: 'refuse',
          },
          {
            type: 'datamatrix',
            name: 'gs1',
            x_mm: 40,
            y_mm: 19,
            size_mm: 12,
            otherwise: 'refuse',
            data: {
              gs1: [
                { ai: '01', value: '09506000134352' },
                { ai: '21', value: 'A_1' },
                { ai: '10', value: 'L' },
              ],
            },
          },
        ],
      },
      options,
    ),
    3,
  );
  expect(zpl.split('\n')).toEqual([
    '^XA^CI28^LH0,0^PW456^LL256',
    '^FO16,16^A0N,24,0^FH^FDS_C3_A4ge 5_5F1^FS',
    '^FO16,64^GB400,2,2^FS',
    '^FO70,80^BY4^BCN,64,N,N,N,N^FH^FD>:SN-1^FS',
    '^FO332,164^BXN,4,200,,,,_^FD_1010950600013435221A__1_110L^FS',
    '^PQ3',
    '^XZ',
    '',
  ]);
});

const faultsOf = (make: () => unknown): unknown => {
  try {
    make();
  } catch (error) {
    return (error as LabelError).findings;
  }
  return null;
};

test('label: every fault is named at once', () => {
  expect(
    faultsOf(() =>
      zplOf(
        textOf('a\u0007'),
        textOf('  '),
        textOf('\uD800'),
        barsOf('Säge'),
        barsOf(''),
        matrixOf('x'.repeat(3000)),
        { ...matrixOf('x'), data: { gs1: [{ ai: '01', value: '09506000134353' }] } } as LabelElement,
        { ...textOf('much too long for this'), width_mm: 5, min_size_mm: 2 } as LabelElement,
        { ...textOf('below the edge'), y_mm: 299 },
      ),
    ),
  ).toEqual([
    { code: 'label.not-encodable', params: { element: 'text', character: 'U+0007' } },
    { code: 'label.empty', params: { element: 'text' } },
    { code: 'label.not-encodable', params: { element: 'text', character: 'U+D800' } },
    { code: 'label.not-encodable', params: { element: 'bars', character: 'ä (U+00E4)' } },
    { code: 'label.empty', params: { element: 'bars' } },
    { code: 'label.does-not-fit', params: { element: 'datamatrix', text: 'x'.repeat(3000) } },
    { code: 'label.gs1', params: { element: 'datamatrix', message: expect.stringContaining('check digit') } },
    { code: 'label.does-not-fit', params: { element: 'text', text: 'much too long for this' } },
    { code: 'label.does-not-fit', params: { element: 'text', text: 'below the edge' } },
  ]);
});

test('label: a separator hidden in a GS1 value is refused, not read as another element', () => {
  const hidden = { ...matrixOf('x'), data: { gs1: [{ ai: '21', value: `A${GS}10B` }] } } as LabelElement;
  expect(faultsOf(() => zplOf(hidden))).toMatchObject([{ code: 'label.gs1' }]);
});

test.each([0, -1, 1.5, MOST_COPIES + 1, Number.NaN])('label.copies: %d copies are refused', (copies) => {
  expect(faultsOf(() => labelZpl(layOut(labelOf(textOf('x')), options), copies))).toMatchObject([
    { code: 'label.copies' },
  ]);
});

const sizes = (text: string, lines: number): number[] =>
  layOut(
    labelOf({ ...textOf(text), width_mm: 30, size_mm: 4, min_size_mm: 2, lines } as LabelElement),
    options,
  ).placed.map((placed) => ('size' in placed ? placed.size : 0));

test('label.does-not-fit: text shrinks, then wraps, then is refused; bars become a DataMatrix where that is allowed', () => {
  expect(sizes('short', 1)).toEqual([32]);
  const [shrunk = 0] = sizes('a name of twenty-five', 1);
  expect(shrunk).toBeGreaterThanOrEqual(16);
  expect(shrunk).toBeLessThan(32);
  expect(sizes('a name of twenty-five', 2)).toEqual([32, 32]);
  expect(() => sizes('a name that is so very long that it does not fit', 1)).toThrow('does not fit');

  const narrow = { ...barsOf('SN-AB-CD-EF-GH-IJ'), width_mm: 30 } as LabelElement;
  expect(() => zplOf(narrow)).toThrow('does not fit');
  expect(zplOf({ ...narrow, otherwise: 'datamatrix' } as LabelElement)).toContain('^BXN');
});
