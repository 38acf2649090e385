import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A SQLite file and its log as they stand on a disk at one moment. */
export interface FileImage {
  readonly main: Buffer;
  readonly wal: Buffer | null;
}
export type DiskImage = ReadonlyMap<string, FileImage>;

/** What a crash would leave behind now: connections may be open, nothing is closed or checkpointed. */
export function takeImage(dir: string, names: readonly string[]): DiskImage {
  const files = names.flatMap((name): [string, FileImage][] => {
    const path = join(dir, name);
    if (!existsSync(path)) return [];
    const wal = `${path}-wal`;
    return [[name, { main: readFileSync(path), wal: existsSync(wal) ? readFileSync(wal) : null }]];
  });
  return new Map(files);
}

/** Writes an image back into the same files (a disk keeps its inodes over a crash); every connection must be closed. */
export function putImage(dir: string, image: DiskImage): void {
  for (const [name, { main, wal }] of image) {
    const path = join(dir, name);
    writeFileSync(path, main);
    rmSync(`${path}-shm`, { force: true });
    if (wal === null) rmSync(`${path}-wal`, { force: true });
    else writeFileSync(`${path}-wal`, wal);
  }
}

/**
 * The image after a power cut, for a file whose commits were not synced: only the first `kept` (0 to 1) of its log reached the disk. SQLite drops
 * what is torn by its checksums. A file that syncs each commit loses nothing.
 */
export function powerCut(image: DiskImage, name: string, kept: number): DiskImage {
  const file = image.get(name);
  if (file === undefined || file.wal === null) return image;
  const wal = file.wal.subarray(0, Math.floor(file.wal.length * kept));
  return new Map([...image, [name, { main: file.main, wal }]]);
}
