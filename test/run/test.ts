import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, gatherRequirements } from './requirements.ts';
import { runLane, runSuite } from './run-suite.ts';
import { emptyTally, endWith, tallyLine, tallyPlaywright, tallyVitest } from './tally.ts';

/**
 * `npm test`: types, lint, format, unused code, build, unit and conformance suites on SQLite and PostgreSQL, e2e in Chromium.
 * Ends with one line, "N passed, N failed, N skipped". With SERIALBRIDGE_STRICT_SKIPS=1 a skip that test/allowed-skips.json does not
 * name counts as a failure. With SERIALBRIDGE_TALLY=file the counts are also written there as JSON.
 */
const reports = mkdtempSync(join(tmpdir(), 'serialbridge-test-'));
const total = emptyTally();
const started = Date.now();

const requirements = gatherRequirements();
const env = environmentOf(requirements);

// Lint reads the types that the first step writes.
await Promise.all([
  runLane(total, [
    ['types', 'tsc', ['-b']],
    ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ]),
  runLane(total, [
    ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
    ['unused code and dependencies', 'knip', []],
    ['build', 'node', ['scripts/build.ts']],
  ]),
]);
/** All but `long` (vitest.config.ts), which has a command of its own. */
const PROJECTS = ['unit', 'sqlite', 'pty', 'pg', 'dom'];
const unitReport = join(reports, 'vitest.json');
runSuite(total, {
  name: 'unit and conformance',
  command: 'vitest',
  args: [
    'run',
    ...PROJECTS.map((name) => `--project=${name}`),
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ],
  env,
  report: unitReport,
  tally: tallyVitest,
});
const browser = requirements.find((one) => one.name === 'browser');
if (browser?.path === null) {
  total.skipped.push(`e2e: ${browser.reason ?? ''}`);
} else {
  runSuite(total, {
    name: 'e2e in Chromium',
    command: 'playwright',
    args: ['test', '--project=e2e', '--reporter=list,json'],
    env,
    report: join(reports, 'playwright.json'),
    tally: tallyPlaywright,
  });
}

if (process.env['SERIALBRIDGE_STRICT_SKIPS'] === '1') {
  const allowed = JSON.parse(readFileSync('test/allowed-skips.json', 'utf8')) as string[];
  for (const name of total.skipped.filter((one) => !allowed.some((start) => one.includes(start)))) {
    process.stdout.write(`Skipped, and not allowed to be: ${name}\n`);
    total.failed += 1;
  }
}
for (const name of total.skipped) process.stdout.write(`skipped: ${name}\n`);
process.stdout.write(`\nin ${((Date.now() - started) / 1000).toFixed(0)} s\n${tallyLine(total)}\n`);
endWith(total);
