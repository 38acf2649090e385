import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createStationClient, webSocketTransport, type StationClient } from '@serialbridge/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket as Socket } from 'ws';
import { operatorRow, pairedFolder } from '@serialbridge/testing/station/host-fixture';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';

const MAIN = join(import.meta.dirname, '..', 'main.ts');
const TOKEN = 'token-of-the-test';

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

let folder: TemporaryFolder;
const children = new Set<ChildProcess>();
const clients = new Set<StationClient>();
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const client of clients) client.close();
  clients.clear();
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  children.clear();
  folder.remove();
});

function launch(args: readonly string[], token: string | null = TOKEN): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SERIALBRIDGE_TOKEN: token ?? '' },
  });
  children.add(child);
  return child;
}
async function start(port = 0): Promise<Running> {
  const child = launch([
    '--app',
    'receivebridge',
    '--data',
    folder.dir,
    '--listen',
    String(port),
    '--device',
    'scanner=simulated',
  ]);
  if (child.stdout === null) throw new Error('no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { listening: number };
    return { child, port: said.listening };
  }
  throw new Error('the host ended');
}
/** Exit code and last line on standard error. */
async function ended(child: ChildProcess): Promise<{ code: number | null; line: string }> {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text += part));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, line: text.trim().split('\n').at(-1) ?? '' };
}
function connect(port: number): StationClient {
  const client = createStationClient(
    webSocketTransport(() => new WebSocket(`ws://127.0.0.1:${port}/contract?token=${TOKEN}`)),
  );
  clients.add(client);
  return client;
}
function until(client: StationClient, status: string): Promise<void> {
  return new Promise((resolve) => {
    client.onStatus((now) => {
      if (now.status === status) resolve();
    });
  });
}
/** What an upgrade is answered: the status code, 101 if let in. */
function knock(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new Socket(url, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, { statusCode }) => {
      request.destroy();
      resolve(statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

test('host.guard: token, Host and Origin are all needed, and only loopback listens', async () => {
  const { port } = await start();
  const url = `ws://127.0.0.1:${port}/contract?token=${TOKEN}`;
  const host = `127.0.0.1:${port}`;
  expect(await knock(url, {})).toBe(101);
  expect(await knock(url, { origin: `http://${host}` })).toBe(101);
  expect(await knock(`ws://127.0.0.1:${port}/contract`, {})).toBe(401);
  expect(await knock(`ws://127.0.0.1:${port}/contract?token=${TOKEN}x`, {})).toBe(401);
  expect(await knock(url, { host: `evil.example:${port}` })).toBe(403);
  expect(await knock(url, { origin: 'http://evil.example' })).toBe(403);
  expect(await knock(url, { origin: 'null' })).toBe(403);
  expect(await knock(`ws://127.0.0.1:${port}/else?token=${TOKEN}`, {})).toBe(404);
}, 30_000);

test('station.not-paired: an unpaired station says so, serves its state, and pairs nowhere in the clear', async () => {
  const { port } = await start();
  const client = connect(port);
  await until(client, 'connected');
  const state = await new Promise<{ station: unknown; ops_synchronous: number }>((resolve) => {
    client.subscribe('station', resolve);
  });
  expect(state).toMatchObject({ station: null, ops_synchronous: 2, sync: { state: 'unpaired' } });
  await expect(client.call('station.find_unit', { serial: 'A' })).rejects.toThrow(/station\.not-paired/u);
  await expect(
    client.call('station.pair', { central_url: 'http://central.example', pairing_code: 'X', approval: null }),
  ).rejects.toThrow(/plain-http/u);
}, 30_000);

test('host.crash: after kill -9 the client finds the next host by itself, and the operator and the chain are as before', async () => {
  pairedFolder(folder.dir, [['operator', await operatorRow('sven', '9876', { role: 'supervisor' })]]);
  const first = await start();
  const client = connect(first.port);
  await until(client, 'connected');
  await client.call('station.sign_in', { code: 'sven', pin: '9876' });
  const change = { level: 'station', key: 'receiving.show_on_hand', value: false } as const;
  await client.call('station.change_options', { changes: [change] });
  const before = await client.call('station.diagnostics', {});
  first.child.kill('SIGKILL');
  await until(client, 'lost');
  await expect(client.call('station.diagnostics', {})).rejects.toThrow(/host\.unavailable/u);
  await start(first.port);
  await until(client, 'connected');
  const after = await client.call('station.diagnostics', {});
  expect({ ...after, started_at: 0, ops_bytes: 0 }).toEqual({ ...before, started_at: 0, ops_bytes: 0 });
  expect(after.last_seq).toBe(1);
  const { options } = await client.call('station.list_options', {});
  expect(options.find(({ key }) => key === 'receiving.show_on_hand')).toMatchObject({
    value: false,
    source: 'station',
    may_change: true,
  });
}, 30_000);

test('host.stop: SIGTERM ends it with 0', async () => {
  const { child } = await start();
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
}, 30_000);

test.each([
  ['a file where the folder should be', () => writeFileSync(join(folder.dir, 'x'), ''), 'x'],
  [
    'a foreign ops.db',
    () => {
      mkdirSync(join(folder.dir, 'y'));
      writeFileSync(join(folder.dir, 'y', 'ops.db'), 'no database at all '.repeat(100));
    },
    'y',
  ],
])(
  'host.cannot-start: %s ends it with 78 and one clear line',
  async (_, prepare, name) => {
    prepare();
    const { code, line } = await ended(
      launch(['--app', 'receivebridge', '--data', join(folder.dir, name), '--listen', '0']),
    );
    expect(code).toBe(78);
    expect(line).toContain(join(folder.dir, name));
  },
  30_000,
);

test('ops.in-use: a second host on the folder ends and names the first, but may be tried again', async () => {
  const { child } = await start();
  const { code, line } = await ended(launch(['--app', 'receivebridge', '--data', folder.dir, '--listen', '0']));
  expect(code).toBe(1);
  expect(line).toContain(String(child.pid));
}, 30_000);

test('host.arguments: what is missing is said', async () => {
  const { code, line } = await ended(launch(['--app', 'receivebridge']));
  expect([code, line]).toEqual([78, expect.stringContaining('--data')]);
}, 30_000);
