import type { Column } from '@serialbridge/core/model';
import type { SqlValue } from '../sqlite.ts';
import { RowError } from '../errors.ts';

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

/** An escape other than the null's. */
const ESCAPED = /\\[^N]/u;

function readBoolean(field: string, name: string): number {
  if (field === 't') return 1;
  if (field === 'f') return 0;
  throw new RowError(`column ${name} is ${JSON.stringify(field)}, not t or f`);
}

export interface CopyTextReader {
  /** The next line's values in the order of the entity's own columns, or null at the end. */
  next(): SqlValue[] | null;
}

/**
 * Reads COPY text (tab-separated, `\N` null, booleans t/f, json as text). `given` names the fields in their order; a column that we know and
 * that is not given is null, one that we don't know is passed over: central may be newer or older.
 */
export function readCopyText(
  text: string,
  columns: readonly Pick<Column, 'name' | 'type'>[],
  given: readonly string[],
): CopyTextReader {
  const places = columns.map(({ name, type }) => ({ name, from: given.indexOf(name), boolean: type === 'boolean' }));
  let at = 0;
  return {
    next: () => {
      if (at >= text.length) return null;
      let end = text.indexOf('\n', at);
      if (end === -1) end = text.length;
      const line = text.slice(at, end);
      at = end + 1;
      const fields = line.split('\t');
      if (fields.length !== given.length) throw new RowError(`a line has ${fields.length} fields, not ${given.length}`);
      const escaped = ESCAPED.test(line);
      // Numbers stay text: the column's affinity turns them into numbers in SQLite, faster than we could.
      return places.map(({ name, from, boolean }) => {
        const field = fields[from];
        if (field === undefined || field === '\\N') return null;
        if (boolean) return readBoolean(field, name);
        return escaped && field.includes('\\') ? unescapeCopy(field) : field;
      });
    },
  };
}
