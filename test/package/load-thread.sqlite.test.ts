import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { bundleLoadThread, ESM, NATIVE } from '../../scripts/build-apps.ts';

// Within the project, so that the native modules are found from there.
mkdirSync('node_modules/.cache', { recursive: true });
const folder = mkdtempSync(join('node_modules', '.cache', 'load-thread-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = `
import { openStationStore } from '@serialbridge/cache';
const store = openStationStore({ dir: process.argv[2], newId: () => crypto.randomUUID(), fold: () => ({ outcome: 'accepted', changes: [], units: [], held_reason: null, waits_for: [] }) });
const loader = store.cache.beginSnapshot();
const rows = await loader.load('vendor', ['vendor_id', 'code', 'name'], '018f0000-0000-7000-8000-000000000001\\tV1\\tOne\\n');
await loader.finish({ epoch: '018f0000-0000-7000-8000-000000000004', version: 3, hash: '0'.repeat(64) });
store.cache.swapSnapshot();
process.stdout.write(JSON.stringify({ rows, vendor: store.view.row('vendor', '018f0000-0000-7000-8000-000000000001') }));
store.close();
`;

test('snapshot.bundled: a bundled host loads a snapshot in the thread that is bundled beside it', async () => {
  const entry = join(folder, 'entry.ts');
  writeFileSync(entry, PROGRAM);
  await build({ ...ESM, entryPoints: [entry], outfile: join(folder, 'host.js'), external: [...NATIVE] });
  await bundleLoadThread(folder);
  const said = execFileSync(process.execPath, [join(folder, 'host.js'), join(folder, 'data')], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({
    rows: 1,
    vendor: { vendor_id: '018f0000-0000-7000-8000-000000000001', code: 'V1', name: 'One', double_of: null },
  });
}, 60_000);
