import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, gatherRequirements } from './requirements.ts';
import { run, runSuite } from './run-suite.ts';
import { emptyTally, endWith, tallyLine, tallyPlaywright, tallyVitest } from './tally.ts';

/**
 * `npm run test:long`: tests that take minutes: faults at every place in turn (`*.long.test.ts`), and scans typed by the system's own key events
 * wherever the focus is (`*.long.e2e.ts`).
 */
const folder = mkdtempSync(join(tmpdir(), 'serialbridge-long-'));
const total = emptyTally();
const requirements = gatherRequirements();
const env = environmentOf(requirements);

const unitReport = join(folder, 'vitest.json');
runSuite(total, {
  name: 'long unit and conformance',
  command: 'vitest',
  args: ['run', '--project=long', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
  env,
  report: unitReport,
  tally: tallyVitest,
});
const browser = requirements.find((one) => one.name === 'browser');
if (browser?.path === null) {
  total.skipped.push(`long e2e: ${browser.reason ?? ''}`);
} else {
  run('build', 'node', ['scripts/build.ts']);
  runSuite(total, {
    name: 'long e2e in Chromium',
    command: 'playwright',
    args: ['test', '--project=long', '--reporter=list,json'],
    env,
    report: join(folder, 'playwright.json'),
    tally: tallyPlaywright,
  });
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${tallyLine(total)}\n`);
endWith(total);
