import { describe, expect, it } from 'vitest';
import { daysUntil } from './days-until.ts';

describe('days until an order must leave', () => {
  const day = Date.UTC(2026, 10, 24);
  it.each([
    ['late on the evening before', new Date(2026, 10, 23, 23, 59), 1],
    ['in the first minute of the day', new Date(2026, 10, 24, 0, 1), 0],
    ['in the last minute of the day', new Date(2026, 10, 24, 23, 59), 0],
    ['on the day after', new Date(2026, 10, 25, 0, 1), -1],
  ])('%s, wherever the station stands', (_when, now, days) => {
    expect(daysUntil(day, now)).toBe(days);
  });
});
