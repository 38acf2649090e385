import { expect, test } from 'vitest';
import { ROOMS, upwardImports } from './rooms.ts';
import { productFiles, readAll } from './sources.ts';

const product = readAll(productFiles());

test('architecture.rooms: no file imports from a room above its own', () => {
  expect([...product].flatMap(([file, text]) => upwardImports(file, text))).toEqual([]);
});

test('architecture.rooms: every room has files or waits for its first one', () => {
  const waiting = new Set(['apps/central/src/files']);
  const empty = Object.entries(ROOMS).flatMap(([home, rooms]) =>
    rooms
      .map((room) => `${home}/src/${room}`)
      .filter((room) => !waiting.has(room) && ![...product.keys()].some((file) => file.startsWith(`${room}/`))),
  );
  expect(empty).toEqual([]);
});

test.each([
  ['apps/central/src/ledger/x.ts', "import { serve } from '../api/serve-call.ts';"],
  ['apps/central/src/sync/x.ts', "import type { Lost } from '../recovery/lost/own-part.ts';"],
  ['apps/central/src/records/products/x.ts', "export * from '../../sync/hello.ts';"],
  ['apps/central/src/refusal.ts', "import { store } from './storage/store/store.ts';"],
  ['apps/central/src/storage/x.ts', "import '../main.ts';"],
  ['packages/station/src/work/x.ts', "import { createReceivingService } from '../receiving/receiving-service.ts';"],
  ['packages/station/src/packing/x.ts', "import type { StationHost } from '../host/station-host.ts';"],
  ['apps/central/src/wing/x.ts', "import { store } from '../storage/store/store.ts';"],
])('architecture.rooms: a planted import in %s is found: %s', (file, text) => {
  expect(upwardImports(file, `${text}\n`)).toHaveLength(1);
});

test.each([
  ['apps/central/src/sync/x.ts', "import { a } from '../ledger/a.ts';\nimport { b } from './b.ts';"],
  ['apps/central/src/storage/x.ts', "import { Refusal } from '../refusal.ts';"],
  ['apps/central/src/main.ts', "import { run } from './cli/run.ts';"],
  ['packages/station/src/receiving/x.ts', "import { Work } from '../work/work.ts';"],
  ['packages/core/src/serial/x.ts', "import { a } from '../ledger/a.ts';"],
])('architecture.rooms: an allowed import in %s passes: %s', (file, text) => {
  expect(upwardImports(file, text)).toEqual([]);
});
