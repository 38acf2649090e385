import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../free-port.ts';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';
const READY_MS = 30_000;

export interface PostgresForTests {
  /** Of a database that may be filled and thrown away; databases may be added beside it. */
  readonly url: string;
  /** Of its programs (`pg_dump` …); null: the server was given, and this process did not start it. */
  readonly bin: string | null;
  /** Ends the server at once, as a crash does (immediate shutdown), and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** Why there is no PostgreSQL to test with. */
export class NoPostgres extends Error {}

function binaries(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const newest = versions
    .filter((version) => Number(version) >= 15 && existsSync(join(DEBIAN, version, 'bin', 'initdb')))
    .toSorted((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) {
    throw new NoPostgres(
      `no PostgreSQL 15 or newer under ${DEBIAN} (Debian: apt-get install postgresql) and DATABASE_URL_TEST is not set`,
    );
  }
  return join(DEBIAN, newest, 'bin');
}

interface Person {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: there the Debian package's own user runs it. */
async function runsAs(): Promise<Person | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const uid = await run('id', ['-u', name]);
      const gid = await run('id', ['-g', name]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // The next one.
    }
  }
  throw new NoPostgres('running as root, and there is no user postgres or nobody to run PostgreSQL as');
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (server.exitCode !== null || Date.now() > deadline)
        throw new NoPostgres(`PostgreSQL did not start: ${String(error)}`);
      await sleep(50);
    }
  }
}

/**
 * A PostgreSQL server in a temporary folder on a free port, with fsync on as in earnest; or the one at DATABASE_URL_TEST.
 * @throws NoPostgres with the reason if there is none.
 */
export function startPostgres(): Promise<PostgresForTests> {
  const given = process.env['DATABASE_URL_TEST'];
  if (given !== undefined && given !== '') {
    const crash = (): Promise<void> =>
      Promise.reject(new NoPostgres('the server at DATABASE_URL_TEST is not ours to end'));
    return Promise.resolve({ url: given, bin: null, crash, stop: () => Promise.resolve() });
  }
  return startOwnPostgres();
}

export interface OwnPostgres {
  /** `name=value`, over those below. */
  readonly settings?: readonly string[];
  /** A program that runs the server, given the folder that the server's user may write: strace. */
  readonly under?: (folder: string) => readonly string[];
}

/** The same, always a server of one's own. */
export async function startOwnPostgres(own: OwnPostgres = {}): Promise<PostgresForTests> {
  const bin = binaries();
  const person = await runsAs();
  const folder = mkdtempSync(join(tmpdir(), 'serialbridge-pg-'));
  if (person !== undefined) chownSync(folder, person.uid, person.gid);
  const data = join(folder, 'data');
  const options = { ...person, cwd: folder };
  const port = await freePort();
  let server: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    const running = server;
    if (running !== undefined && running.exitCode === null) {
      const ended = new Promise((resolve) => running.once('exit', resolve));
      // Fast shutdown: open connections are cut off. The server may be the child of what it runs under.
      const [pid] = existsSync(join(data, 'postmaster.pid'))
        ? readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
        : [];
      process.kill(pid === undefined ? (running.pid ?? 0) : Number(pid), 'SIGINT');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await run(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      options,
    );
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      'fsync=on',
      'shared_buffers=256MB',
      'max_connections=60',
      ...(own.settings ?? []),
    ];
    const program = [...(own.under?.(folder) ?? []), join(bin, 'postgres')];
    const [command = '', ...args] = [...program, '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    const start = (): ChildProcess => spawn(command, args, { ...options, stdio: 'ignore' });
    server = start();
    const url = `postgres://test@127.0.0.1:${port}/postgres`;
    await untilReady(url, server);
    const crash = async (): Promise<void> => {
      const running = server;
      if (running !== undefined && running.exitCode === null) {
        const ended = new Promise((resolve) => running.once('exit', resolve));
        running.kill('SIGQUIT');
        await ended;
      }
      // Its children may hold the shared memory for a moment longer: then the first start fails.
      for (let tries = 1; ; tries += 1) {
        server = start();
        try {
          await untilReady(url, server);
          return;
        } catch (error) {
          if (tries === 5) throw error;
          await sleep(200);
        }
      }
    };
    return { url, bin, crash, stop };
  } catch (error) {
    await stop();
    throw error instanceof NoPostgres ? error : new NoPostgres(`PostgreSQL could not be started: ${String(error)}`);
  }
}
