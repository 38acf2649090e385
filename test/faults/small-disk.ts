import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly dir: string;
  /** Writes until nothing more fits, but for `left` bytes. */
  fill(left?: number): void;
  free(): void;
  remove(): void;
}

const PIECE = Buffer.alloc(64 * 1024, 1);

/** A file system of its own with so many MiB; a text: why there can be none. */
export function smallDisk(mebibytes: number): SmallDisk | string {
  const dir = mkdtempSync(join(tmpdir(), 'serialbridge-small-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', dir], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    rmSync(dir, { recursive: true, force: true });
    return `a small file system cannot be mounted here (${mounted.error?.message ?? mounted.stderr.trim()})`;
  }
  const filler = join(dir, 'filler');
  return {
    dir,
    fill: (left = 0) => {
      const file = openSync(filler, 'a');
      let size = 0;
      try {
        for (;;) size += writeSync(file, PIECE);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
        ftruncateSync(file, Math.max(0, size - left));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      spawnSync('umount', [dir]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
