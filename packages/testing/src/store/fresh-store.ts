import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '@serialbridge/central/storage';

/** Central's store in a place of its own. */
export interface FreshStore {
  readonly store: Store;
  /** Opens the same database once more, as a restart or a second process does; the test closes what it gets. */
  readonly reopen: () => Promise<Store>;
  /** Closes the store and removes its place. */
  readonly drop: () => Promise<void>;
}

/** An empty store on SQLite; or on that PostgreSQL database, which goes with it: `freshStore(await freshDatabase(server))`. */
export async function freshStore(database?: {
  readonly url: string;
  readonly drop: () => Promise<void>;
}): Promise<FreshStore> {
  const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-store-'));
  const reopen = (): Promise<Store> => openStore({ database_url: database?.url, data_dir });
  const store = await reopen();
  return {
    store,
    reopen,
    drop: async () => {
      await store.close();
      await database?.drop();
      rmSync(data_dir, { recursive: true, force: true });
    },
  };
}
