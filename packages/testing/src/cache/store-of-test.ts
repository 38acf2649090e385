import { afterEach, beforeEach } from 'vitest';
import type { LoaderMode, StationStore } from '@serialbridge/cache';
import { temporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';
import { openTestStore } from './store-fixture.ts';

/** The store of the test that runs, and its folder. */
export let folder: TemporaryFolder;
export let store: StationStore;

export function openStore(dir = folder.dir, loader?: LoaderMode): void {
  store = openTestStore(dir, loader);
}

export function reopen(): void {
  store.close();
  openStore();
}

/** Gives each test of the file a store in a new folder of its own; the store that is open at its end is closed. */
export function storeForEachTest(): void {
  beforeEach(() => {
    folder = temporaryFolder();
    openStore();
  });
  afterEach(() => {
    store.close();
    folder.remove();
  });
}
