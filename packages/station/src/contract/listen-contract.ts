import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLink } from '@serialbridge/client';
import { MAX_FRAME_BYTES } from '@serialbridge/protocol/station';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { takeUpgrades } from './refuse-upgrade.ts';

const LOOPBACK = '127.0.0.1';
/** A frame a little too large is refused in words by serveContract; one far too large by the socket. */
const SLACK_BYTES = 64 * 1024;

export interface ListenOptions {
  /** 0: any free port. */
  readonly port: number;
  /** What a screen must bring as `?token=`; made anew by whoever starts the host. */
  readonly token: string;
  readonly accept: (link: FrameLink) => void;
}

export interface ContractServer {
  readonly port: number;
  close(): Promise<void>;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

function socketLink(socket: WebSocket): FrameLink {
  // An error is always followed by close; the listener keeps it from being thrown.
  socket.on('error', () => undefined);
  return {
    send: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
    onFrame: (listener) => socket.on('message', (data, isBinary) => listener(isBinary ? null : textOf(data))),
    onClose: (listener) => socket.once('close', listener),
  };
}

/** Serves the contract on a loopback WebSocket: `ws://127.0.0.1:<port>/contract?token=…`. Rejects with the system's error for a busy port. */
export async function listenContract({ port, token, accept }: ListenOptions): Promise<ContractServer> {
  const server = createServer((_, response) => {
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  // The server listens on an address and a port, not on a pipe.
  const bound = (server.address() as AddressInfo).port;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES + SLACK_BYTES });
  takeUpgrades(server, { port: bound, token }, (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (screen) => accept(socketLink(screen)));
  });
  return {
    port: bound,
    close: () =>
      new Promise((resolve) => {
        for (const screen of sockets.clients) screen.close(1001);
        setTimeout(() => {
          for (const screen of sockets.clients) screen.terminate();
          server.closeAllConnections();
        }, 250).unref();
        server.close(() => resolve());
      }),
  };
}
