import type { SystemCall } from './strace-log.ts';

/** Something that a client asked for and was told is done; seconds since 1970. */
export interface Told {
  readonly asked: number;
  readonly told: number;
}

const isWal = ({ name, file, result }: SystemCall): boolean =>
  (name === 'fdatasync' || name === 'fsync') && file.includes('/pg_wal/') && result === '0';
const isCommit = ({ name, text }: SystemCall): boolean => name === 'recvfrom' && /commit/iu.test(text);

/**
 * How often the write-ahead log was synced after the server had received the COMMIT and before the client was told: 0 means that the client was
 * told something that a power cut could have taken. `found`: the server received a COMMIT in that time at all.
 */
export function walSyncsBefore(
  server: readonly SystemCall[],
  { asked, told }: Told,
): { found: boolean; syncs: number } {
  const commit = server.findLast((call) => isCommit(call) && call.began < told && call.ended > asked);
  if (commit === undefined) return { found: false, syncs: 0 };
  const syncs = server.filter((call) => isWal(call) && call.began >= commit.ended && call.ended <= told);
  return { found: true, syncs: syncs.length };
}
