import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENTS } from '@serialbridge/core/events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { receipt, TestStation } from '@serialbridge/testing/store/test-station';
import { fillTenant, type FilledTenant } from '@serialbridge/testing/store/fill-tenant';
import { recordStationEvents } from '../ledger/index.ts';
import { startCentral, type RunningCentral } from './start-central.ts';

let data_dir: string;
let running: RunningCentral;
const start = async (): Promise<void> => {
  running = await startCentral({ data_dir, port: 0, log_level: 'silent' });
};
beforeEach(async () => {
  data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-jobs-'));
  await start();
});
afterEach(async () => {
  await running.close();
  rmSync(data_dir, { recursive: true, force: true });
});

const outcomes = async ({ tenant_id, receiving }: FilledTenant): Promise<string[]> => {
  const rows = await running.central.store.db
    .selectFrom('event')
    .select('outcome')
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', receiving.station_id)
    .execute();
  return rows.map(({ outcome }) => outcome);
};

test('held.unknown-version: what an older central held is applied when a newer one starts', async () => {
  const tenant = await fillTenant(running.central.store);
  const { tenant_id, receiving } = tenant;
  const station = new TestStation(receiving.station_id);
  station.record(...receipt(tenant.w, ['H1']).slice(0, 1));
  const registry = EVENTS as Record<string, unknown>;
  const known = registry['receiving-session-opened'];
  Reflect.deleteProperty(registry, 'receiving-session-opened');
  try {
    await recordStationEvents(running.central.store, tenant_id, station.station_id, station.batch());
  } finally {
    registry['receiving-session-opened'] = known;
  }
  expect(await outcomes(tenant)).toEqual(['held']);
  await running.close();
  await start();
  await vi.waitFor(async () => expect(await outcomes(tenant)).toEqual(['accepted']), { timeout: 10_000 });
});
