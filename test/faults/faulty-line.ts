import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, vi } from 'vitest';
import { openStationStore, type StationStore } from '@serialbridge/cache';
import { startCentral, type RunningCentral } from '@serialbridge/central';
import { createPairingCode } from '@serialbridge/central/auth';
import { createTenant, recordCentralEvents } from '@serialbridge/central/ledger';
import type { EventDraft } from '@serialbridge/core/events';
import { applyEvent } from '@serialbridge/core/ledger';
import { pairWithCentral, REAL_PORTS, syncLoop, type SyncLoop } from '@serialbridge/station/sync';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';
import { startFaultProxy, type FaultProxy } from '@serialbridge/testing/fault-proxy';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { receipt } from '@serialbridge/testing/store/drafts';
import { put, testWarehouse, type TestWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { judge } from './judge.ts';
import { seeded } from './random.ts';

/** So many times faster than in earnest the station's waits go by: an answer is given up after 0.6 s. */
const FASTER = 50;
const silent = (): void => undefined;

export interface FaultyLine {
  readonly running: RunningCentral;
  readonly tenant_id: string;
  readonly proxy: FaultProxy;
  readonly dir: string;
  readonly w: TestWarehouse;
  readonly store: StationStore;
  readonly loop: SyncLoop;
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
  /** SYNC.md's invariants; call when settled. */
  readonly faults: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export interface LineOptions {
  /** Central's folder. */
  readonly data_dir?: string;
  /** Central on PostgreSQL. */
  readonly database_url?: string;
  /** The station's folder. */
  readonly dir?: string;
}

/** A real station's store and sync loop, a real central, and between them a network that can be spoiled. */
export async function openFaultyLine(options: LineOptions = {}): Promise<FaultyLine> {
  const folder = temporaryFolder();
  const dir = options.dir ?? join(folder.dir, 'station');
  const clocks = { station_ms: 0, central_ms: 0 };
  const running = await startCentral({
    data_dir: options.data_dir ?? join(folder.dir, 'central'),
    database_url: options.database_url,
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
  const proxy = await startFaultProxy(running.url, seeded(1));
  const store = openStationStore({ dir, newId: uuidv7, fold: applyEvent });
  const paired = await pairWithCentral(proxy.url, code.pairing_code, 'test');
  store.writeIdentity({ ...paired, central_url: proxy.url, paired_at: 1 });
  const errors: string[] = [];
  const now = (): number => Date.now() + clocks.station_ms;
  const loop = syncLoop({
    store,
    software: 'test',
    now,
    random: Math.random,
    log: {
      debug: silent,
      info: silent,
      warn: silent,
      error: (details, text) => void errors.push(`${text} ${JSON.stringify(details)}`),
    },
    insecure_http: false,
    ports: {
      ...REAL_PORTS,
      timeout: (ms) => AbortSignal.timeout(ms / FASTER),
      after: (ms, work) => REAL_PORTS.after(ms / FASTER, work),
    },
    onStatus: silent,
    onData: silent,
  });
  const heard = new Map<number, string>();
  let made = 0;

  const append = (draft: EventDraft): void => {
    const request = { station_id, operator_id: null, approved_by: null, policy_version: 0 };
    const clock = { captured_at: now(), clock_offset_ms: loop.clockOffsetMs() };
    const cache_version = store.cacheState().cursor?.version ?? 0;
    for (const { envelope } of store.append({ drafts: [draft], ...request, ...clock, cache_version }))
      heard.set(envelope.seq, envelope.hash);
    loop.recorded();
  };
  const headVersion = async (): Promise<number> => {
    const head = central.db.selectFrom('tenant_head').select('version').where('tenant_id', '=', tenant_id);
    return (await head.executeTakeFirstOrThrow()).version;
  };

  return {
    running,
    tenant_id,
    proxy,
    dir,
    w,
    store,
    loop,
    clocks,
    errors,
    scan: (units = 2) => {
      const serials = Array.from({ length: units }, () => `S-${(made += 1)}`);
      for (const draft of receipt(w, serials)) append(draft);
    },
    edit: async () => {
      made += 1;
      const vendor = { vendor_id: uuidv7(), code: `V-${made}`, name: `Vendor ${made}` };
      await recordCentralEvents(central, tenant_id, [put('vendor', [vendor])], AS_CENTRAL);
    },
    settled: () =>
      vi.waitFor(
        async () => {
          expect(store.backlog()).toBe(0);
          expect(store.cacheState().cursor?.version).toBe(await headVersion());
          expect(store.overlaidEvents()).toBe(0);
          expect(loop.status().state).toBe('online');
        },
        { timeout: 20_000, interval: 10 },
      ),
    faults: async () => {
      const host = { name: 'dock', station_id, dir, heard };
      return (await judge({ store: central, tenant_id, hosts: [host] })).faults;
    },
    close: async () => {
      await loop.stop();
      store.close();
      await proxy.close();
      await running.close();
      folder.remove();
    },
  };
}
