import { describe, expect, test } from 'vitest';
import type { BenchLine } from './bench.ts';
import { formatGrowth, formatMs, formatTable } from './format-table.ts';
import { median, quantile } from '@serialbridge/testing/statistics';

const line: BenchLine = {
  work: 'scan → verdict',
  size: '10 units',
  floor_ms: 0.012,
  floor_what: 'p50',
  measured_ms: 0.048,
  measured_what: 'p99',
  goal: 'p99 ≤ 1 ms',
  met: true,
};

describe('statistics', () => {
  test('the nearest rank is a value that was measured', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.99, 1].map((part) => quantile(values, part))).toEqual([50, 99, 100]);
    expect(quantile([3, 1, 2], 0.99)).toBe(3);
    expect(quantile([], 0.5)).toBeNaN();
  });

  test('the median of an even number lies between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([9, 1, 5])).toBe(5);
    expect(median([])).toBeNaN();
  });
});

describe('table', () => {
  test('times take the unit that a person would', () => {
    expect([0.0123, 0.5, 1.234, 123.4, 2345].map(formatMs)).toEqual([
      '12.3 µs',
      '500 µs',
      '1.23 ms',
      '123 ms',
      '2.35 s',
    ]);
    expect(formatMs(Number.NaN)).toBe('–');
  });

  test('has a row for each line, cells of equal width, and the notes below', () => {
    const text = formatTable([line, { ...line, work: 'a|b', met: false, floor_ms: Number.NaN, notes: ['why'] }]);
    const [head, rule, first, second, blank, note] = text.split('\n');
    expect(new Set([head, rule, first, second].map((row) => row?.length)).size).toBe(1);
    expect(first).toMatch(
      /^\| scan → verdict +\| 10 units \| 12\.0 µs \(p50\) +\| 48\.0 µs \(p99\) \| 4\.00× \| p99 ≤ 1 ms \| yes +\|$/,
    );
    expect(second).toContain('a\\|b');
    expect(second).toMatch(/\| – +\| p99 ≤ 1 ms \| NO +\|$/);
    expect([blank, note]).toEqual(['', '- a|b: why']);
  });

  test('how a figure grows stands in one row, and where it was not taken a dash', () => {
    const bySize = new Map([
      [10_000, [line, { ...line, work: 'push' }]],
      [100_000, [{ ...line, measured_ms: 0.6 }]],
    ]);
    expect(formatGrowth(bySize).split('\n').slice(2)).toEqual([
      '| scan → verdict         | 48.0 µs, 4.00× | 600 µs, 50×  |',
      '| push                   | 48.0 µs, 4.00× | –            |',
    ]);
  });
});
