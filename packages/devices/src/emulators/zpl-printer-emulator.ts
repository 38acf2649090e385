import { createServer, type Socket } from 'node:net';
import { type PrinterControls, zplPrinterModel } from '../simulated/zpl-printer-model.ts';

export interface ZplPrinterEmulator extends PrinterControls {
  readonly port: number;
  /** Everything received, on all connections. */
  readonly received: () => string;
  /** The next connection that has sent so many bytes is cut. Null: none. */
  closeAfter(bytes: number | null): void;
  /** Reads nothing until told otherwise: the sender's buffers fill. */
  stall(on: boolean): void;
  /** Pulls the plug: connections are cut, and new ones refused. */
  unplug(): Promise<void>;
  /** Puts it back, at the same port. */
  plug(): Promise<void>;
  stop(): Promise<void>;
}

/** Serves a ZPL printer at a TCP port of this machine, as network printers do at 9100. Port 0: a free one. */
export async function startZplPrinterEmulator(options: { readonly port?: number } = {}): Promise<ZplPrinterEmulator> {
  const model = zplPrinterModel();
  const sockets = new Set<Socket>();
  let received = '';
  let closeAfter: number | null = null;
  let stalled = false;

  const server = createServer((socket) => {
    const receive = model.line();
    let bytes = 0;
    sockets.add(socket);
    if (stalled) socket.pause();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
    });
    socket.on('data', (chunk: Buffer) => {
      const taken = closeAfter === null ? chunk : chunk.subarray(0, Math.max(0, closeAfter - bytes));
      bytes += taken.length;
      received += taken.toString('latin1');
      const answer = receive(taken.toString('latin1'));
      if (closeAfter !== null && bytes >= closeAfter) {
        closeAfter = null;
        socket.resetAndDestroy();
      } else if (answer !== '') {
        socket.write(answer, 'latin1');
      }
    });
  });

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.removeListener('error', reject);
        resolve();
      });
    });

  const unplug = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  await listen(options.port ?? 0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;

  return {
    ...model,
    port,
    received: () => received,
    closeAfter: (bytes) => {
      closeAfter = bytes;
    },
    stall: (on) => {
      stalled = on;
      for (const socket of sockets) {
        if (on) socket.pause();
        else socket.resume();
      }
    },
    unplug,
    plug: () => (server.listening ? Promise.resolve() : listen(port)),
    stop: unplug,
  };
}
