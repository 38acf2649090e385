import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../sqlite.ts';
import { explainOpsError, OpsError } from './ops-error.ts';

export interface FolderLock {
  release(): void;
}

/**
 * Takes the data folder for this process. The lock is an exclusive SQLite transaction on `lock.db`, that is a lock of the operating system:
 * it ends with the process however that dies, so a killed host never leaves a stale lock behind, as a file with a process id would. The id
 * beside it is only for the message.
 *
 * @throws OpsError `ops.in-use`, `ops.unwritable`
 */
export function lockFolder(dir: string): FolderLock {
  const path = join(dir, 'lock.db');
  const pidPath = join(dir, 'lock.pid');
  try {
    const db = openSqlite(path, { timeout: 0 });
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      db.close();
      throw error;
    }
    writeFileSync(pidPath, String(process.pid));
    return { release: () => db.close() };
  } catch (error) {
    const known = explainOpsError(error, dir);
    if (!(known instanceof OpsError) || known.id !== 'ops.locked') throw known;
    throw new OpsError('ops.in-use', { path: dir, pid: readPid(pidPath) }, error);
  }
}

function readPid(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '?';
  }
}
