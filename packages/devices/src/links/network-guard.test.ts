import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { networkGuard } from './network-guard.ts';
import { tcpLink } from './tcp-link.ts';

const GUARD = networkGuard('10.0.0.0/8, 192.168.1.5, fd00::/8, rubbish, 1.2.3.4/99', '9100-9107, 4001');

test.each([
  ['10.1.2.3', 9100, true],
  ['10.1.2.3', 9107, true],
  ['10.1.2.3', 4001, true],
  ['192.168.1.5', 4001, true],
  ['fd12::1', 9100, true],
  ['::ffff:10.1.2.3', 9100, true],
  ['10.1.2.3', 9108, false],
  ['10.1.2.3', 5432, false],
  ['192.168.1.6', 9100, false],
  ['127.0.0.1', 9100, false],
  ['fe80::1', 9100, false],
  ['1.2.3.4', 9100, false],
] as const)('device.address-not-allowed: %s port %i is allowed: %s', (address, port, allowed) => {
  expect(GUARD(address, port)).toBe(allowed);
});

async function listening(): Promise<{ readonly port: number; readonly calls: () => number }> {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, calls: () => calls };
}

test.each(['127.0.0.1', 'localhost'])(
  'device.address-not-allowed: nothing is connected to %s, which has a service at that port',
  async (host) => {
    const { port, calls } = await listening();
    const mayReach = networkGuard('10.0.0.0/8', '1-65535');
    const link = tcpLink({ host, port, mayReach });
    const never = { data: () => undefined, lost: () => undefined };
    await expect(link.open(never)).rejects.toMatchObject({ id: 'device.address-not-allowed' });
    expect(calls()).toBe(0);
    const allowed = tcpLink({ host, port, mayReach: networkGuard('127.0.0.0/8', String(port)) });
    await allowed.open(never);
    await allowed.close();
    expect(calls()).toBe(1);
  },
);
