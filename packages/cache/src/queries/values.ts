import type { SqlValue } from '../read-handle.ts';

/** Raw columns as plain values; a view over rows that were checked when they came in. */
export const text = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : String(value ?? ''));
export const textOrNull = (value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : text(value);
export const number = (value: SqlValue | undefined): number => Number(value ?? 0);
export const numberOrNull = (value: SqlValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
export const flag = (value: SqlValue | undefined): boolean => number(value) !== 0;

/** A list of texts as one parameter: `column IN (SELECT value FROM json_each(?))`. */
export const listParam = (values: Iterable<string>): string => JSON.stringify([...values]);

/** For LIKE … ESCAPE '\': the text itself, anywhere. */
export const anywhere = (words: string): string => `%${words.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
