import { ENTITIES, LOST_ENTITIES, type AnyRow, type LostEntity } from '@serialbridge/core/model';
import type { Cursor } from '@serialbridge/protocol/sync';
import type { DiscardCache } from './discard-cache.ts';
import { readCacheState } from './open-cache.ts';
import { openSqlite, type Sqlite } from '../sqlite.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';
import { dropOldLost, lostFiles, markReported, markUnreadable, type LostFile } from './lost-files.ts';

/** Rows looked at in one go: a few milliseconds, so that scans go on. */
const SLICE = 500;

export interface LostSlice {
  readonly as_of: Cursor;
  readonly records: readonly { readonly entity: LostEntity; readonly row: AnyRow }[];
}

/** A cache of an earlier epoch that cannot be read: what it alone knew is not reported. The file is kept, and not read again. */
export class LostUnreadable extends Error {
  override readonly name = 'LostUnreadable';
}

export interface LostRecords {
  /** True if a cache of an earlier epoch is still to be compared and reported in the present epoch. */
  pending(): boolean;
  /**
   * The next rows that the present cache lacks or has otherwise; null: all was compared. @throws LostUnreadable for a file
   * that is damaged: the next call goes on with the next one. Whatever else it throws passes: the next call begins again.
   */
  next(): LostSlice | null;
  /** Closes the files; the next call begins from the start. */
  close(): void;
}

interface LostFolder {
  readonly dir: string;
  /** Of the present cache. */
  readonly cachePath: string;
  readonly discard: DiscardCache;
}

interface Reading {
  readonly db: Sqlite;
  readonly file: LostFile;
  readonly as_of: Cursor;
  /** The present cache's. */
  readonly epoch: string;
  entity: number;
  after: readonly unknown[] | null;
}

/** Damaged, no database, or other tables than are known. Rows that cannot be decoded throw what has no code. */
const OWN_FAULT = ['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_ERROR'];

/** True if it is this file's own fault and stays so: not one of the disk, nor of the present cache beside it. */
function isOwnFault(db: Sqlite | null, error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!('code' in error)) return true;
  const code = String(error.code);
  if (!OWN_FAULT.some((one) => code === one || code.startsWith(`${one}_`))) return false;
  if (db === null || !code.startsWith('SQLITE_CORRUPT')) return true;
  try {
    return db.pragma('main.quick_check(1)', { simple: true }) !== 'ok';
  } catch {
    return true;
  }
}

/** Columns as one value that can be compared. */
const list = (prefix: string, names: readonly string[]): string =>
  `(${names.map((name) => `${prefix}${quote(name)}`).join(', ')})`;

/**
 * Compares caches of earlier epochs with the present one, slice by slice in the order of their keys. @param presentEpoch of the cache at
 * `cachePath`; undefined: it was never filled
 */
export function lostRecords(
  { dir, cachePath, discard }: LostFolder,
  presentEpoch: () => string | undefined,
): LostRecords {
  let reading: Reading | null = null;

  const close = (): void => {
    reading?.db.close();
    reading = null;
  };
  const due = (): LostFile | undefined => {
    const epoch = presentEpoch();
    if (epoch === undefined) return undefined;
    return lostFiles(dir).find(({ reported_in, unreadable }) => !unreadable && reported_in !== epoch);
  };
  /** @throws LostUnreadable if it is the file's fault, else what was thrown */
  const failed = (db: Sqlite | null, file: LostFile, error: unknown): never => {
    const isOwn = isOwnFault(db, error);
    db?.close();
    reading = null;
    if (!isOwn) throw error;
    markUnreadable(file);
    throw new LostUnreadable(`${file.path} cannot be read: ${String(error)}`, { cause: error });
  };

  const open = (file: LostFile): Reading => {
    const epoch = presentEpoch() ?? '';
    let db: Sqlite | null = null;
    try {
      db = openSqlite(file.path, { fileMustExist: true });
      const { cursor } = readCacheState(db);
      if (cursor === null) throw new Error('it does not say of which version it is');
      db.prepare('ATTACH DATABASE ? AS present').run(cachePath);
      return { db, file, as_of: cursor, epoch, entity: 0, after: null };
    } catch (error) {
      return failed(db, file, error);
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
    pending: () => reading !== null || due() !== undefined,
    next: () => {
      for (;;) {
        if (reading === null) {
          const file = due();
          if (file === undefined) {
            dropOldLost(dir, discard);
            return null;
          }
          reading = open(file);
        }
        const from: Reading = reading;
        const entity = LOST_ENTITIES[from.entity];
        if (entity === undefined) {
          close();
          markReported(from.file, from.epoch);
          continue;
        }
        let rows: AnyRow[];
        try {
          rows = slice(from, entity);
        } catch (error) {
          return failed(from.db, from.file, error);
        }
        if (from.after === null) from.entity += 1;
        return { as_of: from.as_of, records: rows.map((row) => ({ entity, row })) };
      }
    },
    close,
  };
}
