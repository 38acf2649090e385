import { mkdtempSync, rmSync } from 'node:fs';
import type { ScannedCode } from '@serialbridge/core/gs1';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, type Page } from '@playwright/test';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { furnish } from '@serialbridge/testing/processes/furnish';
import { launchStation, type LaunchedStation } from './support/launch-station.ts';
import { readPageState } from './support/page-state.ts';
import { scanCell } from './support/scan-cell.ts';
import { sendKeys, typeScan } from './support/type-scan.ts';
import { isTorn, readVerdicts, scanAndRead, takeReached, type Verdict } from './support/watch-screen.ts';
import { watchSubmits } from './support/watch-submits.ts';

/**
 * The keyboard wedge where key events must have times of the test's own choosing: codes that a slow computer tears, and a page that is busy.
 * What real keys do is in wedge-keys.long.e2e.ts.
 */
const BREATH_MS = 250;

let data: string;
let central: CentralProcess;
let station: LaunchedStation;
let page: Page;
let submitted: ScannedCode[];

test.describe.configure({ mode: 'serial' });
// Traces photograph the page at every step and make pauses of their own.
test.use({ trace: 'off' });
test.beforeAll(async ({ browser }) => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-wedge-'));
  central = await startCentralProcess(data);
  await furnish(central.admin);
  page = await browser.newPage();
  submitted = watchSubmits(page);
  station = await launchStation(page, { app: 'receivebridge', name: 'dock', data, central });
});
test.afterAll(async () => {
  await page?.close();
  await station?.close();
  await central?.stop();
  rmSync(data, { recursive: true, force: true });
});

test('wedge: with the focus on a button, the scan’s Enter and blanks do not press it', async () => {
  for (const delay_ms of [0, 5, 20]) {
    const texts = Array.from({ length: 10 }, (_, at) => `ZZ ${delay_ms} ${at}`);
    const focus = (): Promise<void> => page.getByTestId('menu').focus();
    const watch = { page, submitted, scan: (text: string) => typeScan(page, text, delay_ms) };
    const cell = await scanCell(watch, { name: 'on a button', focus, field: false, host_asked: true }, texts);
    console.log(
      `  on a button, ${delay_ms} ms a key: ${cell.scans} scans, ${cell.verdicts} verdicts, ${cell.torn} torn`,
    );
  }
});

/** A code whose keys come at these times (ms); then what was said within the next second and a half. */
async function sayTo(text: string, hitAt: (at: number) => number): Promise<readonly Verdict[]> {
  const before = (await readVerdicts(page)).length;
  submitted.length = 0;
  await sendKeys(page, `${text}\n`, hitAt);
  await wait(1500);
  return (await readVerdicts(page)).slice(before);
}

test('wedge.broken: a torn code is refused aloud in a table, in part or as a whole never taken, and its Enter opens nothing', async () => {
  const rows = page.getByRole('rowgroup');
  await scanAndRead(page, 'ZZ-BEFORE', 4);
  const tears: Readonly<Record<string, (at: number) => number>> = {
    'every key slow': (at) => at * 60,
    'every key as slow as typing': (at) => at * 160,
    'a hole before Enter': (at) => at * 4 + (at === 8 ? 350 : 0),
    'a hole in the middle': (at) => at * 4 + (at >= 5 ? 350 : 0),
    'a hole behind the first key': (at) => at * 4 + (at >= 1 ? 350 : 0),
  };
  for (const [name, hitAt] of Object.entries(tears)) {
    await rows.press('Home');
    await rows.focus();
    await wait(BREATH_MS);
    await takeReached(page);
    const state = await readPageState(page);
    const said = await sayTo('ZZ-00001', hitAt);
    expect(said.length, `${name}: refused aloud`).toBeGreaterThan(0);
    expect(
      said.filter((verdict) => !isTorn(verdict)),
      name,
    ).toEqual([]);
    expect(submitted, name).toEqual([]);
    expect(await takeReached(page), name).not.toContain('Enter');
    expect(await readPageState(page), name).toEqual(state);
    console.log(`  in a table, ${name}: ${said.map(({ text }) => text).join(' and ')} refused, nothing opened`);
  }
});

test('wedge: with the page busy between a scan’s keys, it is one scan and nothing leaks', async () => {
  const field = page.getByLabel('Keywords');
  const focus = async (): Promise<void> => {
    await field.fill('');
    await field.focus();
  };
  const scan = async (text: string): Promise<void> => {
    await page.evaluate(() =>
      window.addEventListener(
        'keydown',
        () =>
          setTimeout(() => {
            const until = performance.now() + 120;
            while (performance.now() < until);
          }),
        { capture: true, once: true },
      ),
    );
    await typeScan(page, text, 8);
  };
  const texts = Array.from({ length: 10 }, (_, at) => `ZZ-BUSY-${at}`);
  const place = { name: 'in a field of a busy page', focus, field: true, host_asked: true };
  const cell = await scanCell({ page, submitted, scan }, place, texts);
  console.log(`  page busy for 120 ms: ${cell.scans} scans, ${cell.verdicts} verdicts, ${cell.torn} torn`);
});
