import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { openSqlite, type Sqlite } from '../sqlite.ts';
import { OVERLAY_DROP, OVERLAY_SCHEMA_ID, OVERLAY_TABLES } from '../tables/entity-tables.ts';
import { OPS_MIGRATIONS } from './migrations.ts';
import { explainOpsError, OpsError } from './ops-error.ts';

/** `SBo1`: tells a station's file from any other SQLite database. */
const APPLICATION_ID = 0x53_42_6f_31;
/** `SBop`: a station's file from before the first release. This software does not read its tables and events. */
const ID_FROM_BEFORE = 0x53_42_6f_70;
/** Where SQLite keeps the application id in a file's first page. */
const APPLICATION_ID_AT = 68;
/** SQLite's write-ahead log: a head that says the size of a page, then frames, each a head that begins with its page's number, and the page. */
const LOG_HEAD = 32;
const LOG_PAGE_SIZE_AT = 8;
const LOG_FRAME_HEAD = 24;
const SMALLEST_PAGE = 512;
const FULL = 2;
const KNOWN = OPS_MIGRATIONS.at(-1)?.number ?? 0;

/** Sets what makes a commit outlive a power cut, and reads it back: a build or a wrapper may have its own defaults. */
function makeDurable(db: Sqlite, path: string): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  if (process.platform === 'darwin') {
    // On macOS fsync does not reach the disk's platter.
    db.pragma('fullfsync = 1');
    db.pragma('checkpoint_fullfsync = 1');
  }
  const journal = db.pragma('journal_mode', { simple: true });
  const synchronous = db.pragma('synchronous', { simple: true });
  if (journal !== 'wal')
    throw new OpsError('ops.not-durable', { path, found: `${String(synchronous)} with journal ${String(journal)}` });
  if (synchronous !== FULL) throw new OpsError('ops.not-durable', { path, found: String(synchronous) });
  if (process.platform === 'darwin' && db.pragma('fullfsync', { simple: true }) !== 1) {
    throw new OpsError('ops.not-durable', { path, found: 'without fullfsync' });
  }
}

/** Reads numbers out of a file without SQLite; 0 where there is none. */
function reading<T>(path: string, work: (numberAt: (position: number) => number) => T): T | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  try {
    return work((position) => {
      const bytes = Buffer.alloc(4);
      readSync(file, bytes, { position });
      return bytes.readUInt32BE();
    });
  } finally {
    closeSync(file);
  }
}

/** The id in the newest first page that a log holds, or 0. */
function idInLog(path: string): number {
  const found = reading(path, (numberAt) => {
    const page_size = numberAt(LOG_PAGE_SIZE_AT);
    // A log of zeros, as a power cut leaves it, has nothing to say.
    if (page_size < SMALLEST_PAGE) return 0;
    const step = LOG_FRAME_HEAD + page_size;
    const { size } = statSync(path);
    let id = 0;
    for (let at = LOG_HEAD; at + step <= size; at += step)
      if (numberAt(at) === 1) id = numberAt(at + LOG_FRAME_HEAD + APPLICATION_ID_AT);
    return id;
  });
  return found ?? 0;
}

/**
 * Looks at the bytes alone: SQLite may write into a file that it opens, or beside it. A host that was killed before its first checkpoint has
 * left all that it wrote in the log beside the file, the id too.
 */
function refuseFromBefore(path: string): void {
  const inFile = reading(path, (numberAt) => numberAt(APPLICATION_ID_AT)) ?? 0;
  const id = inFile === 0 ? idInLog(`${path}-wal`) : inFile;
  if (id === ID_FROM_BEFORE) throw new OpsError('ops.from-before', { path });
}

function refuseForeign(db: Sqlite, path: string): void {
  const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  const application = db.pragma('application_id', { simple: true });
  if (tables > 0 && application !== APPLICATION_ID) throw new OpsError('ops.wrong-file', { path });
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found > KNOWN) throw new OpsError('ops.newer', { path, found, known: KNOWN });
}

function migrate(db: Sqlite): void {
  const at = Number(db.pragma('user_version', { simple: true }));
  for (const { number, sql } of OPS_MIGRATIONS.filter((migration) => migration.number > at)) {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${number}`);
    }).immediate();
  }
}

/** Makes the overlay tables again when the model has changed. Their rows come back from the event log at every start. */
function layOverlay(db: Sqlite): void {
  const found = db.prepare<[], { value: string }>(`SELECT value FROM meta WHERE name = 'overlay_schema'`).get()?.value;
  if (found === OVERLAY_SCHEMA_ID) return;
  db.transaction(() => {
    db.exec(OVERLAY_DROP);
    db.exec(OVERLAY_TABLES);
    db.prepare(`INSERT OR REPLACE INTO meta VALUES ('overlay_schema', ?)`).run(OVERLAY_SCHEMA_ID);
  }).immediate();
}

/** The opened ops.db, for its parts. */
export interface OpsFile {
  readonly db: Sqlite;
  readonly path: string;
  /** As read back: 2 is FULL. */
  readonly synchronous: number;
  /** Tells whether this is still the file that the incarnation was begun on (see event-log.ts). */
  readonly file_id: string;
  /** Does work that writes; what goes wrong is thrown as OpsError. */
  readonly writing: <T>(work: () => T) => T;
}

/**
 * Opens ops.db, making it when there is none. Never deletes or replaces a file: one that is not ours, is damaged, or is older or newer than
 * this software knows is refused.
 *
 * @throws OpsError `ops.wrong-file`, `ops.from-before`, `ops.newer`, `ops.corrupt`, `ops.unwritable`, `ops.locked`, `ops.not-durable`, `ops.disk-full`
 */
export function openOps(path: string): OpsFile {
  let db: Sqlite | null = null;
  try {
    if (existsSync(path) && !statSync(path).isFile()) throw new OpsError('ops.wrong-file', { path });
    refuseFromBefore(path);
    db = openSqlite(path, { timeout: 2_000 });
    refuseForeign(db, path);
    makeDurable(db, path);
    // A checkpoint inside a scan's commit would cost several times the commit; the host makes them when it is idle.
    db.pragma('wal_autocheckpoint = 8000');
    migrate(db);
    layOverlay(db);
    const { ino, birthtimeMs } = statSync(path);
    return {
      db,
      path,
      synchronous: FULL,
      file_id: `${ino}:${Math.round(birthtimeMs)}`,
      writing: (work) => {
        try {
          return work();
        } catch (error) {
          throw explainOpsError(error, path);
        }
      },
    };
  } catch (error) {
    db?.close();
    throw explainOpsError(error, path);
  }
}
