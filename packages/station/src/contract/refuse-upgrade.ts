import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a request for the contract must carry to be let in. */
interface UpgradeGuard {
  /** The loopback port that is listened on. */
  readonly port: number;
  readonly token: string;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Null if a screen may come in, else the status line to refuse it with. Host and Origin are checked because any page in any browser on this
 * machine can reach loopback, and a name can be rebound to it; the token because any program can.
 */
function refuseUpgrade(request: IncomingMessage, { port, token }: UpgradeGuard): string | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const url = URL.parse(request.url ?? '/', 'http://loopback');
  if (url?.pathname !== '/contract') return '404 Not Found';
  if (!hosts.includes(request.headers.host ?? '')) return '403 Forbidden';
  const { origin } = request.headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return '403 Forbidden';
  if (!sameText(url.searchParams.get('token') ?? '', token)) return '401 Unauthorized';
  return null;
}

/**
 * Lets screens in, and refuses everybody else. Any program of this machine may try, so nothing that it does may end the process: an address that is
 * none (`//`) is answered, and a line that breaks before it was let in (nobody else listens to it yet) is let go.
 */
export function takeUpgrades(
  server: Server,
  guard: UpgradeGuard,
  take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
): void {
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refused = refuseUpgrade(request, guard);
    if (refused === null) take(request, socket, head);
    else socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\n\r\n`);
  });
}
