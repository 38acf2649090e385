import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openStationStore, type AppendedEvent, type LoaderMode, type StationStore } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import { syncLoop, type SyncLoop } from '@serialbridge/station/sync';
import { STATION_KEY } from '../store/test-station.ts';
import type { FakeCentral } from './fake-central.ts';
import { keptLog } from './host-fixture.ts';

const TENANT_ID = '018f0000-0000-7000-8000-0000000000a4';
const foldNothing = () => ({ outcome: 'accepted', changes: [], units: [], held_reason: null, waits_for: [] }) as const;

/** A store whose fold changes nothing: for tests of how events and rows travel, not of what they do. */
export function openSyncStore(dir: string, loader?: LoaderMode): StationStore {
  const given = loader === undefined ? {} : { loader };
  return openStationStore({ dir, newId: () => randomUUID(), fold: foldNothing, ...given });
}

/** As pairing leaves it: the station of this central, which is reached under that address. */
export function pairTo(store: StationStore, central: FakeCentral, central_url: string): void {
  store.identity.write({
    central_url,
    central_id: central.central_id,
    tenant_id: TENANT_ID,
    station_id: central.station_id,
    station_name: 'Dock 1',
    kind: 'receiving',
    warehouse_id: '018f0000-0000-7000-8000-0000000000a2',
    credential: 'x'.repeat(32),
    central_key: central.key.public_key,
    paired_at: 1,
  });
  const { station_id } = central;
  if (store.keys.read(station_id) === null)
    store.keys.write(STATION_KEY, { tenant_id: TENANT_ID, station_id, station_name: 'Dock 1' }, 1);
}

/** The sync loop of a store without a host, not started; without jitter, so with the shortest waits. */
export function loopOf(store: StationStore, options: Partial<Parameters<typeof syncLoop>[0]> = {}): SyncLoop {
  return syncLoop({
    store,
    software: 'test',
    now: Date.now,
    random: () => 0,
    log: keptLog(),
    insecure_http: false,
    onStatus: () => undefined,
    onData: () => undefined,
    ...options,
  });
}

/** The program that syncs the station of the folder that it is given until it is killed. */
export const PULL_LOOP = join(import.meta.dirname, 'pull-loop.ts');

const NOTHING: EventDraft = { type: 'records-put', body: { import_id: null, entity: 'vendor', rows: [] } };

/** So many events of this station, of which the sync tests care only that they are there. */
export function recordEvents(
  store: StationStore,
  station_id: string,
  count: number,
  draft = NOTHING,
): readonly AppendedEvent[] {
  return store.log.append({
    drafts: Array.from({ length: count }, () => draft),
    station_id,
    operator_id: null,
    approved_by: null,
    captured_at: 1,
    clock_offset_ms: null,
    policy_version: 0,
    cache_version: 0,
  });
}

/** A vendor of that name, put in. */
export const vendorPut = (name: string): EventDraft => ({
  type: 'records-put',
  body: { import_id: null, entity: 'vendor', rows: [{ vendor_id: randomUUID(), code: 'V', name }] },
});
