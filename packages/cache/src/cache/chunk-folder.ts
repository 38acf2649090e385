import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DiskFull, isDiskFull } from '../errors.ts';
import { removeFolder } from './discard-cache.ts';

const PART = 'part';
const MANIFEST = 'manifest.json';

/** The chunks of a snapshot that were fetched already, in a folder beside cache.db. The folder is disposable: central has it all. */
export interface ChunkFolder {
  /** The manifest that was kept, as it was read; null: none, or not JSON. */
  manifest(): unknown;
  /** Throws DiskFull. */
  keepManifest(manifest: unknown): void;
  /** True if a chunk with this hash was kept. Its content is looked at when it is read. */
  has(sha256: string): boolean;
  /** The chunk's bytes if they are what their hash says; else null, and nothing is kept of it. */
  read(sha256: string): Buffer | null;
  /** Keeps bytes that are what their hash says. False: they are not, nothing is kept. Throws DiskFull. */
  keep(sha256: string, bytes: Uint8Array): boolean;
  /** Deletes all but these chunks. */
  retain(hashes: ReadonlySet<string>): void;
  /** Nothing is kept any more when this returns; the files may go a little later. */
  remove(): void;
}

function fits(sha256: string, bytes: Uint8Array): boolean {
  return createHash('sha256').update(bytes).digest('hex') === sha256;
}

/**
 * Chunks are files named by their hash, written under another name first and then renamed: a file with that name is whole, unless the disk or a power cut
 * damaged it, and that is found when it is read. So a chunk serves any snapshot that names it, also the next one if central has lost this one.
 * `discard`: deletes the folder.
 */
export function chunkFolder(dir: string, discard: (dir: string) => void = removeFolder): ChunkFolder {
  const fileOf = (sha256: string): string => join(dir, `${sha256}.copy.zst`);
  const put = (path: string, content: Uint8Array | string, part: string): void => {
    try {
      mkdirSync(dir, { recursive: true });
      writeFileSync(join(dir, part), content);
      renameSync(join(dir, part), path);
    } catch (error) {
      throw isDiskFull(error) ? new DiskFull(String(error), { cause: error }) : error;
    }
  };
  return {
    manifest: () => {
      try {
        return JSON.parse(readFileSync(join(dir, MANIFEST), 'utf8'));
      } catch {
        return null;
      }
    },
    // Written by the thread that asks for chunks; the other one writes only chunks, under the other name.
    keepManifest: (manifest) => put(join(dir, MANIFEST), JSON.stringify(manifest), `${MANIFEST}.${PART}`),
    has: (sha256) => existsSync(fileOf(sha256)),
    read: (sha256) => {
      const path = fileOf(sha256);
      if (!existsSync(path)) return null;
      const bytes = readFileSync(path);
      if (fits(sha256, bytes)) return bytes;
      rmSync(path, { force: true });
      return null;
    },
    keep: (sha256, bytes) => {
      if (!fits(sha256, bytes)) return false;
      put(fileOf(sha256), bytes, PART);
      return true;
    },
    retain: (hashes) => {
      if (!existsSync(dir)) return;
      // The half file is written over by the next chunk.
      const kept = new Set([MANIFEST, PART, ...[...hashes].map((sha256) => `${sha256}.copy.zst`)]);
      for (const name of readdirSync(dir))
        if (!kept.has(name)) rmSync(join(dir, name), { recursive: true, force: true });
    },
    remove: () => discard(dir),
  };
}
