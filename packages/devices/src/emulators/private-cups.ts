import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PrivateCups {
  /** For `CUPS_SERVER`. */
  readonly server: string;
  /** Runs an administration command (`lpadmin`, `cupsdisable` …) at this service; throws what it says when it fails. */
  admin(command: string, ...args: string[]): void;
  stop(): Promise<void>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Where administration commands lie, which are not on everybody's PATH. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const CUPSD = process.env['SERIALBRIDGE_CUPS'] ?? 'cupsd';

/** Why there can be none here; null: there can. */
export function noCupsReason(): string | null {
  const absent = [CUPSD, 'lp', 'lpadmin'].find(
    (command) => spawnSync(command, ['-h'], { env: { ...process.env, PATH }, timeout: 5000 }).error !== undefined,
  );
  if (absent !== undefined) return `${absent} was not found (Debian: cups cups-client)`;
  return process.getuid?.() === 0 ? null : 'only root can start a print service';
}

/**
 * The real print service of CUPS on a port and in folders of its own, beside the one the machine may run. Needs root, as
 * cupsd starts its backends as another user. Throws when it does not come up.
 */
export async function startPrivateCups(): Promise<PrivateCups> {
  const root = await mkdtemp(join(tmpdir(), 'serialbridge-cups-'));
  await chmod(root, 0o755);
  const port = await freePort();
  const server = `127.0.0.1:${port}`;
  const folders = ['root', 'requests', 'cache', 'state', 'temp'];
  for (const folder of folders) await mkdir(join(root, folder));
  const configuration = [
    `Listen ${server}`,
    'LogLevel warn',
    'Browsing Off',
    'DefaultAuthType None',
    'WebInterface No',
    '<Location />\nOrder allow,deny\nAllow all\n</Location>',
    '<Location /admin>\nOrder allow,deny\nAllow all\n</Location>',
    '<Policy default>\nJobPrivateAccess all\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>',
  ];
  const files = [
    `ServerRoot ${join(root, 'root')}`,
    `RequestRoot ${join(root, 'requests')}`,
    `CacheDir ${join(root, 'cache')}`,
    `StateDir ${join(root, 'state')}`,
    `TempDir ${join(root, 'temp')}`,
    `ErrorLog ${join(root, 'error_log')}`,
    'AccessLog /dev/null',
    'PageLog /dev/null',
    'SystemGroup root lpadmin',
  ];
  await writeFile(join(root, 'cupsd.conf'), `${configuration.join('\n')}\n`);
  await writeFile(join(root, 'cups-files.conf'), `${files.join('\n')}\n`);

  const cupsd: ChildProcess = spawn(
    CUPSD,
    ['-f', '-c', join(root, 'cupsd.conf'), '-s', join(root, 'cups-files.conf')],
    { stdio: 'ignore', env: { ...process.env, PATH } },
  );
  const ended = new Promise<void>((resolve) => {
    cupsd.once('error', () => resolve());
    cupsd.once('exit', () => resolve());
  });
  const ask = (command: string, ...args: string[]): { status: number | null; text: string } => {
    const env = { ...process.env, PATH, CUPS_SERVER: server, LC_ALL: 'C' };
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8', timeout: 20_000 });
    return { status, text: `${stdout}${stderr}` };
  };
  const stop = async (): Promise<void> => {
    cupsd.kill('SIGTERM');
    await ended;
    await rm(root, { recursive: true, force: true });
  };

  for (let tries = 0; !ask('lpstat', '-r').text.includes('scheduler is running'); tries += 1) {
    if (tries === 50 || cupsd.exitCode !== null) {
      await stop();
      throw new Error('no print service: cupsd did not come up');
    }
    await sleep(100);
  }
  return {
    server,
    stop,
    admin(command, ...args) {
      const { status, text } = ask(command, ...args);
      if (status !== 0) throw new Error(`${command}: ${text}`);
    },
  };
}
