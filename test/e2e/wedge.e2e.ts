import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { startCentralProcess, type CentralProcess } from '../../scripts/world/central-process.ts';
import { furnish } from '../../scripts/world/furnish.ts';
import { CAMERA } from '../../scripts/world/warehouse-files.ts';
import { launchStation, type LaunchedStation } from './support/launch-station.ts';
import { typeKeys, typeScan } from './support/type-scan.ts';
import {
  HOLD_MS,
  isTorn,
  longestGap,
  readVerdicts,
  scanAndRead,
  takeKeyTimes,
  type Verdict,
} from './support/watch-screen.ts';

/** The keyboard wedge on the real receiving page: codes typed at scanner speed are scans wherever the focus is, typing is typing. */
const SCANS = 20;
/** Between a person's typing and a scan, and after a verdict. */
const SETTLE_MS = 220;

let data: string;
let central: CentralProcess;
let station: LaunchedStation;
let page: Page;
let next = 0;

test.describe.configure({ mode: 'serial' });
// Traces photograph the page at every step and make pauses of their own.
test.use({ trace: 'off' });
test.beforeAll(async ({ browser }) => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-wedge-'));
  central = await startCentralProcess(data);
  await furnish(central.admin);
  page = await browser.newPage();
  station = await launchStation(page, { app: 'receivebridge', name: 'dock', data, central });
});
test.afterAll(async () => {
  await page?.close();
  await station?.close();
  await central?.stop();
  rmSync(data, { recursive: true, force: true });
});

interface Tear {
  readonly gap_ms: number;
  readonly said: readonly string[];
}

/** What was said since, once the page has been quiet for a moment. */
async function verdictsSince(before: number): Promise<readonly Verdict[]> {
  await expect.poll(async () => (await readVerdicts(page)).length, { intervals: [20] }).toBeGreaterThan(before);
  await wait(60);
  return (await readVerdicts(page)).slice(before);
}

/**
 * Every scan is read whole and once. A code between whose keys the machine itself paused (the page's own times of the keys tell) may be
 * refused aloud, never taken in part; it is scanned again.
 */
async function scanTwenty(delay_ms: number, focus: () => Promise<void>): Promise<readonly Tear[]> {
  const tears: Tear[] = [];
  for (let done = 0; done < SCANS;) {
    await focus();
    await wait(SETTLE_MS);
    await takeKeyTimes(page);
    const text = `ZZ-${String((next += 1)).padStart(5, '0')}`;
    const before = (await readVerdicts(page)).length;
    await typeScan(page, text, delay_ms);
    const verdicts = await verdictsSince(before);
    const gap_ms = longestGap(await takeKeyTimes(page));
    const said = verdicts.map((one) => `${one.level} ${one.code} ${one.text}`);
    if (gap_ms >= HOLD_MS && verdicts.every(isTorn)) tears.push({ gap_ms, said });
    else {
      expect(
        verdicts.map((one) => one.text),
        `${delay_ms} ms a key, longest pause ${gap_ms} ms: ${said.join('; ')}`,
      ).toEqual([text]);
      expect(verdicts.filter(isTorn), said.join('; ')).toEqual([]);
      expect(verdicts[0]?.sound).toBe(verdicts[0]?.level);
      done += 1;
    }
    expect(tears.length, 'the machine tears more codes than it brings whole').toBeLessThan(SCANS);
  }
  return tears;
}

const DELAYS = [0, 5, 20] as const;

async function each(where: string, focus: () => Promise<void>, check: () => Promise<void>): Promise<void> {
  for (const delay_ms of DELAYS) {
    const tears = await scanTwenty(delay_ms, focus);
    if (tears.length === 0) await check();
    const torn = tears.map((tear) => `${Math.round(tear.gap_ms)} ms`).join(', ');
    console.log(
      `  ${where}, ${delay_ms} ms a key: ${SCANS} scans, ${SCANS} verdicts${torn === '' ? '' : `; torn by pauses of the machine (${torn}), refused aloud and scanned again`}`,
    );
  }
}

test('wedge: with the focus in a filter field, scans are scans and nothing leaks into the field', async () => {
  const field = page.getByLabel('Keywords');
  await each(
    'in a filter field',
    () => field.fill('').then(() => field.focus()),
    () => expect(field).toHaveValue(''),
  );
  await field.fill('');
});

test('wedge: with the focus on a button, the scan’s Enter does not press it', async () => {
  const button = page.getByTestId('menu');
  await each(
    'on a button',
    () => button.focus(),
    () => expect(page.getByRole('menu')).toHaveCount(0),
  );
});

test('wedge: with the focus nowhere', async () => {
  await each(
    'nowhere',
    () =>
      page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined)),
    () => expect(page.getByTestId('feedback')).toBeVisible(),
  );
});

test('wedge: typing at human speed is never taken for a scan and never loses a letter', async () => {
  const field = page.getByLabel('Keywords');
  const text = 'camera 4k, dock 12';
  const typed = async (into: Locator, delay_ms: number): Promise<void> => {
    await into.fill('');
    await into.focus();
    await wait(SETTLE_MS);
    const before = (await readVerdicts(page)).length;
    await typeKeys(page, text, delay_ms);
    await expect(into).toHaveValue(text);
    await typeKeys(page, '\n', delay_ms);
    expect((await readVerdicts(page)).length).toBe(before);
    console.log(`  typing at ${delay_ms} ms: every letter in the field, no scan`);
  };
  for (const delay_ms of [80, 150]) await typed(field, delay_ms);
  await wait(SETTLE_MS);
  await scanAndRead(page, 'ZZ-AFTER-TYPING', 5);
  await expect(field).toHaveValue(text);
  await field.fill('');
});

test('wedge: in a dialog, scans are refused aloud or its own, and its field stays as it was', async () => {
  await wait(SETTLE_MS);
  for (const code of ['PO-1001', CAMERA.upc]) expect(await scanAndRead(page, code, 5)).toMatchObject({ level: 'info' });
  await page.keyboard.press('F4');
  const quantity = page.getByTestId('mark-quantity');
  await quantity.waitFor();
  const value = await quantity.inputValue();
  await each(
    'in a dialog',
    () => quantity.focus(),
    () => expect(quantity).toHaveValue(value),
  );
  const said = (await readVerdicts(page)).at(-1);
  expect(said).toMatchObject({ level: 'refused', code: 'ui.scan.dialog-open' });
});
