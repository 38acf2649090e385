import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { serveStation, type ServedStation } from '@serialbridge/shell/browser';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

/* Any other program of a dock computer, and any other user of it: they reach the ports and see the folders, and have no token. */
vi.setConfig({ testTimeout: 60_000 });
let folder: TemporaryFolder;
let data: string;
let served: ServedStation;

beforeEach(async () => {
  folder = temporaryFolder();
  data = join(folder.dir, 'station');
  // Made by an installer, or by a version that did not close it.
  mkdirSync(data);
  chmodSync(data, 0o755);
  writeFileSync(join(folder.dir, 'index.html'), '<!doctype html>');
  served = await serveStation({
    screens: folder.dir,
    host_entry: join('packages', 'station', 'src', 'main.ts'),
    host_args: ['--app', 'receivebridge', '--data', data],
    host_env: { SERIALBRIDGE_SECRET_STORE: 'off' },
    port: 0,
  });
  await welcomed();
});
afterEach(async () => {
  await served.close();
  folder.remove();
});

/** Resolves when a screen with the token reaches the host. */
async function welcomed(): Promise<void> {
  await vi.waitFor(
    () =>
      new Promise<void>((resolve, reject) => {
        const screen = new WebSocket(served.contract_url);
        screen.on('open', () => screen.send(JSON.stringify({ kind: 'hello', protocol: 2 })));
        screen.on('message', () => {
          screen.terminate();
          resolve();
        });
        screen.on('close', () => reject(new Error('no host yet')));
        screen.on('error', reject);
      }),
    { timeout: 30_000, interval: 50 },
  );
}

/** Ports that a process listens on, as Linux tells. */
function portsOf(pid: number): number[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return /^socket:\[(\d+)\]$/u.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      } catch {
        return undefined;
      }
    }),
  );
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/u))
    .filter((parts) => parts[3] === '0A' && sockets.has(parts[9]))
    .map((parts) => Number.parseInt(parts[1]?.split(':')[1] ?? '', 16));
}

/** An upgrade that brings no token, and breaks the line at once. Resolves when it is closed. */
function knock(port: number, path: string, breaks: boolean): Promise<void> {
  return new Promise((resolve) => {
    const line = connect(port, '127.0.0.1', () => {
      const head = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: Upgrade', 'Upgrade: websocket'];
      const rest = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''];
      line.write([...head, ...rest].join('\r\n'), () => breaks && line.resetAndDestroy());
    });
    line.resume();
    line.on('error', () => undefined);
    line.on('close', () => resolve());
  });
}

test('host.guard: no address and no broken line ends the host or the shell', async () => {
  const host = served.host_pid();
  const [port = 0] = portsOf(host ?? 0);
  for (const one of [port, Number(new URL(served.contract_url).port)]) {
    for (const path of ['//', 'http://[', '*', '/contract?token=%']) await knock(one, path, false);
    for (let count = 0; count < 200; count += 1) await knock(one, '/contract?token=x', true);
  }
  await welcomed();
  expect(served.host_pid()).toBe(host);
});

test('host.crash: a program that takes the port of a host that died is handed neither the token nor a screen', async () => {
  const pid = served.host_pid() ?? 0;
  const [port = 0] = portsOf(pid);
  let handed = 0;
  const impostor = createServer((line) => {
    handed += 1;
    line.destroy();
  });
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(
    () =>
      new Promise<void>((resolve, reject) => void impostor.once('error', reject).listen(port, '127.0.0.1', resolve)),
    { timeout: 10_000, interval: 1 },
  );
  // Screens try again a moment after their line broke; by then the shell knows that the host is gone.
  await vi.waitFor(() => expect(served.host_pid()).not.toBe(pid), { timeout: 10_000, interval: 1 });
  await welcomed();
  expect([handed, served.host_pid() === pid]).toEqual([0, false]);
  await new Promise((resolve) => impostor.close(resolve));
});

test('seal.key-file: the folder and every file in it are its owner’s alone, also where the folder was open before', () => {
  const open = ['.', ...readdirSync(data)].filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0);
  expect(open).toEqual([]);
});
