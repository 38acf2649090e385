import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { openReadHandle, type Handle } from '../../storage/sqlite/sqlite-handles.ts';

/** Pages copied before other work may run: 4 MiB. */
const PAGES_AT_ONCE = 1024;

export interface BackedUpHead {
  readonly tenant_id: string;
  readonly epoch: string;
  readonly version: number;
  readonly hash: string;
}

function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** One file without a log beside it, read from end to end. @throws Error if it is not whole */
function verify(path: string): BackedUpHead[] {
  const copy: Handle = new Database(path);
  try {
    copy.pragma('journal_mode = DELETE');
    const found = copy.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new Error(`the copy is damaged: ${String(found)}`);
    return copy
      .prepare<[], BackedUpHead>('SELECT tenant_id, epoch, version, hash FROM tenant_head ORDER BY tenant_id')
      .all();
  } finally {
    copy.close();
  }
}

/**
 * Copies central's SQLite database while central runs: one consistent state, in steps. The copy is opened, checked and synced to the disk before it
 * gets its name. A file that exists is never written over.
 * @returns what it holds of each tenant
 */
export async function backupSqlite(file: string, to: string): Promise<BackedUpHead[]> {
  if (existsSync(to)) throw new Error(`${to} is there already; a backup is never written over.`);
  const partial = `${to}.partial`;
  rmSync(partial, { force: true });
  const source = openReadHandle(file);
  try {
    // Held open, so that what others write meanwhile does not make the copy begin again and again.
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM tenant_head').get();
    await source.backup(partial, { progress: () => PAGES_AT_ONCE });
    source.exec('COMMIT');
    const heads = verify(partial);
    syncPath(partial);
    renameSync(partial, to);
    if (process.platform !== 'win32') syncPath(dirname(to));
    return heads;
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    source.close();
  }
}
