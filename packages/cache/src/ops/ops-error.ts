import { isDiskFull } from '../errors.ts';

/**
 * What can be wrong with the station's own files. The id is the error code and the translation key; `{…}` are its blanks.
 * None of these ever leads to a deletion: ops.db holds events that nobody else has.
 */
export const OPS_ERRORS = {
  'ops.disk-full': 'The disk is full, so nothing was recorded. Free some space on the disk that holds {path}.',
  'ops.unwritable': 'Nothing can be written to {path}: {reason}. Check the disk and the rights of this user.',
  'ops.locked': 'Another program holds {path}. Close it; nothing was recorded.',
  'ops.in-use': 'The data folder {path} is in use by another station host (process {pid}). Close that one first.',
  'ops.wrong-file':
    '{path} is not a station file of Serialbridge. Choose another data folder, or put the right file back.',
  'ops.corrupt':
    '{path} is damaged: {reason}. Keep the file, and call support: unsent events may still be read from it.',
  'ops.from-before':
    '{path} was written by a version from before the first release. This one cannot read it and leaves it as it is. Choose another data folder.',
  'ops.newer':
    '{path} was written by a newer version ({found}, this one knows {known}). Update this software; nothing is lost.',
  'ops.not-durable':
    '{path} does not keep commits safe from a power cut (synchronous is {found}, not FULL), so the station does not run.',
  'ops.event-invalid':
    'What was to be recorded ({type}) does not have its form: {reason}. Nothing was recorded. Call support; the log of this station has the details.',
  'ops.event-too-large':
    'An event of {bytes} bytes is larger than {limit}; nothing was recorded. Enter fewer units at once.',
} as const;
export type OpsErrorId = keyof typeof OPS_ERRORS;
export type OpsErrorParams = Readonly<Record<string, string | number>>;

export class OpsError extends Error {
  override readonly name = 'OpsError';
  readonly id: OpsErrorId;
  readonly params: OpsErrorParams;

  constructor(id: OpsErrorId, params: OpsErrorParams, cause?: unknown) {
    super(
      OPS_ERRORS[id].replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(params[name] ?? '?')),
      cause === undefined ? undefined : { cause },
    );
    this.id = id;
    this.params = params;
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** True for a failure after which nobody knows what is on the disk until the file is opened again. */
export function isSyncFailure(error: unknown): boolean {
  return ['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_DIR_FSYNC'].includes(codeOf(error));
}

/** Names what SQLite or the file system said about a file of the station; other errors come back as they are. */
export function explainOpsError(error: unknown, path: string): unknown {
  if (error instanceof OpsError) return error;
  const code = codeOf(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (isDiskFull(error)) return new OpsError('ops.disk-full', { path }, error);
  if (/^SQLITE_(?:BUSY|LOCKED)/u.test(code)) return new OpsError('ops.locked', { path }, error);
  if (code === 'SQLITE_NOTADB') return new OpsError('ops.wrong-file', { path }, error);
  if (code.startsWith('SQLITE_CORRUPT')) return new OpsError('ops.corrupt', { path, reason }, error);
  if (
    /^SQLITE_(?:IOERR|READONLY|CANTOPEN|PERM)/u.test(code) ||
    ['EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'EEXIST', 'EIO'].includes(code)
  ) {
    return new OpsError('ops.unwritable', { path, reason }, error);
  }
  return error;
}
