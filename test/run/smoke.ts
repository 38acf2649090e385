import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Feedback } from '@serialbridge/protocol/station';
import { newPairingCode } from '../../scripts/demo/load-demo.ts';
import { startCentralProcess } from '@serialbridge/testing/processes/central-process';
import { furnish, PACKER } from '@serialbridge/testing/processes/furnish';
import { startStationProcess, type StationProcess } from '@serialbridge/testing/processes/station-process';
import { CAMERA } from '@serialbridge/testing/processes/warehouse-files';

/**
 * `npm run smoke`: real processes on free ports and temporary data play the main story through the contract: a unit is received on the dock,
 * shipped from the packing table while central is away, synced later, and its history read in central. Prints the history; the exit code tells.
 */
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function expect(feedback: Feedback, level: Feedback['level'], code?: string): void {
  const codes = [feedback.headline.code, ...feedback.findings.map((one) => one.code)];
  if (feedback.level === level && (code === undefined || codes.includes(code))) return;
  throw new Error(
    `expected ${level} ${code ?? ''} for ${feedback.text ?? 'the command'}, got ${feedback.level} ${codes.join(', ')}`,
  );
}

async function signIn(station: StationProcess): Promise<void> {
  await station.until(
    'station',
    (state) => state.sync.state === 'online' && state.sync.cache_fresh_at !== null,
    'synced',
  );
  await station.client.call('station.sign_in', { code: PACKER.code, pin: PACKER.pin });
}

const drained = (station: StationProcess): Promise<unknown> =>
  station.until('station', ({ sync }) => sync.state === 'online' && sync.backlog === 0, 'everything acknowledged');

async function receiveFive(dock: StationProcess): Promise<void> {
  expect(await dock.scan('PO-1001'), 'info');
  expect(await dock.scan(CAMERA.upc), 'info');
  for (const n of [1, 2, 3, 4]) expect(await dock.scan(CAMERA.serial(n)), 'accepted');
  expect(await dock.scan(CAMERA.serial(2)), 'refused', 'serial.duplicate-in-document');
  expect(await dock.scan(CAMERA.upc), 'refused', 'serial.is-product-code');
  expect(await dock.scan('CM12'), 'refused', 'serial.length');
  expect(await dock.scan(CAMERA.serial(5)), 'complete');
  await dock.client.call('receiving.save', {});
}

async function shipTwoOffline(table: StationProcess): Promise<void> {
  expect(await table.scan('SO-5001'), 'info');
  await table.scan(CAMERA.upc);
  expect(await table.scan(CAMERA.serial(77)), 'refused', 'serial.not-received');
  expect(await table.scan(CAMERA.serial(1)), 'accepted');
  expect(await table.scan(CAMERA.serial(1)), 'refused');
  expect(await table.scan(CAMERA.serial(2)), 'complete');
  await table.client.call('packing.go_to', { phase: 'weigh' });
  const [box] = table.state('packing').packages;
  if (box === undefined) throw new Error('there is no box to weigh');
  await table.client.call('packing.set_weight', { package_id: box.package_id, weight_g: 1380 });
  await table.client.call('packing.go_to', { phase: 'ship' });
  const shipped = await table.client.call('packing.ship', {
    carrier: 'Manual',
    service: null,
    tracking: [{ package_id: box.package_id, tracking_number: '1Z999AA10123456784' }],
  });
  expect(shipped.feedback, 'complete');
}

const data = mkdtempSync(join(tmpdir(), 'serialbridge-smoke-'));
const started = performance.now();
const stops: (() => Promise<void>)[] = [];
try {
  const central = await startCentralProcess(data);
  stops.push(() => central.stop());
  await furnish(central.admin);
  const station = async (
    app: 'receivebridge' | 'shipbridge',
    name: string,
    kind: 'receiving' | 'packing',
  ): Promise<StationProcess> => {
    const made = await startStationProcess({
      app,
      data,
      name,
      central_url: central.url,
      pairing_code: await newPairingCode(central.admin, name, kind),
    });
    stops.push(() => made.stop());
    await signIn(made);
    return made;
  };
  const dock = await station('receivebridge', 'dock', 'receiving');
  await receiveFive(dock);
  await drained(dock);
  say('Received five units on the dock; refused a duplicate, the product’s own UPC and a serial too short.');
  const table = await station('shipbridge', 'table', 'packing');
  await central.stop();
  await shipTwoOffline(table);
  const { backlog } = table.state('station').sync;
  if (backlog === 0) throw new Error('central is away, so the packing table should have a backlog');
  say(`Shipped two of them with central away; ${backlog} events wait at the packing table.`);
  await central.start();
  await drained(table);
  const { rows } = await central.admin.call('units.list', { query: { text: CAMERA.serial(1) } });
  const [unit] = rows;
  if (unit === undefined || unit.state !== 'shipped')
    throw new Error(`central should know the unit as shipped, not ${unit?.state ?? 'not at all'}`);
  const { history } = await central.admin.call('units.get', { params: { unit_id: unit.unit_id } });
  say(`\nHistory of ${unit.serial_raw} (${unit.sku}), now ${unit.state} on ${unit.order_number ?? '?'}:`);
  for (const entry of history) {
    const documents = entry.documents.flatMap((one) => one.number ?? []).join(', ');
    say(
      `  ${new Date(entry.captured_at).toISOString()}  ${entry.type.padEnd(16)} ${entry.state_before ?? '–'} → ${entry.state_after ?? '–'}  ${entry.station.name}, ${entry.operator?.name ?? 'nobody'}  ${documents}`,
    );
  }
  const types = history.map((entry) => entry.type).join(' ');
  if (types !== 'receipt-saved unit-packed order-shipped')
    throw new Error(`the history should be receipt-saved, unit-packed, order-shipped; it is ${types}`);
  say(`\nSmoke passed in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
} catch (error) {
  say(`Smoke failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  for (const stop of stops.toReversed()) await stop().catch(() => undefined);
  rmSync(data, { recursive: true, force: true });
}
