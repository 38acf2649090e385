import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import type { SnapshotChunk } from '@serialbridge/protocol';
import type { CopyChunk, CopyOut } from '../storage/store/store.ts';

const compress = promisify(zstdCompress);
/** Level 1 keeps up with the database on one core; higher levels save a fifth of the bytes for three times the time. */
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Chunks in work at once: one is compressed (in libuv's threads) while the next is read. */
const AT_ONCE = 2;

export function chunkFile(folder: string, chunk: number): string {
  return join(folder, `${chunk}.copy.zst`);
}

async function storeChunk(folder: string, number: number, chunk: CopyChunk): Promise<SnapshotChunk> {
  const bytes = await compress(chunk.text, OPTIONS);
  // On the disk before the manifest says so: a snapshot is served again after a restart.
  await writeFile(chunkFile(folder, number), bytes, { flush: true });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { chunk: number, entity: chunk.entity, rows: chunk.rows, bytes: bytes.length, sha256 };
}

/** Writes every chunk of a copy into `folder`; `onChunk` is called in order, when the file is whole. */
export async function buildSnapshot(
  copy: CopyOut,
  folder: string,
  onChunk: (chunk: SnapshotChunk) => void,
): Promise<void> {
  const waiting: Promise<SnapshotChunk>[] = [];
  let number = 0;
  const settle = async (most: number): Promise<void> => {
    while (waiting.length > most) {
      const first = waiting.shift();
      if (first !== undefined) onChunk(await first);
    }
  };
  for await (const chunk of copy.chunks()) {
    const stored = storeChunk(folder, number, chunk);
    // It is awaited in order below; should another one fail first, this must not count as unhandled.
    stored.catch(() => undefined);
    waiting.push(stored);
    number += 1;
    await settle(AT_ONCE - 1);
  }
  await settle(0);
}
