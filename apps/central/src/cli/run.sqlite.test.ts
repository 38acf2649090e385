import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get as getPlain } from 'node:http';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../storage/index.ts';
import { EXIT_CODES } from '../server/start-failure.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'serialbridge-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly until?: (ready: { url: string; metrics_url: string | null }) => Promise<void>;
}

/** Runs what central's entry is given; with `until` it is asked to stop (SIGTERM) once it is ready and that is done. */
function command(args: readonly string[], { env = {}, until }: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'], ...env } });
    let out = '';
    let err = '';
    let shown = false;
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      const line = /^\{"ready":true.*\}$/mu.exec(out)?.[0];
      if (line === undefined || shown) return;
      shown = true;
      (until?.(JSON.parse(line) as { url: string; metrics_url: string | null }) ?? Promise.resolve()).then(
        () => child.kill('SIGTERM'),
        reject,
      );
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

const central = (args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
  command(['--port', '0', ...args], options);

const status = (url: string, ca: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(url, { ca }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });

test('the first start tells the admin’s one-time code once and stops cleanly on SIGTERM; the second tells none', async () => {
  const data = join(folder, 'first');
  const first = await central(['--data', data]);
  expect(first.code).toBe(0);
  const one_time_code = /the code admin and the one-time code ([A-Z2-9-]{14})\./u.exec(first.err)?.[1];
  expect(one_time_code).toBeDefined();
  expect(first.out).not.toContain(one_time_code);
  const second = await central(['--data', data], {
    until: async ({ url }) => {
      const answer = await fetch(`${url}/api/session/password`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: 'admin', one_time_code, password: 'harbour lamp seven' }),
      });
      expect(answer.status).toBe(200);
    },
  });
  expect([second.code, second.err]).toEqual([0, '']);
}, 30_000);

test('a central where no admin has a way in says how one gets in', async () => {
  const data = join(folder, 'upgraded');
  await central(['--data', data]);
  const store = await openStore({ data_dir: data });
  const { tenant_id } = await store.db.selectFrom('tenant').select('tenant_id').executeTakeFirstOrThrow();
  await store.transaction(({ db }) => db.deleteFrom('one_time_code').where('tenant_id', '=', tenant_id).execute());
  await store.close();
  const ended = await central(['--data', data]);
  expect(ended.err).toContain('central one-time-code --code admin');
}, 30_000);

test('--tls-self-signed makes a certificate once, its key for the owner only, and answers over it', async () => {
  const data = join(folder, 'tls');
  const certificate = join(data, 'tls', 'cert.pem');
  const first = await central(['--data', data, '--tls-self-signed', '--host', '0.0.0.0'], {
    until: async ({ url }) => {
      expect(url).toMatch(/^https:/u);
      expect(await status(`${url}/readyz`, readFileSync(certificate, 'utf8'))).toBe(200);
    },
  });
  expect(first.code).toBe(0);
  const made = readFileSync(certificate, 'utf8');
  expect(statSync(join(data, 'tls', 'key.pem')).mode & 0o077).toBe(0);
  await central(['--data', data, '--tls-self-signed']);
  expect(readFileSync(certificate, 'utf8')).toBe(made);
}, 30_000);

test('a busy port is one clear line', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const ended = await central(['--data', join(folder, 'busy'), '--port', String(port), '--create-admin', 'a']);
  server.close();
  expect([ended.code, ended.err.trim().split('\n')]).toEqual([
    EXIT_CODES.port,
    [`Port ${port} on 127.0.0.1 is in use; stop what uses it or give another one with --port.`],
  ]);
}, 30_000);

test('a folder that cannot be one is one clear line', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const ended = await central(['--data', join(file, 'under')]);
  expect([ended.code, ended.err.trim().split('\n').length]).toEqual([EXIT_CODES.folder, 1]);
  expect(ended.err).toContain('cannot be written');
}, 30_000);

test('an unreachable database is one clear line without its password', async () => {
  const url = 'postgres://me:secret@127.0.0.1:1/none';
  const ended = await central(['--data', join(folder, 'db')], { env: { DATABASE_URL: url } });
  expect([ended.code, ended.err.trim().split('\n').length]).toEqual([EXIT_CODES.database, 1]);
  expect(ended.err).toContain('DATABASE_URL cannot be used');
  expect(ended.err + ended.out).not.toContain('secret');
}, 30_000);

test.each([
  [['--prot', '1'], 'prot'],
  [['--host', '0.0.0.0'], 'Central would take plain HTTP from the network at 0.0.0.0'],
])(
  'arguments that make no sense end it with one line and their own exit code: %j',
  async (args, said) => {
    const ended = await central(args);
    expect(ended.code).toBe(EXIT_CODES.arguments);
    expect(ended.err).toContain(said);
  },
  30_000,
);

test('one-time-code prints a code for a person that there is, and notes that it was given', async () => {
  const data = join(folder, 'one-time');
  await central(['--data', data, '--create-admin', 'boss']);
  const given = await command(['one-time-code', '--data', data, '--code', 'boss']);
  expect([given.code, given.err]).toEqual([0, '']);
  expect(JSON.parse(given.out)).toMatchObject({
    code: 'boss',
    one_time_code: expect.stringMatching(/^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/u) as string,
  });
  const unknown = await command(['one-time-code', '--data', data, '--code', 'nobody']);
  expect([unknown.code, unknown.err.trim()]).toEqual([
    EXIT_CODES.arguments,
    'no active operator has the code nobody (--help lists the commands)',
  ]);
}, 30_000);

/** A request that names another host than the address it goes to; fetch lets nobody set that. */
const asHost = (
  url: string,
  host: string,
  path: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    getPlain(`${url}${path}`, { headers: { host, ...more } }, (response) => {
      let body = '';
      response.on('data', (data: Buffer) => (body += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).once('error', reject);
  });

test('request.wrong-host: central answers to its own names and to addresses, not to a name that somebody pointed at it', async () => {
  const ended = await central(['--data', join(folder, 'hosts'), '--host-name', 'central.example'], {
    until: async ({ url }) => {
      const { port } = new URL(url);
      for (const host of [
        `127.0.0.1:${port}`,
        `localhost:${port}`,
        '10.1.2.3',
        '[::1]:80',
        'central.example',
        hostname(),
      ])
        expect([host, (await asHost(url, host, '/api/session')).status]).toEqual([host, 401]);
      for (const host of [
        'evil.example',
        'central.example.evil.example',
        'xcentral.example',
        '10.1.2.3.evil.example',
      ]) {
        const answer = await asHost(url, host, '/api/session');
        expect([host, answer.status]).toEqual([host, 421]);
        expect(answer.body).toContain('request.wrong-host');
      }
      expect((await asHost(url, 'evil.example', '/healthz')).status).toBe(200);
    },
  });
  expect(ended.code).toBe(0);
}, 30_000);

test.each([
  ['', 401],
  ['10.0.0.0/8', 401],
  ['10.0.0.0/8,127.0.0.1', 421],
])(
  '--trust-proxy %j: only a proxy on the list is believed what it says of host, protocol and address',
  async (proxies, said) => {
    const trusted = proxies === '' ? [] : ['--trust-proxy', proxies];
    await central(['--data', join(folder, `proxy-${said}-${trusted.length}`), ...trusted], {
      until: async ({ url }) => {
        const claims = { 'x-forwarded-host': 'evil.example' };
        expect((await asHost(url, '127.0.0.1', '/api/session', claims)).status).toBe(said);
      },
    });
  },
  30_000,
);

test('--insecure-http: plain HTTP from other machines is taken where that is meant', async () => {
  const ended = await central(['--data', join(folder, 'plain'), '--host', '0.0.0.0', '--insecure-http'], {
    until: async ({ url }) => expect((await fetch(`${url}/healthz`)).status).toBe(200),
  });
  expect(ended.code).toBe(0);
}, 30_000);

test('/metrics is nowhere but at an address of its own or for who knows its token', async () => {
  const token = 'a-token-of-enough-length';
  await central(['--data', join(folder, 'metrics-no')], {
    until: async ({ url, metrics_url }) => {
      expect([metrics_url, (await fetch(`${url}/metrics`)).status]).toEqual([null, 404]);
    },
  });
  await central(['--data', join(folder, 'metrics'), '--metrics', '127.0.0.1:0'], {
    env: { SERIALBRIDGE_METRICS_TOKEN: token },
    until: async ({ url, metrics_url }) => {
      expect(await (await fetch(metrics_url ?? '')).text()).toContain('serialbridge_feed_head');
      expect((await fetch(`${url}/metrics`)).status).toBe(401);
      const known = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
      expect(await known.text()).toContain('serialbridge_feed_head');
    },
  });
}, 30_000);

test('the data folder and what is written into it are for the owner alone, also where the folder was open before', async () => {
  const data = join(folder, 'modes');
  mkdirSync(data, { mode: 0o755 });
  await central(['--data', data]);
  for (const name of ['.', ...readdirSync(data, { recursive: true }).map(String)])
    expect([name, statSync(join(data, name)).mode & 0o077]).toEqual([name, 0]);
  expect(readdirSync(data)).toContain('central.db');
}, 30_000);
