import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, vi } from 'vitest';
import type { StationStore } from '@serialbridge/cache';
import { startCentral, type RunningCentral } from '@serialbridge/central';
import { createTenant, recordCentralEvents } from '@serialbridge/central/ledger';
import { createPairingCode } from '@serialbridge/central/auth';
import { REAL_PORTS, type SyncLoop } from '@serialbridge/station/sync';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';
import { startFaultProxy, type FaultProxy } from '@serialbridge/testing/fault-proxy';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { receipt } from '@serialbridge/testing/store/drafts';
import { put, testWarehouse, type TestWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { judge } from '@serialbridge/testing/judge/judge';
import { seededRandom } from '@serialbridge/testing/random';
import { BareStation } from '@serialbridge/testing/station/bare-station';

/** So many times faster than in earnest the station's waits go by: an answer is given up after 0.6 s. */
const FASTER = 50;

export interface FaultyLine {
  readonly running: RunningCentral;
  readonly proxy: FaultProxy;
  readonly w: TestWarehouse;
  readonly store: StationStore;
  readonly loop: SyncLoop;
  readonly goOnline: () => void;
  /** The station's and central's clocks may be put wrong. */
  readonly clocks: { station_ms: number; central_ms: number };
  /** What the loop logged as an error: nothing that a network does is one. */
  readonly errors: readonly string[];
  /** A receipt of so many units is scanned, event by event. */
  readonly scan: (units?: number) => void;
  /** Central's people change something. */
  readonly edit: () => Promise<void>;
  /** Everything sent, pulled and settled. */
  readonly settled: () => Promise<void>;
  /** resources/docs/SYNC.md's invariants; call when settled. */
  readonly faults: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export interface LineOptions {
  /** Central's folder. */
  readonly data_dir?: string;
  /** The station's folder. */
  readonly dir?: string;
  /** Until `goOnline`. */
  readonly is_offline?: boolean;
}

/** A real station's store and sync loop, a real central, and between them a network that can be spoiled. */
export async function openFaultyLine(options: LineOptions = {}): Promise<FaultyLine> {
  const folder = temporaryFolder();
  const dir = options.dir ?? join(folder.dir, 'station');
  const clocks = { station_ms: 0, central_ms: 0 };
  const running = await startCentral({
    data_dir: options.data_dir ?? join(folder.dir, 'central'),
    port: 0,
    log_level: 'silent',
    console_dir: join(folder.dir, 'none'),
    now: () => Date.now() + clocks.central_ms,
  });
  const { store: central } = running.central;
  const { tenant_id } = await createTenant(central, { name: 'Test', now: 1 });
  const w = testWarehouse();
  await recordCentralEvents(central, tenant_id, w.drafts, AS_CENTRAL);
  const { station_id } = w.station;
  const code = await createPairingCode(central, tenant_id, { station_id, now: running.central.now() });
  const proxy = await startFaultProxy(running.url, seededRandom(1));
  const station = new BareStation({
    name: 'dock',
    dir,
    now: () => Date.now() + clocks.station_ms,
    ports: {
      ...REAL_PORTS,
      timeout: (ms) => AbortSignal.timeout(ms / FASTER),
      after: (ms, work) => REAL_PORTS.after(ms / FASTER, work),
    },
  });
  await station.pair(proxy.url, code.pairing_code);
  if (options.is_offline !== true) station.goOnline();
  const { store, errors } = station;
  let made = 0;
  const headVersion = async (): Promise<number> => {
    const head = central.db.selectFrom('tenant_head').select('version').where('tenant_id', '=', tenant_id);
    return (await head.executeTakeFirstOrThrow()).version;
  };

  return {
    running,
    proxy,
    w,
    store,
    get loop() {
      return station.loop;
    },
    goOnline: () => station.goOnline(),
    clocks,
    errors,
    scan: (units = 2) => {
      const serials = Array.from({ length: units }, () => `S-${(made += 1)}`);
      for (const draft of receipt(w, serials)) station.record(draft);
    },
    edit: async () => {
      made += 1;
      const vendor = { vendor_id: uuidv7(), code: `V-${made}`, name: `Vendor ${made}` };
      await recordCentralEvents(central, tenant_id, [put('vendor', [vendor])], AS_CENTRAL);
    },
    settled: () =>
      vi.waitFor(
        async () => {
          expect(store.outbox.backlog()).toBe(0);
          expect(store.cache.state().cursor?.version).toBe(await headVersion());
          expect(store.overlay.count()).toBe(0);
          expect(station.loop.status().state).toBe('online');
        },
        { timeout: 20_000, interval: 10 },
      ),
    faults: async () => {
      const { breaches } = await judge({ store: central, tenant_id, stations: [station.judged], logs: 'one' });
      return breaches.map(({ message }) => message);
    },
    close: async () => {
      await station.close();
      await proxy.close();
      await running.close();
      folder.remove();
    },
  };
}
