import { afterEach, beforeEach } from 'vitest';
import type { LoaderMode, StationStore } from '@serialbridge/cache';
import { temporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';
import { openTestStore } from './store-fixture.ts';

/** Each test of a file that imports this has a store in a new folder of its own; the store that is open at its end is closed. */
export let folder: TemporaryFolder;
export let store: StationStore;

export function openStore(dir = folder.dir, loader?: LoaderMode): void {
  store = openTestStore(dir, loader);
}

export function reopen(): void {
  store.close();
  openStore();
}

beforeEach(() => {
  folder = temporaryFolder();
  openStore();
});
afterEach(() => {
  store.close();
  folder.remove();
});
