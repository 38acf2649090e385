import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser } from '@playwright/test';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { furnish } from '@serialbridge/testing/processes/furnish';
import { CAMERA } from '@serialbridge/testing/processes/warehouse-files';
import { pressesOf, sendPresses, type KeyPress } from './support/key-presses.ts';
import { launchStation, type LaunchedStation } from './support/launch-station.ts';
import { placesOf, strayCell, type KeyTarget, type StrayWatch } from './support/stray-cell.ts';
import { altCode, GS_WAYS, STRAYS } from './support/stray-keys.ts';
import { scanAndRead } from './support/watch-screen.ts';
import { watchCalls } from './support/watch-calls.ts';
import { watchSubmits } from './support/watch-submits.ts';

/**
 * A key without a character within a keyboard scan, and GS in each way that scanners send it: one of each kind at both stations, with a unit counted
 * that F8 would save. Every place and pace is in wedge-strays.long.e2e.ts.
 */
const GS = '\u001D';
let data: string;
let central: CentralProcess;
interface Desk extends StrayWatch {
  readonly host: LaunchedStation;
}

test.use({ trace: 'off' });
test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-wedge-strays-'));
  central = await startCentralProcess(data);
  await furnish(central.admin);
});
test.afterAll(async () => {
  await central?.stop();
  rmSync(data, { recursive: true, force: true });
});

async function openDesk(
  browser: Browser,
  app: 'receivebridge' | 'shipbridge',
  name: string,
  opening: readonly string[],
): Promise<Desk> {
  const page = await browser.newPage();
  const submitted = watchSubmits(page);
  const calls = watchCalls(page);
  const host = await launchStation(page, { app, name, data, central });
  for (const code of opening) await scanAndRead(page, code, 4);
  return { page, station: app, submitted, calls, host };
}

const TEXT = 'ZZ-0012345';

async function everyKind(desk: Desk): Promise<readonly string[]> {
  const { page, station } = desk;
  const places = placesOf(page);
  const rows: string[] = [];
  const placeOf = (n: number): KeyTarget => places[n % 2] ?? places[0];
  const send = (presses: readonly KeyPress[]) => (): Promise<void> => sendPresses(page, presses, 4);
  const note = (what: string, place: string, came: string): void =>
    void rows.push(`  ${station.padEnd(14)} ${what.padEnd(28)} ${place.padEnd(8)} ${came}`);
  for (const [n, [name, stray]] of Object.entries(STRAYS).entries()) {
    // its first, second, third, a later key, or the one before Enter
    const at = [0, 1, 2, 6, TEXT.length][n % 5] ?? 0;
    const burst = [...pressesOf(TEXT.slice(0, at)), ...stray, ...pressesOf(`${TEXT.slice(at)}\n`)];
    const about = `${name} as key ${at + 1}`;
    const place = placeOf(n);
    await strayCell(desk, place, send(burst), null, `${station}, ${about}, ${place.name}`);
    note(about, place.name, 'refused as broken, once; nothing submitted');
  }
  await page.screenshot({ path: test.info().outputPath(`${station}.png`) });
  for (const [n, [name, gs]] of Object.entries(GS_WAYS).entries()) {
    const front = `]C10109501101530003219501${String(n).padStart(4, '0')}`;
    const burst = [...pressesOf(front), ...gs, ...pressesOf('10LOT-b\n')];
    const place = placeOf(n);
    await strayCell(desk, place, send(burst), `${front}${GS}10LOT-b`, `${station}, GS by ${name}, ${place.name}`);
    note(`GS by ${name}`, place.name, 'submitted whole');
  }
  const inAlt = [...pressesOf('ZZ-'), altCode('0228', 'ä'), altCode('065', 'A'), ...pressesOf('0012\n')];
  await strayCell(desk, places[0], send(inAlt), 'ZZ-äA0012', `${station}, Alt codes`);
  note('Alt+0228, Alt+065', 'field', 'submitted whole');
  return rows;
}

test('wedge-strays: both stations take a code with a stray key in it not at all, and read GS in each way', async ({
  browser,
}) => {
  const desks = await Promise.all([
    openDesk(browser, 'receivebridge', 'dock', ['PO-1001', CAMERA.upc, 'LMA00001']),
    openDesk(browser, 'shipbridge', 'table', ['SO-5003', CAMERA.upc]),
  ]);
  try {
    const rows = await Promise.all(desks.map(everyKind));
    console.log(rows.flat().join('\n'));
  } finally {
    for (const { page, host } of desks) {
      await page.close();
      await host.close();
    }
  }
});

/** The host learns of an option by its next pull. */
async function setGsKey(key: string, { host }: Desk): Promise<void> {
  const change = { key: 'station.scanner_gs_key', level: 'tenant', level_id: '', value: key } as const;
  await central.admin.call('policy.change', { body: { changes: [change] } });
  await expect(async () => {
    const policy = await new Promise<Readonly<Record<string, unknown>>>((resolve) => {
      const stop = host.client.subscribe('station', (state) => {
        resolve(state.policy);
        queueMicrotask(() => stop());
      });
    });
    expect(policy['station.scanner_gs_key']).toBe(key);
  }).toPass({ timeout: 20_000 });
}

test('wedge-strays: the key that is set for GS is one, and by hand keys still do what they do', async ({ browser }) => {
  const desk = await openDesk(browser, 'receivebridge', 'keys', ['PO-1001', CAMERA.upc, 'LMA00002']);
  const { page, host, calls } = desk;
  try {
    await setGsKey('F9', desk);
    const [field, nowhere] = placesOf(page);
    const gs = { key: 'F9', code: 'F9', key_code: 120 };
    for (const place of [field, nowhere]) {
      const burst = [...pressesOf(']C101095011015300032195010077'), gs, ...pressesOf('10LOT-b\n')];
      const whole = `]C101095011015300032195010077${GS}10LOT-b`;
      await strayCell(desk, place, () => sendPresses(page, burst, 4), whole, `GS by F9, ${place.name}`);
    }
    const input = page.getByTestId('scan-field');
    await input.fill('');
    await input.focus();
    const steps: readonly (readonly [string, string])[] = [
      ['a', 'a'],
      ['b', 'ab'],
      ['c', 'abc'],
      ['ArrowLeft', 'abc'],
      ['Backspace', 'ac'],
      ['Delete', 'a'],
      ['Home', 'a'],
      ['x', 'xa'],
      ['End', 'xa'],
      ['y', 'xay'],
      ['Shift+Home', 'xay'],
      ['Control+c', 'xay'],
      ['End', 'xay'],
      ['Control+v', 'xayxay'],
      ['Control+a', 'xayxay'],
      ['Control+x', ''],
      ['Control+v', 'xayxay'],
      ['Control+Backspace', ''],
    ];
    for (const [key, value] of steps) {
      await page.keyboard.press(key);
      // a person's next key comes no sooner
      await page.waitForTimeout(90);
      await expect(input, key).toHaveValue(value);
    }
    calls.length = 0;
    await page.keyboard.press('F8');
    await expect.poll(() => calls, 'by hand F8 acts').not.toEqual([]);
  } finally {
    await page.close();
    await host.close();
  }
});
