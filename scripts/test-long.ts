import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tallyVitest } from './tally.ts';

/** `npm run test:long`: tests that take minutes (`*.long.test.ts`): faults at every place in turn. */
const folder = mkdtempSync(join(tmpdir(), 'serialbridge-long-'));
const report = join(folder, 'vitest.json');
const { status } = spawnSync(
  'vitest',
  ['run', '--project=long', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  { stdio: 'inherit', shell: process.platform === 'win32' },
);
const tally = process.env['SERIALBRIDGE_TALLY'];
if (tally !== undefined) writeFileSync(tally, JSON.stringify(tallyVitest(report)));
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
