import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ptyPair, startScaleEmulator } from '@serialbridge/devices/emulators';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { BOSS, furnish } from '@serialbridge/testing/processes/furnish';
import { launchStation, type LaunchedStation } from './support/launch-station.ts';
import { scanAndRead } from './support/watch-screen.ts';

/** The device screen of a running station, by keyboard and scanner alone. */
let data: string;
let central: CentralProcess;
let station: LaunchedStation;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.use({ trace: 'off' });
test.beforeAll(async ({ browser }) => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-devices-'));
  central = await startCentralProcess(data);
  await furnish(central.admin);
  page = await browser.newPage();
  const devices = ['scanner=simulated,name=Scanner', 'scale=simulated,name=Scale', 'printer=simulated,name=Printer'];
  station = await launchStation(page, { app: 'receivebridge', name: 'dock', data, central, devices, operator: BOSS });
  await page.keyboard.press('Alt+3');
  await page.getByTestId('device-name').waitFor();
});
test.afterAll(async () => {
  await page?.close();
  await station?.close();
  await central?.stop();
  rmSync(data, { recursive: true, force: true });
});

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const chooseRadio = async (at: number): Promise<void> => {
  const radio = page.getByRole('radio').nth(at);
  await radio.focus();
  await page.keyboard.press('Space', { delay: 90 });
  await expect(radio).toBeChecked();
};
const dialog = () => page.getByRole('dialog');
const row = (name: string) => page.getByRole('option', { name });

test('device-screen: Esc closes what it stands in, with a list beneath', async () => {
  for (const [open, close] of [
    ['F6', 'Escape'],
    ['F7', 'Escape'],
  ] as const) {
    await press(open);
    await expect(dialog()).toHaveCount(1);
    await press(close);
    await expect(dialog()).toHaveCount(0);
  }
});

test('device-screen: scans are only tried here, whichever way they come', async () => {
  expect(await scanAndRead(page, 'PO-1001')).toMatchObject({ level: 'info', code: 'scan.tried' });
  await station.client.call('devices.simulate', { scan: 'SN-0001' });
  await expect(page.getByTestId('feedback')).toContainText('SN-0001');
  await expect(page.getByTestId('identify')).toContainText('Scanner');
  await page.waitForTimeout(100);
  await press('Alt+1');
  // a scan that came at once would count the key as its own first one, and take it along
  await expect(page.getByTestId('identify')).toHaveCount(0);
  expect(await scanAndRead(page, 'PO-1001')).not.toMatchObject({ code: 'scan.tried' });
  // right behind a code's Enter a key is still the scanner's
  await page.waitForTimeout(100);
  await press('Alt+3');
  await page.getByTestId('device-name').waitFor();
});

test('device-screen: a scale is tested and zeroed, a label is printed', async () => {
  await station.client.call('devices.simulate', { weight_g: 1250, stable: true });
  await press('Alt+t');
  await expect(page.getByTestId('device-name')).toHaveText('Scale');
  const main = page.getByRole('main');
  await expect(main).toContainText('1250.00');
  await station.client.call('devices.simulate', { weight_g: 1250, stable: false });
  await expect(main.getByText('Moving').first()).toBeVisible();
  await station.client.call('devices.simulate', { weight_g: 1250, stable: true });
  await press('F9');
  await expect(row('Scale')).toContainText('0.00 g');
  await row('Printer')
    .focus()
    .catch(() => undefined);
  await press('ArrowDown');
  await expect(page.getByTestId('device-name')).toHaveText('Printer');
  await press('F8');
  await expect(main.getByText('printed')).toBeVisible();
});

test('device-screen: a scale that nobody knows is found out and set up, without the mouse', async () => {
  const wire = await ptyPair(join(data, 'scale-device'), join(data, 'scale-station'));
  const scale = await startScaleEmulator({ path: wire.device_path, protocol: 'sma', grams: 2268 });
  try {
    await press('F6');
    await chooseRadio(1);
    await press('F8');
    await page.keyboard.type(wire.station_path, { delay: 90 });
    await press('F8');
    await expect(page.getByTestId('setup-step')).toHaveAttribute('data-step', 'speaks');
    await chooseRadio(0);
    await press('F8');
    await expect(page.getByTestId('probe-progress')).toBeVisible();
    const found = dialog().getByText('SMA', { exact: true }).first();
    await expect(found).toBeVisible({ timeout: 60_000 });
    await expect(dialog()).toContainText('5.000 lb');
    await chooseRadio(0);
    await press('F8');
    await expect(page.getByTestId('setup-step')).toHaveAttribute('data-step', 'save');
    // what is missing is said, and nothing is lost by it
    await press('F8');
    await expect(dialog()).toContainText('Give it a name.');
    await page.keyboard.type('Bench scale', { delay: 90 });
    await press('F8');
    await expect(dialog()).toHaveCount(0);
    await expect(row('Bench scale')).toContainText('ready', { timeout: 30_000 });
    const { devices } = await new Promise<{ devices: readonly { origin: string; kind: string; profile: string }[] }>(
      (resolve) => {
        const stop = station.client.subscribe('devices', (state) => {
          queueMicrotask(() => stop());
          resolve(state);
        });
      },
    );
    expect(devices.filter(({ origin }) => origin === 'saved')).toMatchObject([
      { kind: 'scale', profile: 'own-bench-scale' },
    ]);
  } finally {
    await scale.stop();
    await wire.unplug();
  }
});
