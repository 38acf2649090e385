import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { OpsError } from '@serialbridge/cache';
import { portLink, type EmitterPort } from '@serialbridge/client';
import { destination, multistream, pino } from 'pino';
import { z } from 'zod';
import { EXIT_CANNOT_START } from '../contract/index.ts';
import { listenContract, type ContractServer } from '../contract/listen-contract.ts';
import type { App } from '../contract/host-context.ts';
import { exportCommand } from './export-command.ts';
import { hostArguments } from './host-arguments.ts';
import { createStationHost, type StationHost } from './station-host.ts';
import { stationSeal, type GivenKey } from './station-seal.ts';

/** The port to the parent under Electron's utilityProcess; absent in plain Node. */
interface ParentPort {
  on(
    type: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly EmitterPort[] }) => void,
  ): void;
}

function parentPort(): ParentPort | null {
  const port: unknown = Reflect.get(process, 'parentPort');
  return typeof port === 'object' && port !== null ? (port as ParentPort) : null;
}

/** How long a shell may take to say what keeps the key; without a word the host helps itself. */
const KEY_PATIENCE_MS = 10_000;

const FromShell = z.union([
  z.object({ kind: z.literal('contract-port') }),
  z.object({ kind: z.literal('station-key'), given: z.object({ key: z.string(), detail: z.string() }).nullable() }),
]);

interface Shell {
  readonly key: Promise<GivenKey | null>;
  /** Takes the ports of screens, those too that came before there was a host. */
  accept(take: (port: EmitterPort) => void): void;
}

function listenToShell(parent: ParentPort): Shell {
  const early: EmitterPort[] = [];
  let take = (port: EmitterPort): void => void early.push(port);
  const key = new Promise<GivenKey | null>((resolve) => {
    setTimeout(() => resolve(null), KEY_PATIENCE_MS).unref();
    parent.on('message', ({ data, ports }) => {
      const { data: said } = FromShell.safeParse(data);
      if (said?.kind === 'station-key') resolve(said.given);
      const [port] = ports;
      if (said?.kind === 'contract-port' && port !== undefined) take(port);
    });
  });
  return {
    key,
    accept: (taker) => {
      take = taker;
      for (const port of early.splice(0)) taker(port);
    },
  };
}

/** One line that a person can act on; null: a person cannot mend this, so it is worth another try. */
function reasonOf(error: unknown): string | null {
  if (error instanceof OpsError) return error.id === 'ops.in-use' || error.id === 'ops.locked' ? null : error.message;
  if (error instanceof z.ZodError)
    return `The device settings are wrong: ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`;
  return null;
}

/** A folder from before, or one that somebody made for us, may be open to every user of the machine. Somebody else's stays as it is. */
function closeToOthers(path: string): void {
  const { mode, uid } = statSync(path);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(path, 0o700);
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    closeToOthers(path);
  } catch (error) {
    throw new OpsError('ops.unwritable', { path, reason: String(error) }, error);
  }
}

function say(line: string): void {
  process.stderr.write(`${line.replaceAll('\n', ' ')}\n`);
}

/**
 * Runs a host as a process: on a loopback WebSocket with --listen, and under Electron on the ports that its parent sends. The token comes from
 * SERIALBRIDGE_TOKEN or is made here, a pairing code from SERIALBRIDGE_PAIRING_CODE. `export-outbox` instead writes the unsent events into a file and ends. Standard output gets
 * `{"listening":port}`, with the token if it was made here. Logs go to host.log in the data folder, warnings also to standard error. The process ends
 * by SIGTERM or SIGINT with 0, and with 78 when a person must mend something.
 */
export async function runHost(args: readonly string[], app?: App): Promise<void> {
  // The bundle has no main.ts before it. On an old Node, opening the store would end the process without a word.
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    say(
      `Serialbridge needs Node 24, this is ${process.versions.node}. Start it through npm, which brings the right one.`,
    );
    process.exit(EXIT_CANNOT_START);
  }
  // Customers, events and PIN hashes are in what is kept here.
  process.umask(0o077);
  if (args[0] === 'export-outbox') {
    exportCommand(args.slice(1));
    return;
  }
  let host: StationHost | null = null;
  let server: ContractServer | null = null;
  try {
    const given = hostArguments(args, process.env, app);
    makeFolder(given.data_dir);
    if (given.ca_file !== null)
      setDefaultCACertificates([...getCACertificates('default'), readFileSync(given.ca_file, 'utf8')]);
    const log = pino(
      { level: given.log_level, base: { app: given.app, pid: process.pid } },
      multistream([
        { level: 'trace', stream: destination({ dest: join(given.data_dir, 'host.log'), sync: true }) },
        { level: 'warn', stream: process.stderr },
      ]),
    );
    const parent = parentPort();
    const shell = parent === null ? null : listenToShell(parent);
    const seal = stationSeal(given.data_dir, shell === null ? null : await shell.key);
    const made = createStationHost({ ...given, log, seal });
    host = made;
    shell?.accept((port) => made.accept(portLink(port)));
    const stop = (): void => {
      void (async () => {
        await server?.close();
        await made.close();
        process.exit(0);
      })();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    if (given.port !== null) {
      const fromShell = process.env['SERIALBRIDGE_TOKEN'];
      const token = fromShell === undefined || fromShell === '' ? randomBytes(24).toString('base64url') : fromShell;
      server = await listenContract({ port: given.port, token, accept: (link) => made.accept(link) });
      const line = fromShell === token ? { listening: server.port } : { listening: server.port, token };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
    log.info(
      { data_dir: given.data_dir, synchronous: made.store.files.synchronous, node: process.versions.node },
      'the station host runs',
    );
  } catch (error) {
    await server?.close();
    await host?.close({ signed_out: false });
    const reason = reasonOf(error);
    say(reason ?? (error instanceof Error ? error.message : String(error)));
    const usage = error instanceof Error && error.message.startsWith('--');
    process.exit(reason !== null || usage ? EXIT_CANNOT_START : 1);
  }
}
