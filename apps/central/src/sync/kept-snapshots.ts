import { readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Id, Instant } from '@serialbridge/core/model';
import { SnapshotManifest } from '@serialbridge/protocol';
import { chunkFile } from './build-snapshot.ts';

const FILE = 'manifest.json';
const KeptSnapshot = z.object({ tenant_id: Id, made_at: Instant, manifest: SnapshotManifest });
export type KeptSnapshot = z.infer<typeof KeptSnapshot>;

/** Marks a snapshot's folder as complete. It is the last file that is written, and it is there whole or not at all. */
export async function keepSnapshot(folder: string, kept: KeptSnapshot): Promise<void> {
  const part = join(folder, `${FILE}.part`);
  await writeFile(part, JSON.stringify(kept), { flush: true });
  await rename(part, join(folder, FILE));
}

async function readKept(folder: string): Promise<KeptSnapshot | null> {
  try {
    const kept = KeptSnapshot.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')));
    if (!kept.manifest.complete) return null;
    for (const { chunk, bytes } of kept.manifest.chunks) {
      if ((await stat(chunkFile(folder, chunk))).size !== bytes) return null;
    }
    return kept;
  } catch {
    return null;
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** The snapshots under `root` that an earlier run completed and `isGood` takes; all others are deleted. */
export async function readKeptSnapshots(
  root: string,
  isGood: (kept: KeptSnapshot) => Promise<boolean>,
): Promise<{ readonly folder: string; readonly kept: KeptSnapshot }[]> {
  const found: { folder: string; kept: KeptSnapshot }[] = [];
  for (const tenant_id of await namesIn(root)) {
    for (const snapshot_id of await namesIn(join(root, tenant_id))) {
      const folder = join(root, tenant_id, snapshot_id);
      const kept = await readKept(folder);
      const right = kept?.tenant_id === tenant_id && kept.manifest.snapshot_id === snapshot_id;
      if (kept !== null && right && (await isGood(kept))) found.push({ folder, kept });
      else await rm(folder, { recursive: true, force: true });
    }
  }
  return found;
}
