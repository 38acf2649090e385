import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser } from '@playwright/test';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { furnish } from '@serialbridge/testing/processes/furnish';
import { CAMERA } from '@serialbridge/testing/processes/warehouse-files';
import { pressesOf, sendPresses } from './support/key-presses.ts';
import { launchStation, type LaunchedStation } from './support/launch-station.ts';
import { placesOf, strayCell, type StrayWatch } from './support/stray-cell.ts';
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
let desk: StrayWatch & { readonly host: LaunchedStation };

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

async function openDesk(browser: Browser, app: 'receivebridge' | 'shipbridge'): Promise<typeof desk> {
  const page = await browser.newPage();
  const submitted = watchSubmits(page);
  const calls = watchCalls(page);
  const host = await launchStation(page, { app, name: app, data, central });
  return { page, station: app, submitted, calls, host };
}

for (const [app, opening] of [
  ['receivebridge', ['PO-1001', CAMERA.upc, 'LMA00001']],
  ['shipbridge', ['SO-5003', CAMERA.upc]],
] as const)
  test(`wedge-strays: ${app} takes a code with a stray key in it as a whole or not at all, and reads GS in each way`, async ({
    browser,
  }) => {
    desk = await openDesk(browser, app);
    const { page, host } = desk;
    try {
      for (const code of opening) await scanAndRead(page, code, 4);
      const places = placesOf(page);
      const rows: string[] = [];
      const note = (what: string, place: string, came: string): void =>
        void rows.push(`  ${app.padEnd(14)} ${what.padEnd(26)} ${place.padEnd(8)} ${came}`);
      const text = 'ZZ-0012345';
      for (const [n, [name, stray]] of Object.entries(STRAYS).entries()) {
        // its first, second, third, a later key, or the one before Enter
        const at = [0, 1, 2, 6, text.length][n % 5] ?? 0;
        const burst = [...pressesOf(text.slice(0, at)), ...stray, ...pressesOf(`${text.slice(at)}\n`)];
        const place = places[n % 2] ?? places[0];
        const about = `${app}, ${name} as key ${at + 1}, ${place.name}`;
        await strayCell(desk, place, () => sendPresses(page, burst, 4), null, about);
        note(`${name} as key ${at + 1}`, place.name, 'broken, nothing submitted');
      }
      for (const [n, [name, gs]] of Object.entries(GS_WAYS).entries()) {
        const serial = `9501${String(n).padStart(4, '0')}`;
        const burst = [...pressesOf(`]C1010950110153000321${serial}`), ...gs, ...pressesOf('10LOT-b\n')];
        const whole = `]C1010950110153000321${serial}${GS}10LOT-b`;
        const place = places[n % 2] ?? places[0];
        await strayCell(desk, place, () => sendPresses(page, burst, 4), whole, `${app}, GS by ${name}, ${place.name}`);
        note(`GS by ${name}`, place.name, 'whole');
      }
      const inAlt = [...pressesOf('ZZ-'), altCode('0228', 'ä'), altCode('065', 'A'), ...pressesOf('0012\n')];
      await strayCell(desk, places[0], () => sendPresses(page, inAlt, 4), 'ZZ-äA0012', `${app}, Alt codes`);
      note('Alt+0228, Alt+065', 'field', 'whole');
      console.log(rows.join('\n'));
      await page.getByTestId('scan-field').fill('');
      if (app === 'receivebridge') {
        await page.keyboard.press('F8');
        await expect(page.getByRole('dialog').or(page.getByTestId('feedback')).first(), 'by hand F8 acts').toBeVisible();
      }
    } finally {
      await page.close();
      await host.close();
    }
  });
