import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ptyPair, startScaleEmulator } from '@serialbridge/devices/emulators';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { BOSS, furnishPeople, PACKER } from '@serialbridge/testing/processes/furnish';
import {
  CAMERA,
  LENS,
  ORDERS_CSV,
  PRODUCTS_CSV,
  PURCHASE_ORDERS_CSV,
} from '@serialbridge/testing/processes/warehouse-files';
import { importFile, openConsole } from './story/console-pages.ts';
import { openStation, type OpenStation } from './story/open-station.ts';

/** The main story on the running product: real central, real hosts, real pages, a scale on a pty. */
test.describe.configure({ mode: 'serial' });

let data: string;
let central: CentralProcess;
const cleanUps: (() => Promise<unknown>)[] = [];

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-story-'));
  central = await startCentralProcess(data);
  cleanUps.push(() => central.stop());
  await furnishPeople(central.admin);
});
test.afterAll(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp().catch(() => undefined);
  rmSync(data, { recursive: true, force: true });
});

test('story: received on the dock, shipped while central is away by two stations, told apart by a case that a supervisor resolves', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const office = await context.newPage();

  await test.step('import products, purchase orders and orders from CSV', async () => {
    await openConsole(office, central.url);
    await importFile(office, central.url, 'products', PRODUCTS_CSV);
    await importFile(office, central.url, 'purchase-orders', PURCHASE_ORDERS_CSV);
    await importFile(office, central.url, 'orders', ORDERS_CSV);
  });

  const open = async (
    app: 'receivebridge' | 'shipbridge',
    name: string,
    devices: readonly string[],
  ): Promise<OpenStation> => {
    const station = await openStation(context, { app, name, data, central, devices });
    cleanUps.push(() => station.close());
    return station;
  };

  const dock = await open('receivebridge', 'Dock 1', []);
  await test.step('receive a line of five by wedge scans, with refusals, an undo and a save', async () => {
    await dock.signIn(PACKER.code, PACKER.pin);
    await dock.expectScan('PO-1001', 'info', 'receiving.document-opened');
    await dock.expectScan(CAMERA.upc, 'info', 'receiving.line-chosen');
    await dock.expectScan(CAMERA.serial(1), 'accepted', 'receiving.serial-accepted');
    await dock.expectScan(CAMERA.serial(2), 'accepted', 'receiving.serial-accepted');
    await dock.expectScan(CAMERA.serial(2), 'refused', 'serial.duplicate-in-document');
    await dock.expectScan(CAMERA.upc, 'refused', 'serial.is-product-code');
    await dock.expectScan('CM77', 'refused', 'serial.length');
    await dock.expectScan(CAMERA.serial(9), 'accepted', 'receiving.serial-accepted');
    await dock.page.waitForTimeout(300);
    await dock.page.getByTestId('undo-button').click();
    await expect(dock.feedback).toHaveAttribute('data-code', 'receiving.undone');
    await dock.expectScan(CAMERA.serial(3), 'accepted', 'receiving.serial-accepted');
    await dock.expectScan(CAMERA.serial(4), 'accepted', 'receiving.serial-accepted');
    await dock.expectScan(CAMERA.serial(5), 'complete', 'receiving.line-complete');
    await dock.expectScan(LENS.upc, 'info', 'receiving.line-chosen');
    await dock.expectScan(LENS.serial(1), 'accepted', 'receiving.serial-accepted');
    await dock.expectScan('*SB:SAVE*', 'complete', 'receiving.saved');
    await expect(dock.page.getByTestId('backlog')).toHaveAttribute('data-backlog', '0');
  });

  await test.step('the console shows the five units', async () => {
    await office.bringToFront();
    await office.goto(`${central.url}/units?text=CM`);
    await expect(office.getByTestId('unit-row')).toHaveCount(5);
    await expect(office.getByTestId('unit-row').filter({ hasText: CAMERA.serial(9) })).toHaveCount(0);
  });

  const wire = await ptyPair(join(data, 'scale'), join(data, 'station-scale'));
  cleanUps.push(() => wire.unplug());
  const scale = await startScaleEmulator({ path: wire.device_path, grams: 1296 });
  cleanUps.push(() => scale.stop());
  const table1 = await open('shipbridge', 'Packing 1', [`scale=${wire.station_path},baud=9600`]);
  const table2 = await open('shipbridge', 'Packing 2', []);
  await table1.signIn(PACKER.code, PACKER.pin);
  await table2.signIn(BOSS.code, BOSS.pin);
  await central.stop();

  await test.step('ship an order with two of them while central is away', async () => {
    const { page } = table1;
    await table1.expectScan('SO-5001', 'info', 'packing.order-opened');
    await table1.expectScan(CAMERA.upc, 'info', 'packing.scan-serial');
    await table1.expectScan(CAMERA.serial(77), 'refused', 'serial.not-received');
    await table1.expectScan(CAMERA.serial(1), 'accepted', 'packing.packed');
    await table1.expectScan(CAMERA.serial(1), 'refused', 'serial.duplicate-in-document');
    await table1.expectScan(LENS.serial(1), 'refused', 'serial.other-product');
    await table1.expectScan(CAMERA.serial(2), 'complete', 'packing.order-complete');
    await expect(page.getByTestId('packed-serial')).toHaveCount(2);
    await page.getByTestId('next-step').click();
    await page.getByTestId('read-scale').click();
    await expect(page.getByTestId('weight')).toHaveAttribute('data-weight', '1296');
    await page.getByTestId('next-step').click();
    await table1.expectScan('1Z999AA10123456784', 'complete', 'packing.tracking-taken');
    await page.getByTestId('choice').first().click();
    await page.getByTestId('ship-button').click();
    await expect(page.getByTestId('phase')).toHaveAttribute('data-phase', 'done');
    await expect(page.getByTestId('sync-state')).toHaveAttribute('data-state', 'offline');
    await expect(page.getByTestId('backlog')).not.toHaveAttribute('data-backlog', '0');
  });

  await test.step('a second packing station, away from central too, ships one of the same serials', async () => {
    const { page } = table2;
    await table2.expectScan('SO-5002', 'info', 'packing.order-opened');
    await table2.expectScan(CAMERA.upc, 'info', 'packing.scan-serial');
    await table2.expectScan(CAMERA.serial(1), 'complete', 'packing.order-complete');
    await page.getByTestId('next-step').click();
    await page.getByTestId('weight-input').fill('652');
    await page.getByTestId('take-weight').click();
    await page.getByTestId('next-step').click();
    await page.getByTestId('choice').first().click();
    await page.getByTestId('ship-button').click();
    await expect(page.getByTestId('phase')).toHaveAttribute('data-phase', 'done');
  });

  await test.step('central is back: everything arrives and a case names both facts', async () => {
    await central.start();
    for (const station of [table1, table2, dock]) {
      await expect(station.page.getByTestId('sync-state')).toHaveAttribute('data-state', 'online', { timeout: 60_000 });
      await expect(station.page.getByTestId('backlog')).toHaveAttribute('data-backlog', '0', { timeout: 60_000 });
      await expect(station.page.getByTestId('open-cases')).toHaveAttribute('data-state', '1', { timeout: 60_000 });
    }
    await office.bringToFront();
    await office.goto(`${central.url}/cases?state=open`);
    await expect(office.getByTestId('case-row')).toHaveCount(1);
    await office.getByTestId('case-row').getByRole('link').first().click();
    const facts = office.getByTestId('case-fact');
    await expect(facts.filter({ hasText: 'Packing 1' }).filter({ hasText: PACKER.name })).not.toHaveCount(0);
    await expect(facts.filter({ hasText: 'Packing 2' }).filter({ hasText: BOSS.name })).not.toHaveCount(0);
  });

  await test.step('a supervisor resolves it; every station sees it, and the history tells it all', async () => {
    await office.getByTestId('case-fact').filter({ hasText: 'Packing 1' }).last().getByRole('radio').check();
    await office.getByTestId('case-note').fill('Counted again: the unit left in the box of SO-5001.');
    await office.getByTestId('case-resolve').click();
    await office.getByTestId('case-confirm').click();
    await expect(office.getByTestId('case-resolved')).toContainText('Counted again');
    for (const station of [table1, table2, dock]) {
      await expect(station.page.getByTestId('open-cases')).toHaveAttribute('data-state', '0', { timeout: 60_000 });
    }
    await office.goto(`${central.url}/units?text=${CAMERA.serial(1)}`);
    await office.getByTestId('unit-row').getByRole('link').first().click();
    await expect(office.getByTestId('history-item')).not.toHaveCount(0);
    const history = (await office.getByTestId('history-item').allInnerTexts()).join('\n');
    for (const words of ['Dock 1', 'Packing 1', 'Packing 2', PACKER.name, BOSS.name, 'SO-5001', 'SO-5002'])
      expect(history).toContain(words);
  });
});
