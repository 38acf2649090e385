import type { Column } from '@serialbridge/core/model';
import type { SqlValue } from '../read-handle.ts';
import { RowError } from '../tables/entity-columns.ts';

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Takes the backslash escapes of PostgreSQL's COPY text format off a field. */
export function unescapeCopy(field: string): string {
  return field.replaceAll(/\\(.)/gsu, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/** Puts them on; null is `\N`. The way back, for tests and for whoever makes chunks. */
export function escapeCopy(value: string | null): string {
  if (value === null) return '\\N';
  return value.replaceAll(/[\\\b\f\n\r\t\v]/gu, (letter) => {
    const name = Object.entries(ESCAPES).find(([, escaped]) => escaped === letter)?.[0];
    return `\\${name ?? letter}`;
  });
}

type FieldReader = (field: string) => SqlValue;

const readText: FieldReader = (field) => (field === '\\N' ? null : field.includes('\\') ? unescapeCopy(field) : field);

/** Numbers stay text here: the column's affinity turns them into numbers in SQLite, faster than we could. */
function readerOf(column: Column): FieldReader {
  if (column.type !== 'boolean') return readText;
  return (field) => {
    if (field === 't') return 1;
    if (field === 'f') return 0;
    if (field === '\\N') return null;
    throw new RowError(`column ${column.name} is ${JSON.stringify(field)}, not t or f`);
  };
}

export interface CopyTextReader {
  /** The next line's values in the order of the entity's own columns, or null at the end. */
  next(): SqlValue[] | null;
}

/**
 * Reads COPY text (tab-separated, `\N` null, booleans t/f, json as text). `given` names the fields in their order; a column that we know and
 * that is not given is null, one that we don't know is passed over: central may be newer or older.
 */
export function readCopyText(text: string, columns: readonly Column[], given: readonly string[]): CopyTextReader {
  const places = columns.map((column) => ({ from: given.indexOf(column.name), read: readerOf(column) }));
  let at = 0;
  return {
    next: () => {
      if (at >= text.length) return null;
      let end = text.indexOf('\n', at);
      if (end === -1) end = text.length;
      const fields = text.slice(at, end).split('\t');
      at = end + 1;
      if (fields.length !== given.length) throw new RowError(`a line has ${fields.length} fields, not ${given.length}`);
      return places.map(({ from, read }) => {
        const field = fields[from];
        return field === undefined ? null : read(field);
      });
    },
  };
}
