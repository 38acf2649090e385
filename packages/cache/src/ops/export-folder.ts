import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Sqlite } from '../sqlite.ts';
import { eventLog } from './event-log.ts';
import { exportOutbox, type ExportedOutbox, type ExportOptions } from './export-outbox.ts';
import { identityStore } from './identity-store.ts';
import { lockFolder } from './lock-folder.ts';
import { openOps } from './open-ops.ts';
import { explainOpsError, OpsError } from './ops-error.ts';
import { retention } from './retention.ts';
import { stationKeys } from './station-keys.ts';

/**
 * Exports the outbox of a data folder that no host uses. Needs ops.db alone: neither the cache nor the overlay is touched, no chain begins.
 *
 * @throws OpsError `ops.in-use`, `ops.wrong-file` (no ops.db in it, or another's), `ops.corrupt`, …
 */
export function exportFolder(dir: string, options: Omit<ExportOptions, 'station_id'>): ExportedOutbox[] {
  const path = join(dir, 'ops.db');
  if (!existsSync(path)) throw new OpsError('ops.wrong-file', { path });
  const lock = lockFolder(dir);
  let db: Sqlite | null = null;
  try {
    ({ db } = openOps(path));
    const keys = stationKeys(db);
    const identity = identityStore(db).read();
    if (identity !== null) keys.ensure(identity, options.now);
    const station_id = identity?.station_id ?? null;
    return exportOutbox(eventLog(db), keys, retention(db), { ...options, station_id });
  } catch (error) {
    throw explainOpsError(error, path);
  } finally {
    db?.close();
    lock.release();
  }
}
