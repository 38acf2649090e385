import type { SystemCall } from './strace-log.ts';

/** Something that a client asked for and was told is done; seconds since 1970. */
export interface Told {
  readonly asked: number;
  readonly told: number;
}

const isWal = ({ name, file, result }: SystemCall): boolean =>
  (name === 'fdatasync' || name === 'fsync') && file.includes('/pg_wal/') && result === '0';
const isCommit = ({ name, text }: SystemCall): boolean => name === 'recvfrom' && /commit/iu.test(text);

/** The transaction that ends here said that it only reads: others' reads of the same moment have nothing to sync. */
function onlyReads(server: readonly SystemCall[], at: number): boolean {
  const connection = server[at]?.file;
  const before = server.slice(0, at + 1).filter(({ name, file }) => name === 'recvfrom' && file === connection);
  const begun = before.findLast(({ text }) => /start transaction/iu.test(text));
  return begun !== undefined && /read only|repeatable read/iu.test(begun.text);
}

/**
 * How often the write-ahead log was synced after the server had received the COMMIT and before the client was told: 0 means that the client was
 * told something that a power cut could have taken. `found`: the server received a COMMIT in that time at all.
 */
export function walSyncsBefore(
  server: readonly SystemCall[],
  { asked, told }: Told,
): { found: boolean; syncs: number } {
  const commit = server.findLast(
    (call, index) => isCommit(call) && call.began < told && call.ended > asked && !onlyReads(server, index),
  );
  if (commit === undefined) return { found: false, syncs: 0 };
  const syncs = server.filter((call) => isWal(call) && call.began >= commit.ended && call.ended <= told);
  return { found: true, syncs: syncs.length };
}

/** Every COMMIT of the server's own log, and when it began to send what came of it: by one clock, a client's is another. */
export function commitsToldIn(server: readonly SystemCall[]): readonly Told[] {
  return server.filter(isCommit).map((commit) => {
    const answer = server.find(
      ({ name, file, began }) => name === 'sendto' && file === commit.file && began >= commit.ended,
    );
    return { asked: commit.began, told: answer?.began ?? commit.began };
  });
}
