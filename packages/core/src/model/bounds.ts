/**
 * What numbers are kept within. A fact is never refused for a number that stands beside it (a forged clock, a version), and what is added up
 * stops at the end of its range: a row outside its schema would be a row that nobody can read any more.
 */

/** The most of anything that is counted. */
export const MOST_COUNT = 1_000_000_000;

/** The last instant that a date can show. */
export const LAST_INSTANT = 8.64e15;

function within(value: number, least: number, most: number): number {
  // Neither is nearer to an end of the range; nothing said is nothing counted.
  if (Number.isNaN(value)) return Math.max(0, least);
  return Math.min(most, Math.max(least, Math.trunc(value)));
}

/** The number as a count that a row can hold. */
export function boundedCount(value: number): number {
  return within(value, 0, MOST_COUNT);
}

/** The number as an instant that a date can show. */
export function boundedInstant(value: number): number {
  return within(value, 0, LAST_INSTANT);
}

/** The number as a whole one that every database and JSON give back as it is. */
export function boundedWhole(value: number): number {
  return within(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}
