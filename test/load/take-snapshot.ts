import type { Cursor, SnapshotManifest } from '@serialbridge/protocol';
import { ask } from './ask.ts';

/** Fetches every chunk of a snapshot and drops it. @returns where it stands, or null if it did not come whole */
export async function takeSnapshot(url: string, credential: string): Promise<Cursor | null> {
  const begun = await ask({ url: `${url}/api/sync/snapshot`, method: 'POST', credential, body: '{}' });
  if (begun.status !== 200) return null;
  let manifest = JSON.parse(begun.text) as SnapshotManifest;
  let have = 0;
  for (;;) {
    for (; have < manifest.chunks.length; have += 1) {
      const path = `/api/sync/snapshot/${manifest.snapshot_id}/${have}`;
      const chunk = await ask({ url: `${url}${path}`, method: 'GET', credential, keep: 0 });
      if (chunk.status !== 200) return null;
    }
    if (manifest.complete) return manifest.at;
    const path = `/api/sync/snapshot/${manifest.snapshot_id}?have=${have}&wait_ms=5000`;
    const more = await ask({ url: `${url}${path}`, method: 'GET', credential });
    if (more.status !== 200) return null;
    manifest = JSON.parse(more.text) as SnapshotManifest;
  }
}
