/** A row that central or a fold gave does not fit its entity. */
export class RowError extends Error {
  override readonly name = 'RowError';
}

/** The disk has no room for a fetched snapshot. The cache in use stays as it is. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull';
  readonly id = 'sync.disk-full';
}

const SQLITE_FULL = 13;

/** True if it, or what caused it, is that the disk has no room: said by better-sqlite3, Node's own SQLite or the file system. */
export function isDiskFull(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') return true;
  if (Reflect.get(error, 'errcode') === SQLITE_FULL) return true;
  return 'cause' in error && isDiskFull(error.cause);
}
