import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pino, { type Logger } from 'pino';
import type { Central } from '../auth/central.ts';
import { centralIdentity } from '../auth/central-identity.ts';
import { PASSWORD_COST } from '../auth/passwords.ts';
import { bootstrap, lockedOutAdmin, type FirstAdmin, type WantedAdmin } from './bootstrap.ts';
import { checkReach, type Reach } from './plain-http.ts';
import { StartFailure } from './start-failure.ts';
import { buildServer } from './build-server.ts';
import { endHints } from '../sync/hint-stream.ts';
import { makeMetrics } from '../api/metrics.ts';
import { knownHosts } from './host-names.ts';
import { listenForMetrics, type MetricsOptions } from './metrics-routes.ts';
import { selfSignedTls, type Tls } from './tls.ts';
import { Jobs } from '../records/importing/jobs.ts';
import { startJobs } from './jobs.ts';
import { openStore, type Store } from '../storage/index.ts';
import { Snapshots } from '../sync/index.ts';

export const SOFTWARE = 'serialbridge-central/0.1.0';

/** A dock with a thousand stations has two connections each: the hints and the requests. */
const MOST_CONNECTIONS = 10_000;

export interface CentralOptions {
  /** Folder for the database (without `database_url`), snapshots and the own certificate. */
  readonly data_dir: string;
  /** `postgres://…`; without it SQLite in data_dir. */
  readonly database_url?: string | undefined;
  /** 0: a free one. */
  readonly port?: number;
  readonly host?: string;
  readonly tls?: Tls | 'self-signed' | null;
  readonly tenant_name?: string;
  /** Made at start, if nobody has that code. Without it the first start makes `admin`. */
  readonly admin?: WantedAdmin | null;
  /** The code of the admin that the first start makes. */
  readonly first_code?: string | undefined;
  readonly console_dir?: string;
  /** Addresses or networks of proxies: what they say of a caller's address, host and protocol is believed. */
  readonly trust_proxy?: readonly string[];
  /** Take plain HTTP from other machines, without a proxy before it: what is sent, PINs and passwords too, can be read on the way. */
  readonly insecure_http?: boolean;
  /** Names by which central is known, beside this machine's and those of its certificate. */
  readonly host_names?: readonly string[];
  readonly metrics?: MetricsOptions;
  readonly log_level?: string;
  /** Fewer connections at once, for tests. */
  readonly most_connections?: number;
  /** Another clock, for tests. */
  readonly now?: () => number;
  /** A cheaper password hash, and no waiting, for tests. */
  readonly password_cost?: Central['password_cost'];
  readonly wait?: Central['wait'];
}

export interface RunningCentral {
  readonly url: string;
  readonly engine: Store['engine'];
  /** Where the metrics have an address of their own; null: nowhere. */
  readonly metrics_url: string | null;
  /** The admin that this start made, with the one-time code that is shown once; null: nobody was made, or with a password. */
  readonly first_admin: FirstAdmin | null;
  /** This very start made the tenant. */
  readonly first_start: boolean;
  /** The code of an admin, when no admin has a way into the console. */
  readonly locked_out: string | null;
  /** For tests and tools in the same process. */
  readonly central: Central;
  /** Takes no more requests, ends streams, waits for what is under way, closes the database. */
  close(): Promise<void>;
}

const CONSOLE = fileURLToPath(new URL('../../../console/dist/screens', import.meta.url));

function makeLogger(level: string): Logger {
  return pino({
    level,
    base: { app: 'central' },
    redact: [
      'req.headers.authorization',
      'req.headers.cookie',
      '*.pin',
      '*.pin_hash',
      '*.password',
      '*.current_password',
      '*.one_time_code',
      '*.credential',
      '*.pairing_code',
      '*.database_url',
      'err.config',
    ],
  });
}

/** For its owner alone: the database in it has what the whole warehouse knows. A folder of somebody else's, that we may only write, stays as it is. */
function closeToOthers(folder: string): void {
  const { mode, uid } = statSync(folder);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(folder, 0o700);
}

function checkFolder(data_dir: string): string {
  const folder = resolve(data_dir);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    closeToOthers(folder);
  } catch {
    throw new StartFailure(
      'folder',
      `The data folder ${folder} cannot be written; give another one with --data, or the right to write it.`,
    );
  }
  return folder;
}

function reachOf({ host = '127.0.0.1', tls, trust_proxy = [], insecure_http = false }: CentralOptions): Reach {
  return { host, encrypted: tls !== undefined && tls !== null, trust_proxy, insecure_http };
}

async function open(options: CentralOptions, data_dir: string, logger: Logger): Promise<Store> {
  try {
    return await openStore({ database_url: options.database_url, data_dir, logger });
  } catch (error) {
    const reason =
      error instanceof Error && error.message !== ''
        ? error.message
        : String(error instanceof AggregateError ? error.errors[0] : error);
    const where = options.database_url ? 'The database at DATABASE_URL' : `The database in ${data_dir}`;
    throw new StartFailure('database', `${where} cannot be used: ${reason}`, { cause: error });
  }
}

/** Central's database and clock without its service, for commands beside it. Close its store. @throws StartFailure */
export async function openCentral(options: CentralOptions): Promise<Central> {
  const logger = makeLogger(options.log_level ?? 'info');
  const store = await open(options, checkFolder(options.data_dir), logger);
  const { now = Date.now, password_cost = PASSWORD_COST, wait = sleep } = options;
  return { store, logger, metrics: makeMetrics(store), now, software: SOFTWARE, password_cost, wait };
}

/**
 * Starts central and listens.
 * @throws StartFailure with one plain sentence: a busy port, a folder that cannot be written, a database that cannot be used
 */
export async function startCentral(options: CentralOptions): Promise<RunningCentral> {
  const reach = reachOf(options);
  checkReach(reach);
  const central = await openCentral(options);
  const { store } = central;
  const { data_dir } = store;
  const snapshots = new Snapshots(store, central.now);
  const jobs = new Jobs(central);
  try {
    await centralIdentity(store);
    await snapshots.open(central.now());
    const { first_admin, first_start } = await bootstrap(central, {
      tenant_name: options.tenant_name ?? 'Serialbridge',
      admin: options.admin ?? null,
      first_code: options.first_code,
    });
    const tls = options.tls === 'self-signed' ? await selfSignedTls(data_dir) : (options.tls ?? null);
    const { port = 7380, host = '127.0.0.1', host_names = [], metrics = {} } = options;
    const app = await buildServer(
      { central, snapshots, jobs },
      {
        tls,
        console_dir: options.console_dir ?? CONSOLE,
        reach,
        isKnownHost: knownHosts({ tls, listens_at: host, names: host_names }),
        metrics,
        most_connections: options.most_connections ?? MOST_CONNECTIONS,
      },
    );
    app.addHook('preClose', (done) => {
      endHints(central);
      done();
    });
    const measured = metrics.listen === undefined ? null : await listenForMetrics(central.metrics, metrics.listen);
    await app.listen({ port, host }).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE')
        throw new StartFailure(
          'port',
          `Port ${port} on ${host} is in use; stop what uses it or give another one with --port.`,
        );
      if (code === 'EACCES')
        throw new StartFailure('port', `Port ${port} may not be opened by this user; give one above 1023 with --port.`);
      throw error;
    });
    const address = app.server.address();
    const actual = typeof address === 'object' && address !== null ? address.port : port;
    const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    // After listening: what was held by older software is tried now, and nobody waits for it.
    const endJobs = startJobs(store, snapshots, central.now);
    return {
      url: `${tls === null ? 'http' : 'https'}://${name}:${actual}`,
      engine: store.engine,
      metrics_url: measured?.url ?? null,
      first_admin,
      first_start,
      locked_out: await lockedOutAdmin(central),
      central,
      close: async () => {
        await measured?.close();
        await app.close();
        await jobs.close();
        await endJobs();
        await snapshots.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
