import { createServer, type Server, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { DeviceError } from '../errors/device-error.ts';
import { tcpLink } from './tcp-link.ts';

interface Far {
  readonly port: number;
  readonly server: Server;
  /** The next connection. */
  readonly accepted: () => Promise<Socket>;
}

async function listenAt(): Promise<Far> {
  const waiting: ((socket: Socket) => void)[] = [];
  const ready: Socket[] = [];
  const all: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    all.push(socket);
    const take = waiting.shift();
    if (take === undefined) ready.push(socket);
    else take(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of all) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const accepted = (): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = ready.shift();
      if (socket === undefined) waiting.push(resolve);
      else resolve(socket);
    });
  return { port: address.port, server, accepted };
}

function ear() {
  const heard = Promise.withResolvers<string>();
  const lost = Promise.withResolvers<DeviceError>();
  let count = 0;
  return {
    heard: heard.promise,
    lost: lost.promise,
    losses: () => count,
    listener: {
      data: (chunk: { bytes: Uint8Array }) => heard.resolve(Buffer.from(chunk.bytes).toString()),
      lost: (error: DeviceError) => {
        count += 1;
        lost.resolve(error);
      },
    },
  };
}

test('tcp-link carries bytes both ways, says who is there, and opens again after close', async () => {
  const { port, accepted } = await listenAt();
  const link = tcpLink({ host: '127.0.0.1', port });
  for (let round = 0; round < 2; round += 1) {
    const { listener, heard, losses } = ear();
    await link.open(listener);
    const far = await accepted();
    const received = new Promise<string>((resolve) => far.once('data', (bytes) => resolve(String(bytes))));
    await link.send(Buffer.from('~HS'), 1000);
    expect(await received).toBe('~HS');
    far.write('answer');
    expect(await heard).toBe('answer');
    await expect(link.open(listener)).rejects.toMatchObject({ id: 'device.in-use' });
    const ended = new Promise((resolve) => far.once('end', resolve));
    far.once('end', () => far.end());
    await link.close();
    await ended;
    expect(losses()).toBe(0);
    await expect(link.send(Buffer.from('x'), 100)).rejects.toMatchObject({ id: 'device.not-open' });
  }
});

test('tcp-link: what was sent before close arrives', async () => {
  const { port, accepted } = await listenAt();
  const link = tcpLink({ host: '127.0.0.1', port });
  await link.open(ear().listener);
  const far = await accepted();
  const whole = new Promise<number>((resolve) => {
    let bytes = 0;
    far.on('data', (chunk: Buffer) => (bytes += chunk.length));
    far.once('end', () => {
      far.end();
      resolve(bytes);
    });
  });
  await link.send(new Uint8Array(300_000), 5000);
  await link.close();
  expect(await whole).toBe(300_000);
});

test.each(['end', 'destroy', 'resetAndDestroy'] as const)(
  'tcp-link lost: the far end does %s; once, and it opens again',
  async (how) => {
    const { port, accepted } = await listenAt();
    const link = tcpLink({ host: '127.0.0.1', port });
    const { listener, lost, losses } = ear();
    await link.open(listener);
    (await accepted())[how]();
    expect(await lost).toMatchObject({ id: 'device.lost', params: { path: `127.0.0.1:${String(port)}` } });
    await expect(link.send(Buffer.from('x'), 100)).rejects.toMatchObject({ id: 'device.not-open' });
    await link.open(ear().listener);
    await link.close();
    expect(losses()).toBe(1);
  },
);

test('tcp-link device.send-timeout: a far end that takes nothing; the link is closed and lost', async () => {
  const { port, accepted } = await listenAt();
  const link = tcpLink({ host: '127.0.0.1', port });
  const { listener, lost } = ear();
  await link.open(listener);
  (await accepted()).pause();
  await expect(link.send(new Uint8Array(64 * 1024 * 1024), 100)).rejects.toMatchObject({ id: 'device.send-timeout' });
  expect(await lost).toMatchObject({ id: 'device.send-timeout' });
  await expect(link.send(Buffer.from('x'), 100)).rejects.toMatchObject({ id: 'device.not-open' });
});

test('tcp-link device.unreachable: refused, no such name', async () => {
  const { port, server } = await listenAt();
  await new Promise((resolve) => server.close(resolve));
  await expect(tcpLink({ host: '127.0.0.1', port }).open(ear().listener)).rejects.toMatchObject({
    id: 'device.unreachable',
    params: { host: '127.0.0.1', port: String(port), reason: 'it refuses the connection' },
  });
  const nameless = tcpLink({ host: 'no-such-printer.invalid', port: 9100 });
  await expect(nameless.open(ear().listener)).rejects.toMatchObject({
    id: 'device.unreachable',
    params: { reason: expect.stringMatching(/nothing has this name|names cannot be looked up now/u) as string },
  });
});

test('tcp-link closed while it connects gives up', async () => {
  // TEST-NET-1 answers nothing
  const link = tcpLink({ host: '192.0.2.1', port: 9100, connect_ms: 60_000 });
  const opening = link.open(ear().listener);
  await link.close();
  await expect(opening).rejects.toMatchObject({ id: 'device.not-open' });
});
