import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { createTenant, recordCentralEvents } from '@serialbridge/central/ledger';
import { openStore, type Store } from '@serialbridge/central/storage';
import { createPairingCode } from '@serialbridge/central/auth';
import { judge, readsFolder, type Accepted, type Judged } from '@serialbridge/testing/judge/judge';
import { peopleDoubted } from '@serialbridge/testing/store/cases-opened';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { put, testOrder, testWarehouse, worker } from '@serialbridge/testing/store/test-warehouse';
import type { Programs } from './bundle.ts';
import type { RecorderTask } from './recorder.ts';
import { Victim } from './victim.ts';

/** Two of each, so that two may receive one serial, and two pack one unit. */
const KINDS = ['receiving', 'receiving', 'packing', 'packing'] as const;
/** So many that no receipt and no box is ever one too many. */
const PLENTY = 100_000_000;

/** One station, through all its lives. */
export interface Host {
  readonly name: string;
  readonly station_id: string;
  readonly dir: string;
  /** Every acceptance that was printed: what a person was told is recorded. */
  readonly accepted: Accepted[];
  /** The seq of the last of them. */
  last_accepted: number;
  /** The last event of which it said that central has it. */
  acknowledged: number;
  victim: Victim;
  start(): Promise<{ readonly seq: number; readonly acknowledged: number }>;
}

export interface KillWorld {
  readonly tenant_id: string;
  readonly hosts: readonly Host[];
  readonly central: { readonly current: Victim; start(): Promise<void> };
  /** Ends the database server at once and starts it again; null: central's database is a file. */
  readonly crashDatabase: (() => Promise<void>) | null;
  /** The database itself, beside central's own process. */
  readonly store: Store;
  judge(): Promise<Judged>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly folder: string;
  readonly database: { readonly url: string; readonly crash: () => Promise<void> } | null;
  readonly seed: number;
  /** Milliseconds between two scans of a station. */
  readonly pace_ms: number;
}

export async function makeKillWorld(programs: Programs, options: WorldOptions): Promise<KillWorld> {
  const { folder, database, seed, pace_ms } = options;
  const database_url = database?.url ?? null;
  const data_dir = join(folder, 'central');
  const store = await openStore({ data_dir, database_url: database?.url });
  const { tenant_id } = await createTenant(store, { name: 'Kills', now: 1 });
  const w = testWarehouse();
  const { order, order_line } = testOrder(w, 'SO-1');
  const stations = KINDS.map((kind, at) => ({
    ...w.station,
    station_id: uuidv7(),
    name: `Station-${at + 1}`,
    kind,
  }));
  const drafts = [
    put('warehouse', [w.warehouse]),
    put('vendor', [w.vendor]),
    put('product', [w.product]),
    put('operator', [worker]),
    put('station', stations),
    put('purchase_order', [w.purchase_order]),
    put('po_line', [{ ...w.po_line, quantity_ordered: PLENTY }]),
    put('order', [order]),
    put('order_line', [{ ...order_line, quantity: PLENTY }]),
  ];
  await recordCentralEvents(store, tenant_id, drafts, AS_CENTRAL);

  let url = '';
  let running: Victim | null = null;
  const startCentral = async (): Promise<void> => {
    const port = url === '' ? 0 : Number(new URL(url).port);
    const task = { data_dir, database_url, port, console_dir: join(folder, 'no-console') };
    running = new Victim(programs.central, programs.compiled, task, () => undefined);
    url = (await running.until('ready', true)).split(' ')[1] ?? '';
  };
  await startCentral();

  let lives = 0;
  const makeHost = async ({ station_id, name, kind }: (typeof stations)[number]): Promise<Host> => {
    const dir = join(folder, name);
    const { pairing_code } = await createPairingCode(store, tenant_id, { station_id, now: Date.now() });
    const onLine = (line: string): void => {
      const [word, seq = '', hash = ''] = line.split(' ');
      if (word === 'accepted') {
        host.accepted.push({ hash, envelope: null });
        host.last_accepted = Number(seq);
      } else if (word === 'acknowledged') host.acknowledged = Number(seq);
    };
    const spawnHost = (): Victim => {
      lives += 1;
      const life = { dir, central_url: url, pairing_code, name, kind, seed: seed * 100_000 + lives };
      const task: RecorderTask = { ...life, w, order: { order, order_line } };
      return new Victim(programs.recorder, programs.compiled, task, onLine);
    };
    const begin = async (): Promise<{ seq: number; acknowledged: number }> => {
      const [, seq = 0, acknowledged = 0] = (await host.victim.until('open', true)).split(' ').map(Number);
      host.victim.send(`pace ${pace_ms}`);
      return { seq, acknowledged };
    };
    const host: Host = {
      name,
      station_id,
      dir,
      accepted: [],
      last_accepted: 0,
      acknowledged: 0,
      victim: spawnHost(),
      start: () => {
        host.victim = spawnHost();
        return begin();
      },
    };
    await begin();
    return host;
  };
  const hosts: Host[] = [];
  for (const station of stations) hosts.push(await makeHost(station));

  return {
    tenant_id,
    hosts,
    store,
    crashDatabase: database?.crash ?? null,
    central: {
      get current(): Victim {
        if (running === null) throw new Error('central was never started');
        return running;
      },
      start: startCentral,
    },
    judge: async () => {
      const doubted = await peopleDoubted(store);
      if (doubted !== null) throw new Error(`honest people opened cases: ${doubted}`);
      const judged = hosts.map(({ name, dir, accepted }) => ({ name, read: readsFolder(dir), accepted }));
      return judge({ store, tenant_id, stations: judged, logs: 'one' });
    },
    close: async () => {
      const all = [...hosts.map(({ victim }) => victim), ...(running === null ? [] : [running])];
      for (const victim of all) if (victim.isAlive) victim.kill();
      await Promise.all(all.map(({ gone }) => gone));
      await store.close();
    },
  };
}
