import { readFileSync, writeFileSync } from 'node:fs';

export interface Tally {
  passed: number;
  failed: number;
  /** Full names of what was skipped, so that CI can refuse a skip nobody allowed. */
  skipped: string[];
}

export const emptyTally = (): Tally => ({ passed: 0, failed: 0, skipped: [] });

export function add(into: Tally, from: Tally): void {
  into.passed += from.passed;
  into.failed += from.failed;
  into.skipped.push(...from.skipped);
}

interface VitestReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Counts a report of Vitest's json reporter; a file that failed to load counts as one failure. */
export function tallyVitest(file: string): Tally {
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  const tally = emptyTally();
  for (const suite of report.testResults) {
    if (suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'))
      tally.failed += 1;
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') tally.passed += 1;
      else if (test.status === 'failed') tally.failed += 1;
      else tally.skipped.push(test.fullName);
    }
  }
  if (!report.success && tally.failed === 0) tally.failed = 1;
  return tally;
}

interface PlaywrightSuite {
  readonly title: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[];
}

function walk(suite: PlaywrightSuite, path: string, tally: Tally): void {
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      if (test.status === 'skipped') tally.skipped.push(`${path} ${spec.title}`);
      else if (test.status === 'expected' || test.status === 'flaky') tally.passed += 1;
      else tally.failed += 1;
    }
  }
  for (const inner of suite.suites ?? []) walk(inner, `${path} ${inner.title}`.trim(), tally);
}

/** Counts a report of Playwright's json reporter. */
export function tallyPlaywright(file: string): Tally {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    suites: readonly PlaywrightSuite[];
    errors: readonly unknown[];
  };
  const tally = emptyTally();
  for (const suite of report.suites) walk(suite, suite.title, tally);
  if (report.errors.length > 0 && tally.failed === 0) tally.failed = report.errors.length;
  return tally;
}

/** The last line of every run. */
export const tallyLine = (tally: Tally): string =>
  `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`;

/** Ends a suite: its exit code, and with SERIALBRIDGE_TALLY=file its counts there as JSON, for the sum over all suites (tally-files.ts). */
export function endWith(tally: Tally): void {
  const file = process.env['SERIALBRIDGE_TALLY'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
  process.exitCode = tally.failed === 0 ? 0 : 1;
}
