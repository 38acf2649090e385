import { expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { findLayout, readCell, readRows } from '@serialbridge/core/lists';
import { csvLine } from './csv.ts';

const EXCEL = { excel: true };

test('every cell is quoted and its quotes are doubled', () => {
  expect(csvLine(['a', 'b"c', null, 5, true, { text: '007' }])).toBe('"a","b""c","","5","yes","007"\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1+1', '＋1', '－1', '＠SUM(A1)', "'=1", "''-1"])(
  'a cell that would be a formula is text: %j',
  (text) => {
    expect(csvLine([text])).toBe(`"'${text}"\r\n`);
    expect(csvLine([{ text }])).toBe(`"'${text}"\r\n`);
  },
);

test.each(['0001', 'A"4', '=HYPERLINK("x")', '1E5', '2026-01-02', '00000000000000000005'])(
  'for a spreadsheet a serial is a text whose content our import reads back: %s',
  (text) => {
    const line = csvLine([{ text }], EXCEL);
    const cell = parse(line)[0]?.[0] ?? '';
    expect(cell).toMatch(/^="(?:[^"]|"")*"$/u);
    expect(readCell(cell)).toBe(text);
  },
);

test.each(['-A1', '+H123', '=5', '@x', '－A1', "'-A1", "''-A1", "'plain", '0007', '1E5'])(
  'what our plain export writes is read back unchanged: %s',
  (text) => {
    const cell = parse(csvLine([{ text }]))[0]?.[0] ?? '';
    expect(readCell(cell)).toBe(text);
  },
);

test('every text without white space at its ends comes back from both exports as it was', () => {
  const signs = fc.constantFrom("'", '=', '+', '-', '@', '＝', '＠', '"', 'A', '0', ' ', ',', '\t');
  const texts = fc.oneof(fc.string({ unit: signs, maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 20 }));
  fc.assert(
    fc.property(texts, fc.boolean(), (given, excel) => {
      const text = given.trim();
      const cell = parse(csvLine([{ text }], { excel }))[0]?.[0] ?? '';
      expect(readCell(cell)).toBe(text);
      // Only what a spreadsheet was asked to read as a text begins like a formula.
      expect(!excel && /^[=+\-@\t\r\n＝＋－＠]/u.test(cell)).toBe(false);
    }),
  );
});

test('the list reader says of a well-formed file what csv-parse says of it', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'Z', '7', ' ', '"', "'", ',', ';', '\n', 'é', '=', '-') });
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(table, fc.constantFrom(',', ';', '\t'), (cells, delimiter) => {
      const lines = [['x', 'y', 'z'], ...cells].map((row) =>
        row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter),
      );
      const text = lines.join('\r\n');
      const theirs = parse(text, { delimiter }).map((row) => row.map((one) => readCell(one)));
      const ours = [
        ...readRows(
          text,
          findLayout(text, (one) => ['x', 'y', 'z'].includes(one)),
        ),
      ].map((row) => row.cells);
      // Rows without a word are none.
      expect(ours).toEqual(theirs.filter((row) => row.some((one) => one !== '')));
    }),
    { numRuns: 500 },
  );
});
