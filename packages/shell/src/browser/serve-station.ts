import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createServer as createSocket, type AddressInfo } from 'node:net';
import { MAX_FRAME_BYTES } from '@serialbridge/protocol';
import { refuseUpgrade } from '@serialbridge/station/contract';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import { forkHost } from '../supervisor/fork-host.ts';
import { supervise } from '../supervisor/supervise.ts';
import { bridgeContract } from './bridge-contract.ts';

export interface ServeStationOptions {
  /** Folder of the built screens. */
  readonly screens: string;
  /** The host's entry file and its arguments, without --listen. */
  readonly host_entry: string;
  readonly host_args: readonly string[];
  /** 0: any free port. */
  readonly port: number;
  readonly onLine?: (line: string) => void;
}

export interface ServedStation {
  /** Opens the screens, token included. */
  readonly url: string;
  /** The contract itself, for a program that drives the station. */
  readonly contract_url: string;
  /** Process id of the host that runs now; null while there is none. */
  host_pid(): number | null;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Strict: own files only; Mantine writes style elements, so styles may be inline. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createSocket();
    probe.once('error', reject);
    probe.listen(0, LOOPBACK, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * The shell without Electron: serves a station's screens to a browser on this machine and keeps its host alive. It owns the port and the
 * token of the host, which changes with each start of the shell, not with each start of the host, so that an open page finds it again.
 */
export async function serveStation(options: ServeStationOptions): Promise<ServedStation> {
  const token = randomBytes(24).toString('base64url');
  const hostPort = await freePort();
  const files = sirv(options.screens, {
    dev: true,
    single: true,
    setHeaders: (response) => {
      response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Referrer-Policy', 'no-referrer');
    },
  });
  const server = createServer((request, response) => {
    files(request, response, () => {
      response.writeHead(404).end();
    });
  });
  const port = await listen(server, options.port);

  const supervisor = supervise({
    start: () =>
      forkHost({
        entry: options.host_entry,
        args: [...options.host_args, '--listen', String(hostPort)],
        env: { SERIALBRIDGE_TOKEN: token },
        ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
      }),
    onState: () => undefined,
    now: () => performance.now(),
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  server.on('upgrade', (request, socket, head) => {
    const refused = refuseUpgrade(request, { port, token });
    if (refused !== null) {
      socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (screen) => {
      bridgeContract(screen, {
        host_url: () => `ws://${LOOPBACK}:${hostPort}/contract?token=${token}`,
        state: supervisor.current,
      });
    });
  });

  return {
    url: `http://${LOOPBACK}:${port}/#token=${token}`,
    contract_url: `ws://${LOOPBACK}:${port}/contract?token=${token}`,
    host_pid: supervisor.pid,
    close: async () => {
      await supervisor.stop();
      for (const screen of sockets.clients) screen.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
