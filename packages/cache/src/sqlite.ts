import Database from 'better-sqlite3';

/** What SQLite binds: booleans are 0 or 1, JSON columns are text. */
export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlParams = Readonly<Record<string, SqlValue>> | readonly SqlValue[];
export type SqlRow = Readonly<Record<string, SqlValue>>;

export type Sqlite = Database.Database;
/** A statement whose parameters and rows are plain SQLite values. */
export type Statement = Database.Statement<unknown[], SqlRow>;

/** The oldest SQLite without the WAL-reset bug, which can corrupt a database that is checkpointed while it is written. */
const OLDEST_SQLITE = [3, 51, 3] as const;

function atLeast(version: string, oldest: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of oldest.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** Opens a file with better-sqlite3. The Node check stands here as well as in the entry points: on Node 20 opening ends the process. */
export function openSqlite(path: string, options: Database.Options = {}): Sqlite {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    throw new Error(`The station's storage needs Node 24, this is ${process.versions.node}.`);
  }
  const db = new Database(path, options);
  const version = sqliteVersion(db);
  if (!atLeast(version, OLDEST_SQLITE)) {
    db.close();
    throw new Error(`The station's storage needs SQLite ${OLDEST_SQLITE.join('.')} or newer, this is ${version}.`);
  }
  return db;
}

export function sqliteVersion(db: Sqlite): string {
  return String(db.prepare<[], { v: string }>('SELECT sqlite_version() AS v').get()?.v);
}

/** Prepares each text once and keeps it; SQLite itself prepares again when a schema changed under it. */
export function keepStatements(db: Sqlite): (sql: string) => Statement {
  const kept = new Map<string, Statement>();
  return (sql) => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const made = db.prepare<unknown[], SqlRow>(sql);
    kept.set(sql, made);
    return made;
  };
}

/** A list of values is bound in order, an object by name. */
export function bindable(params: SqlParams | undefined): unknown[] {
  if (params === undefined) return [];
  return Array.isArray(params) ? [...params] : [params];
}
