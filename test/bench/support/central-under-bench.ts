import { join } from 'node:path';
import { openStore, type Store } from '@serialbridge/central/storage';
import { createPairingCode } from '@serialbridge/central/auth';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { freshDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { AS_CENTRAL, fillTenant, type FilledTenant } from '@serialbridge/testing/store/fill-tenant';
import { put } from '@serialbridge/testing/store/test-warehouse';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { casesOpened } from '@serialbridge/testing/store/cases-opened';
import { check, type BenchLine, type BenchOptions } from '../bench.ts';

export type Engine = 'SQLite' | 'PostgreSQL';

/** A central's database, filled with a tenant; processes may be started on it and stopped again. */
export interface CentralUnderBench extends FilledTenant {
  readonly engine: Engine;
  readonly data_dir: string;
  /** Null: SQLite in data_dir. */
  readonly database_url: string | null;
  /** Works on the database without a process on it. */
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** On this port, or on a free one. */
  start(port?: number): Promise<CentralProcess>;
  /** A code with which a computer becomes the receiving station. */
  pairingCode(): Promise<string>;
  remove(): Promise<void>;
}

export const ENGINES: readonly Engine[] = ['SQLite', 'PostgreSQL'];

/** Ordered on the one line: whatever is counted there is not too much. */
const NEVER_FULL = 1_000_000;
/** Above so many units one round is enough, and PostgreSQL alone. */
export const MANY_UNITS = 2_000_000;

/** The lines of each engine there is, each on a central of its own. */
export async function onEachEngine(
  name: string,
  options: BenchOptions,
  bench: (central: CentralUnderBench, options: BenchOptions) => Promise<BenchLine | readonly BenchLine[]>,
): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const engine of ENGINES) {
    if (engine === 'SQLite' && (options.units ?? 0) > MANY_UNITS && options.postgres_url !== null) {
      options.say(`${name}: ${options.units ?? 0} units on PostgreSQL alone`);
      continue;
    }
    const central = await makeCentral(engine, name, options);
    if (central === null) continue;
    try {
      options.say(`${name}: central on ${engine}`);
      lines.push(...[await bench(central, options)].flat());
      const cases = await central.withStore(casesOpened);
      check(cases === null, `${name}: honest work at central on ${engine} opened cases: ${cases}`);
    } finally {
      await central.remove();
    }
  }
  return lines;
}

/** Null where there is no PostgreSQL. */
export async function makeCentral(
  engine: Engine,
  name: string,
  { scratch, postgres_url }: BenchOptions,
): Promise<CentralUnderBench | null> {
  if (engine === 'PostgreSQL' && postgres_url === null) return null;
  const database = engine === 'PostgreSQL' && postgres_url !== null ? await freshDatabase(postgres_url) : null;
  const folder = join(scratch, `${name}-${engine}`);
  const data_dir = join(folder, 'central');
  const database_url = database?.url ?? null;
  const withStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore({ data_dir, ...(database_url === null ? {} : { database_url }) });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  const filled = await withStore(async (store) => {
    const tenant = await fillTenant(store);
    const po_line = { ...tenant.w.po_line, quantity_ordered: NEVER_FULL };
    await recordCentralEvents(store, tenant.tenant_id, [put('po_line', [po_line])], AS_CENTRAL);
    return { ...tenant, w: { ...tenant.w, po_line } };
  });
  return {
    ...filled,
    engine,
    data_dir,
    database_url,
    withStore,
    start: (port = 0) => startCentralProcess(folder, { database_url: database_url ?? undefined, port, admin: 'none' }),
    pairingCode: () =>
      withStore(async (store) => {
        const at = { station_id: filled.w.station.station_id, now: Date.now() };
        return (await createPairingCode(store, filled.tenant_id, at)).pairing_code;
      }),
    remove: async () => {
      await database?.drop();
    },
  };
}
