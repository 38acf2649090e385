import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';
import { startCentral } from './start-central.ts';

test('central.connections: what is beyond the most at once is closed, and the rest is served', async () => {
  const folder = temporaryFolder();
  onTestFinished(() => folder.remove());
  const central = await startCentral({ data_dir: folder.dir, port: 0, log_level: 'silent', most_connections: 2 });
  onTestFinished(() => central.close());
  const port = Number(new URL(central.url).port);
  const open = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  const [first] = [await open(), await open()];
  const third = await open();
  await once(third.resume(), 'close');
  first.write('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
  expect(String(await once(first, 'data'))).toContain('200 OK');
});
