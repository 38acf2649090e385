import { ENTITIES, type AnyRow } from '@serialbridge/core/model';
import { LOST_ENTITIES, type Cursor, type LostEntity } from '@serialbridge/protocol/sync';
import { readCopyState } from '../copy/copy-meta.ts';
import { removeCopy } from '../copy/remove-copy.ts';
import { openSqlite, type Sqlite } from '../sqlite.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';
import { lostFiles } from './lost-files.ts';

/** Rows looked at in one go: a few milliseconds, so that scans go on. */
const SLICE = 500;

export interface LostSlice {
  readonly as_of: Cursor;
  readonly records: readonly { readonly entity: LostEntity; readonly row: AnyRow }[];
}

export interface LostRecords {
  /** True if a cache of an earlier epoch is still to be compared. */
  pending(): boolean;
  /** What the next rows of it have and the present cache lacks or has otherwise; null: all was compared, and nothing is kept any more. */
  next(): LostSlice | null;
  /** Lets go of the files; the next call begins from the start. */
  close(): void;
}

interface Reading {
  readonly db: Sqlite;
  readonly path: string;
  readonly as_of: Cursor;
  entity: number;
  after: readonly unknown[] | null;
}

/** Columns as one value that can be compared. */
const list = (prefix: string, names: readonly string[]): string =>
  `(${names.map((name) => `${prefix}${quote(name)}`).join(', ')})`;

/** Compares caches of earlier epochs with the present one, slice by slice in the order of their keys. */
export function lostRecords(dir: string, copyPath: string): LostRecords {
  let reading: Reading | null = null;

  const close = (): void => {
    reading?.db.close();
    reading = null;
  };
  const drop = (path: string): void => {
    close();
    removeCopy(path);
  };

  const open = (path: string): Reading | null => {
    let db: Sqlite | null = null;
    try {
      db = openSqlite(path, { fileMustExist: true });
      const { cursor } = readCopyState(db);
      if (cursor === null) throw new Error('it was never filled');
      db.prepare('ATTACH DATABASE ? AS present').run(copyPath);
      return { db, path, as_of: cursor, entity: 0, after: null };
    } catch {
      // Damaged or of another shape: what it knew is lost with it.
      db?.close();
      removeCopy(path);
      return null;
    }
  };

  const slice = (from: Reading, entity: LostEntity): AnyRow[] => {
    const { columns } = codecOf(entity);
    const key: readonly string[] = ENTITIES[entity].key;
    const after = from.after === null ? '' : `WHERE ${list('', key)} > (${key.map(() => '?').join(', ')})`;
    const page = `SELECT * FROM main.${quote(entity)} ${after} ORDER BY ${key.map(quote).join(', ')} LIMIT ${SLICE}`;
    const names = columns.map(({ name }) => name);
    const given = from.after ?? [];
    const last = from.db
      .prepare<unknown[], Record<string, unknown>>(
        `SELECT * FROM (${page}) ORDER BY ${key.map((name) => `${quote(name)} DESC`).join(', ')} LIMIT 1`,
      )
      .get(...given);
    from.after = last === undefined ? null : key.map((name) => last[name]);
    if (last === undefined) return [];
    const decided = entity === 'case' ? ` AND was."state" = 'resolved'` : '';
    return from.db
      .prepare<unknown[], Record<string, unknown>>(
        `SELECT was.* FROM (${page}) AS was LEFT JOIN present.${quote(entity)} AS now ON ${list('was.', key)} = ${list('now.', key)}
         WHERE (now.${quote(key[0] ?? '')} IS NULL OR ${list('was.', names)} IS NOT ${list('now.', names)})${decided}`,
      )
      .all(...given)
      .map((row) => codecOf(entity).decode(row));
  };

  return {
    pending: () => reading !== null || lostFiles(dir).length > 0,
    next: () => {
      for (;;) {
        if (reading === null) {
          const [path] = lostFiles(dir);
          if (path === undefined) return null;
          reading = open(path);
          continue;
        }
        const from: Reading = reading;
        const entity = LOST_ENTITIES[from.entity];
        if (entity === undefined) {
          drop(from.path);
          continue;
        }
        let rows: AnyRow[];
        try {
          rows = slice(from, entity);
        } catch {
          drop(from.path);
          continue;
        }
        if (from.after === null) from.entity += 1;
        return { as_of: from.as_of, records: rows.map((row) => ({ entity, row })) };
      }
    },
    close,
  };
}
