import { closeSync, openSync, readSync, statSync } from 'node:fs';
import Database, { type Statement } from 'better-sqlite3';

const MOST = 400;
const caches = new WeakMap<Handle, Map<string, Statement>>();

/** A prepared statement of this handle; preparing costs more than most of them take to run. */
export function prepared(handle: Handle, text: string): Statement {
  let cache = caches.get(handle);
  if (cache === undefined) {
    cache = new Map();
    caches.set(handle, cache);
  }
  let statement = cache.get(text);
  if (statement === undefined) {
    if (cache.size >= MOST) cache.clear();
    statement = handle.prepare(text);
    cache.set(text, statement);
  }
  return statement;
}

declare const writes: unique symbol;
export type Handle = Database.Database;
/** Cannot write: opened read-only. */
export type ReadHandle = Handle & { readonly [writes]?: false };
/** The one connection that writes, at synchronous=FULL. */
export type WriteHandle = Handle & { readonly [writes]?: true };

const CACHE_KIB = 64 * 1024;
const SYNCHRONOUS_FULL = 2;
/** SQLite runs in this thread, so that waiting inside it would stop everything; another process that writes is waited for outside. */
const BUSY_MS = 20;

function tune(handle: Handle): void {
  handle.pragma(`cache_size = -${CACHE_KIB}`);
  handle.pragma('temp_store = memory');
  handle.pragma('mmap_size = 268435456');
}

/** "SBC1": stands in the file's header, so that a file can be told apart before SQLite opens it. */
const APPLICATION_ID = 0x53424331;
/** Where SQLite keeps it: https://www.sqlite.org/fileformat.html#application_id */
const APPLICATION_ID_AT = 68;

/**
 * Refuses a file that is no database of this software since version 1. The header is read as bytes: SQLite would write to a file that it
 * opens (it turns the log on, or takes it over after a crash), and what is refused must stay as it is.
 */
function refuseForeign(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  const id = Buffer.alloc(4);
  const opened = openSync(file, 'r');
  readSync(opened, id, 0, id.length, APPLICATION_ID_AT);
  closeSync(opened);
  if (id.readUInt32BE() !== APPLICATION_ID)
    throw new Error(
      `${file} is of a version before 1 of this software, which cannot be read any more; start with another data folder. Nothing in this one was changed.`,
    );
}

/**
 * Opens (and on first use makes) the database for writing. Reads back what keeps an acknowledged event through a power cut and refuses
 * to go on without it: better-sqlite3 is compiled with synchronous=NORMAL in WAL mode, which loses the last commits.
 */
export function openWriteHandle(file: string): WriteHandle {
  refuseForeign(file);
  const handle = new Database(file, { timeout: BUSY_MS });
  // Before the log is turned on: then it stands in the file itself, even if the process ends in the middle of making it.
  if (handle.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    handle.pragma(`application_id = ${APPLICATION_ID}`);
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL');
  handle.pragma('fullfsync = ON');
  const mode: unknown = handle.pragma('journal_mode', { simple: true });
  const synchronous: unknown = handle.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || synchronous !== SYNCHRONOUS_FULL) {
    handle.close();
    throw new Error(
      `${file} runs with journal_mode=${String(mode)} and synchronous=${String(synchronous)}; WAL and FULL (2) are needed so that nothing acknowledged is lost.`,
    );
  }
  handle.pragma('wal_autocheckpoint = 4000');
  handle.pragma('journal_size_limit = 67108864');
  tune(handle);
  return handle;
}

export function openReadHandle(file: string): ReadHandle {
  const handle = new Database(file, { readonly: true, timeout: BUSY_MS });
  tune(handle);
  return handle;
}
