import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, gatherRequirements } from './requirements.ts';
import { add, emptyTally, tallyLine, tallyPlaywright, tallyVitest, type Tally } from './tally.ts';

/**
 * `npm run test:long`: tests that take minutes: faults at every place in turn (`*.long.test.ts`), and scans typed by the system's own key events
 * wherever the focus is (`*.long.e2e.ts`).
 */
const folder = mkdtempSync(join(tmpdir(), 'serialbridge-long-'));
const total = emptyTally();
const requirements = gatherRequirements();
const env = environmentOf(requirements);

function suite(command: string, args: readonly string[], report: string, tally: (file: string) => Tally): void {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  const counted = existsSync(report) ? tally(report) : emptyTally();
  if (status !== 0 && counted.failed === 0) counted.failed = 1;
  add(total, counted);
}

const unit = join(folder, 'vitest.json');
const vitest = ['run', '--project=long', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`];
suite('vitest', vitest, unit, tallyVitest);
const browser = requirements.find((one) => one.name === 'browser');
if (browser?.path === null) total.skipped.push(`long e2e: ${browser.reason ?? ''}`);
else {
  spawnSync('node', ['scripts/build.ts'], { stdio: 'inherit', shell: process.platform === 'win32' });
  const e2e = join(folder, 'playwright.json');
  suite('playwright', ['test', '--project=long', '--reporter=list,json'], e2e, tallyPlaywright);
}
rmSync(folder, { recursive: true, force: true });
const tally = process.env['SERIALBRIDGE_TALLY'];
if (tally !== undefined) writeFileSync(tally, JSON.stringify(total));
process.stdout.write(`\n${tallyLine(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
