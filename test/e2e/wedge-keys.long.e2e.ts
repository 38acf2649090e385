import { mkdtempSync, rmSync } from 'node:fs';
import type { ScannedCode } from '@serialbridge/core/gs1';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { furnish, importAll } from '@serialbridge/testing/processes/furnish';
import { CAMERA, PURCHASE_ORDERS_CSV } from '@serialbridge/testing/processes/warehouse-files';
import { launchStation, type LaunchedStation } from './support/launch-station.ts';
import { scanCell, type FocusTarget } from './support/scan-cell.ts';
import { readVerdicts, scanAndRead, takeKeyTimes, usualGap } from './support/watch-screen.ts';
import { watchSubmits } from './support/watch-submits.ts';
import { missingForKeys, startDisplay, type XDisplay } from './support/x-display.ts';
import { takeKeyboard, type XKeyboard } from './support/x-keyboard.ts';

/**
 * The keyboard wedge under real key events: an X server, xdotool's keyboard and a Chromium with a window. Scans are scans wherever the focus is,
 * typing is typing, and the page sees nothing of the one and all of the other.
 */
const missing = missingForKeys();
test.skip(missing.length > 0, `needs ${missing.join(' and ')}`);
test.describe.configure({ mode: 'serial' });
// Traces photograph the page at every step and make pauses of their own.
test.use({ trace: 'off' });

/** xdotool's `--delay` (ms). From key to key about half of it passes, so that the last is a scanner of 20 ms a key. */
const SCAN_DELAYS = [0, 1, 2, 5, 10, 20, 40] as const;
/** As above: some 40 ms a key, which is quicker than fingers, then 75 and 150. */
const TYPING_DELAYS = [80, 150, 300] as const;
const GS = '\u001D';

let data: string;
let central: CentralProcess;
let display: XDisplay;
let browser: Browser;
let next = 0;
const table: string[] = [];

interface Desk {
  readonly page: Page;
  readonly station: LaunchedStation;
  readonly keyboard: XKeyboard;
  readonly submitted: ScannedCode[];
}
let dock: Desk;

async function openDesk(app: 'receivebridge' | 'shipbridge', name: string): Promise<Desk> {
  const page = await browser.newPage();
  const submitted = watchSubmits(page);
  const station = await launchStation(page, { app, name, data, central });
  return { page, station, submitted, keyboard: await takeKeyboard(page, display) };
}

test.beforeAll(async ({ launchOptions }) => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-wedge-keys-'));
  display = await startDisplay();
  central = await startCentralProcess(data);
  await furnish(central.admin);
  // Enter on the list opens the chosen one: there must be others that could be chosen
  for (const number of ['PO-1002', 'PO-1003'])
    await importAll(central.admin, { 'purchase-orders': PURCHASE_ORDERS_CSV.replaceAll('PO-1001', number) });
  browser = await chromium.launch({
    ...launchOptions,
    headless: false,
    env: { ...process.env, DISPLAY: display.name },
  });
  dock = await openDesk('receivebridge', 'dock');
});
test.afterAll(async () => {
  if (table.length > 0) console.log(['', HEADER, ...table, ''].join('\n  '));
  await browser?.close();
  await dock?.station.close();
  await central?.stop();
  await display?.stop();
  if (data !== undefined) rmSync(data, { recursive: true, force: true });
});

const HEADER = 'focus                      --delay  ms a key  scans  verdicts  torn  leaked  eaten';
function note(name: string, delay_ms: number, gap_ms: number, counts: readonly (number | string)[]): void {
  const [scans = '', verdicts = '', torn = '', leaked = '', eaten = ''] = counts.map(String);
  const front = `${name.padEnd(26)} ${String(delay_ms).padStart(7)} ${gap_ms.toFixed(1).padStart(9)}`;
  table.push(
    `${front} ${scans.padStart(6)} ${verdicts.padStart(9)} ${torn.padStart(5)} ${leaked.padStart(7)} ${eaten.padStart(6)}`,
  );
}

/** Ten codes of the kinds that scanners send: small and capital letters, digits, signs with and without Shift, AIM ids, GS1 with FNC1. */
function tenCodes(): readonly string[] {
  next += 1;
  const n = String(next).padStart(4, '0');
  return [
    `zz-${n}a`,
    `ZZ-${n}B`,
    `Zz${n}xYqK`,
    `90${n}17`,
    `Z$+%/. ${n}*#:&`,
    `-z_=?!@${n}(~)|^{}[];'"<>,\\`,
    `]C0SN ${n}`,
    `]E0400638${n}93`,
    `]C10109501101530003${n}`,
    `]C1010950110153000321Ser${n}a${GS}10LOT-b${GS}17261231`,
  ];
}

async function scansAt(desk: Desk, place: FocusTarget, delays: readonly number[] = SCAN_DELAYS): Promise<void> {
  for (const delay_ms of delays) {
    const watch = { ...desk, scan: (text: string) => desk.keyboard.scan(text, delay_ms) };
    const { scans, verdicts, torn, leaked, gap_ms } = await scanCell(watch, place, tenCodes());
    note(place.name, delay_ms, gap_ms, [scans, verdicts, torn, leaked, 0]);
  }
}

const blur = (page: Page): Promise<void> =>
  page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));

/** The second of the list's rows is chosen: neither what a page begins with nor where Home and End lead. */
async function chooseSecond(page: Page): Promise<Locator> {
  const rows = page.getByRole('rowgroup');
  await rows.press('Home');
  await rows.press('ArrowDown');
  await expect(page.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '3');
  return rows;
}

test('wedge-keys: scans with the focus in an input leave it as it was', async () => {
  const field = dock.page.getByLabel('Keywords');
  const focus = async (): Promise<void> => {
    await field.fill('Lumina');
    await field.focus();
  };
  await scansAt(dock, { name: 'input', focus, field: true, host_asked: true });
  await field.fill('');
});

test('wedge-keys: scans with the focus in a table choose and open nothing', async () => {
  const focus = async (): Promise<void> => (await chooseSecond(dock.page)).focus();
  await scansAt(dock, { name: 'table', focus, field: false, host_asked: true });
});

test('wedge-keys: scans with the focus nowhere choose and open nothing', async () => {
  const focus = async (): Promise<void> => {
    await chooseSecond(dock.page);
    await blur(dock.page);
  };
  await scansAt(dock, { name: 'nowhere', focus, field: false, host_asked: true });
});

test('wedge-keys: scans with a dialog open are refused aloud, and neither fill nor send it', async () => {
  const { page } = dock;
  for (const code of ['PO-1001', CAMERA.upc]) expect(await scanAndRead(page, code, 5)).toMatchObject({ level: 'info' });
  await page.keyboard.press('F4');
  const quantity = page.getByTestId('mark-quantity');
  const focus = async (): Promise<void> => {
    await quantity.fill('3');
    await quantity.focus();
  };
  await quantity.waitFor();
  await scansAt(dock, { name: 'dialog', focus, field: true, host_asked: false });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

interface Typing {
  readonly field: Locator;
  readonly name: string;
  /** What Enter leaves in the field. */
  readonly enter: string;
}

const SENTENCE = `Dock 4k, "Ab-C" (1+1=2) @#%?!zZ`;

async function typesInto({ field, name, enter }: Typing): Promise<void> {
  const { page, keyboard, submitted } = dock;
  const before = (await readVerdicts(page)).length;
  const begin = async (): Promise<void> => {
    await field.fill('');
    await field.focus();
    await wait(300);
    await takeKeyTimes(page);
    submitted.length = 0;
  };
  const unheard = async (): Promise<void> => {
    expect((await readVerdicts(page)).slice(before)).toEqual([]);
    expect(submitted).toEqual([]);
  };
  for (const delay_ms of TYPING_DELAYS) {
    await begin();
    await keyboard.type(SENTENCE, delay_ms);
    await keyboard.press('Return');
    await wait(200);
    const value = await field.inputValue();
    const times = await takeKeyTimes(page);
    expect(value, `typed at --delay ${delay_ms}`).toBe(`${SENTENCE}${enter}`);
    await unheard();
    note(`typing: ${name}`, delay_ms, usualGap(times), ['-', 0, '-', 0, SENTENCE.length + enter.length - value.length]);
  }
  await begin();
  await keyboard.type('ab', 160);
  await keyboard.press('ctrl+bracketright');
  await keyboard.type('C]d', 160);
  await expect(field, 'Ctrl+] by hand does nothing, and takes nothing with it').toHaveValue('abC]d');
  await begin();
  await keyboard.hold('a', 900);
  await wait(200);
  const presses = (await takeKeyTimes(page)).length;
  expect(presses, 'a held key repeats').toBeGreaterThan(5);
  await expect(field, 'a held key types as often as it repeats').toHaveValue('a'.repeat(presses));
  note(`held key: ${name}`, 0, 30, ['-', 0, '-', 0, presses - (await field.inputValue()).length]);
  await unheard();
}

test('wedge-keys: typing into a dialog’s field arrives to the letter, and is no scan', async () => {
  const { page } = dock;
  await page.keyboard.press('Alt+d');
  const field = page.getByRole('dialog').getByRole('textbox');
  await typesInto({ field, name: 'dialog', enter: '\n' });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
});

test('wedge-keys: typing into an input arrives to the letter, and the scan behind it is one', async () => {
  const { page, keyboard, submitted } = dock;
  const field = page.getByLabel('Keywords');
  await typesInto({ field, name: 'input', enter: '' });
  await field.fill('');
  const watch = { page, submitted, scan: (text: string) => keyboard.scan(text, 5) };
  const focus = async (): Promise<void> => {
    await field.fill('');
    await field.focus();
    await keyboard.type('Lu', 160);
    await expect(field).toHaveValue('Lu');
    // from the keys to the scanner
    await wait(300);
  };
  await scanCell(watch, { name: 'after typing', focus, field: true, host_asked: true }, ['ZZ-after']);
  await field.fill('');
});

test('wedge-keys: where digits choose, the digits and blanks of a scan do not', async () => {
  const desk = await openDesk('shipbridge', 'table');
  try {
    const { page } = desk;
    for (const code of ['SO-5003', '042100005264'])
      expect(await scanAndRead(page, code, 5)).not.toMatchObject({ level: 'refused' });
    // As a person, who does not press a key in the instant of a scan.
    await wait(300);
    await page.keyboard.press('Alt+d');
    const choice = page.getByTestId('choice').nth(1);
    await choice.waitFor();
    await scansAt(
      desk,
      { name: 'digits choose', focus: () => choice.focus(), field: false, host_asked: false },
      [0, 5, 40],
    );
    await desk.keyboard.press('3');
    await expect(page.getByTestId('choice').nth(2), 'the same digit by hand chooses').toHaveAttribute(
      'aria-checked',
      'true',
    );
  } finally {
    await desk.page.close();
    await desk.station.close();
  }
});
