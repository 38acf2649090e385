import { SnapshotManifest, type Cursor } from '@serialbridge/protocol/sync';
import type { ChunkFolder } from './chunk-folder.ts';

/** Throws away what was fetched if it is no snapshot, or one that the cache has left behind: the host ended between the swap and the clearing up. */
export function removeStale(fetched: ChunkFolder, cursor: Cursor | null): void {
  const { success, data } = SnapshotManifest.safeParse(fetched.manifest());
  const reached = success && cursor?.epoch === data.at.epoch && cursor.version >= data.at.version;
  if (!success || reached) fetched.remove();
}
