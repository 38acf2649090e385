import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { LabelError } from './label-error.ts';
import { labelSvg } from './label-svg.ts';
import { boxLabel, labelTemplatesFor, readLabelTemplates, testLabel, unitLabel } from './label-templates.ts';
import { labelZpl } from './label-zpl.ts';
import { layOut } from './lay-out.ts';
import { code128Bars, dataMatrix } from './matrix-symbol.ts';

const unit = {
  product_name: 'Cordless impact driver <18 V> & two batteries',
  sku: 'TOOL-IMP-18V-2B',
  serial: 'SN-2026-0004711',
  gtin: '09506000134352',
  lot: 'L2608',
  expires_on: '2031-08-31',
  received_on: '2026-11-25',
  warehouse: 'Hamburg',
  bin: 'A-04-12',
};
const box = {
  order_no: 'SO-2026-118842',
  box_no: '1',
  box_count: '3',
  customer: 'Müller & Söhne GmbH',
  address: 'Industriestraße 44, 20457 Hamburg',
  warehouse: 'Hamburg',
  packed_on: '2026-11-25',
  units: '12',
  weight: '8.450 kg',
  sscc: '395060001343520018',
};
const options = { dots_per_mm: 8, year: 2026 };
function faultsOf(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return (error as LabelError).findings;
  }
  return null;
}
const zplOf = (label: Parameters<typeof layOut>[0]): string => labelZpl(layOut(label, options));

test.each([
  ['203 dpi, 57 x 32', 8, undefined],
  ['300 dpi, 57 x 32', 12, undefined],
  ['203 dpi, 100 x 150', 8, { width_mm: 100, height_mm: 150 }],
  ['203 dpi, 76 x 51', 8, { width_mm: 76, height_mm: 51 }],
])('label templates: every one fits at %s', (_, dotsPerMm, size) => {
  const at = { dots_per_mm: dotsPerMm, year: 2026 };
  const placed = [
    layOut(unitLabel(unit, size), at),
    layOut(testLabel({ printer: 'Dock 2', printed_at: '2026-11-25 16:30' }, size), at),
    layOut(boxLabel(box, size?.width_mm === 76 ? undefined : { width_mm: 100, height_mm: 150 }), at),
  ].map((label) => label.placed.length);
  expect(placed).toEqual([9, 7, 17]);
});

test('label templates: a new one is a new file and nothing else; a wrong one is refused by name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'labels-'));
  try {
    const known = join(import.meta.dirname, '../../../../resources/label-templates');
    for (const file of ['unit.json', 'box.json']) cpSync(join(known, file), join(folder, file));
    const own = JSON.parse(readFileSync(join(folder, 'unit.json'), 'utf8')) as object;
    writeFileSync(join(folder, 'small.json'), JSON.stringify({ ...own, template: 'small', width_mm: 40 }));
    const templates = readLabelTemplates(pathToFileURL(`${folder}/`));
    expect(labelTemplatesFor('unit', templates).map(({ template }) => template)).toEqual(['unit', 'small']);
    expect(labelTemplatesFor('box', templates).map(({ template }) => template)).toEqual(['box']);
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ ...own, for: 'shoes' }));
    expect(() => readLabelTemplates(pathToFileURL(`${folder}/`))).toThrow(/wrong\.json/u);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('unit label: what is not known is left out', () => {
  const zpl = zplOf(unitLabel({ ...unit, gtin: null, lot: '', received_on: null, warehouse: null, bin: null }));
  expect(zpl).not.toContain('^BX');
  expect(zpl.match(/\^A0N/gu)).toHaveLength(4);
  expect(zplOf(unitLabel({ ...unit, lot: null }))).toContain('_1010950600013435221SN-2026-0004711_117310831^FS');
});

test('unit label: a serial that is no AI 21 still gets its label, without the GS1 symbol', () => {
  expect(zplOf(unitLabel({ ...unit, serial: '4CE0460D0G-XYZ-998877665544' }))).not.toContain('_101');
});

test('label.field-missing: every field that is missing is named', () => {
  expect(faultsOf(() => boxLabel({ ...box, order_no: '', box_no: '' }))).toEqual([
    { code: 'label.field-missing', params: { field: 'order_no' } },
    { code: 'label.field-missing', params: { field: 'box_no' } },
  ]);
});

/** The rectangles of a path: x, y, width, height. */
const rects = (path = ''): number[][] =>
  Array.from(path.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/gu), (match) => match.slice(1).map(Number));

test('preview: one SVG in millimetres, its text escaped, its bars where the ZPL has them', () => {
  const label = layOut(unitLabel(unit), options);
  const svg = labelSvg(label);
  expect(svg).toMatch(/^<svg [^>]*width="57mm" height="32mm" viewBox="0 0 456 256"/u);
  expect(svg).toContain('&lt;18 V&gt; &amp;');
  expect(svg).not.toMatch(/<(?!\/?(?:svg|g|rect|text|path)\b)/u);
  expect(svg).not.toContain('href');

  // the rectangles of the bars, read back as widths
  const bars = label.placed.find((placed) => placed.type === 'bars');
  const paths = Array.from(svg.matchAll(/<path d="([^"]*)"/gu), (match) => match[1] ?? '');
  const drawn = rects(paths[1]);
  const widths = drawn.flatMap(([x = 0, , w = 0], index) => {
    const next = drawn[index + 1]?.[0];
    return next === undefined ? [w] : [w, next - x - w];
  });
  if (bars === undefined) throw new Error('no bars');
  expect(widths.map((width) => width / bars.module)).toEqual([...code128Bars(bars.codewords)]);

  // the modules of the DataMatrix
  const matrix = label.placed.find((placed) => placed.type === 'matrix');
  const area = rects(paths[0]).reduce((sum, [, , w = 0, h = 0]) => sum + w * h, 0);
  const dark = dataMatrix(matrix?.text ?? '')?.dark.filter(Boolean).length ?? 0;
  expect(area).toBe(dark * (matrix?.module ?? 0) ** 2);
});
