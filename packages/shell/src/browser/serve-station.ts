import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HostFrame, MAX_FRAME_BYTES } from '@serialbridge/protocol';
import { takeUpgrades } from '@serialbridge/station/contract';
import sirv from 'sirv';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { forkHost } from '../supervisor/fork-host.ts';
import { type HostState, supervise } from '../supervisor/supervise.ts';

/** WebSocket close code "try again later": the client goes on trying and says so. */
const TRY_AGAIN = 1013;

interface BridgeOptions {
  /** Null: none runs now. */
  readonly host_url: () => string | null;
  readonly state: () => HostState;
}

/** Why the screen gets no host, as the frame a host itself would have sent. */
function refusal(reason: string): HostFrame {
  return { kind: 'refused', faults: [{ code: 'host.cannot-start', message: reason, params: { reason } }] };
}

/** Carries the frames of one screen to the host and back. Frames are not read here: both ends parse them. */
function bridgeContract(screen: WebSocket, { host_url, state }: BridgeOptions): void {
  const now = state();
  if (now.state === 'failed') {
    screen.send(JSON.stringify(refusal(now.reason)));
    screen.close(TRY_AGAIN);
    return;
  }
  const url = host_url();
  if (url === null) {
    screen.close(TRY_AGAIN);
    return;
  }
  const host = new WebSocket(url, { maxPayload: MAX_FRAME_BYTES });
  const waiting: RawData[] = [];
  const asText = { binary: false };
  screen.on('message', (data) => {
    if (host.readyState === WebSocket.OPEN) host.send(data, asText);
    else waiting.push(data);
  });
  host.on('open', () => {
    for (const data of waiting.splice(0)) host.send(data, asText);
  });
  host.on('message', (data) => screen.send(data, asText));
  // An error is always followed by close; the listener only keeps it from being thrown.
  host.on('error', () => undefined);
  screen.on('error', () => undefined);
  host.on('close', () => screen.close(TRY_AGAIN));
  screen.on('close', () => host.close());
}

export interface ServeStationOptions {
  /** Folder of the built screens. */
  readonly screens: string;
  /** The host's entry file and its arguments, without --listen. */
  readonly host_entry: string;
  readonly host_args: readonly string[];
  /** What must not be seen in a list of processes. */
  readonly host_env?: Readonly<Record<string, string>>;
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

/** The port in the line that the host prints once it listens. */
function portIn(line: string): number | null {
  try {
    const said: unknown = JSON.parse(line);
    const port: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'listening') : null;
    return typeof port === 'number' ? port : null;
  } catch {
    return null;
  }
}

/**
 * The shell without Electron: serves a station's screens to a browser on this machine and keeps its host alive. It owns the port and the
 * token of the host, which changes with each start of the shell, not with each start of the host, so that an open page finds it again.
 */
export async function serveStation(options: ServeStationOptions): Promise<ServedStation> {
  const token = randomBytes(24).toString('base64url');
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

  // Each host takes a free port and says which. A port that the shell had chosen could be somebody else's program's by the time the host has died and
  // starts anew, and that program would be handed the token and what people type.
  let host_port: number | null = null;
  const supervisor = supervise({
    start: () =>
      forkHost({
        entry: options.host_entry,
        args: [...options.host_args, '--listen', '0'],
        env: { ...options.host_env, SERIALBRIDGE_TOKEN: token },
        onSaid: (line) => {
          host_port = portIn(line);
        },
        ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
      }),
    onState: ({ state }) => {
      if (state !== 'running') host_port = null;
    },
    now: () => performance.now(),
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  takeUpgrades(server, { port, token }, (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (screen) => {
      bridgeContract(screen, {
        host_url: () => (host_port === null ? null : `ws://${LOOPBACK}:${host_port}/contract?token=${token}`),
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
