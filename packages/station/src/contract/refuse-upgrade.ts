import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

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
export function refuseUpgrade(request: IncomingMessage, { port, token }: UpgradeGuard): string | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const url = new URL(request.url ?? '/', 'http://loopback');
  if (url.pathname !== '/contract') return '404 Not Found';
  if (!hosts.includes(request.headers.host ?? '')) return '403 Forbidden';
  const { origin } = request.headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return '403 Forbidden';
  if (!sameText(url.searchParams.get('token') ?? '', token)) return '401 Unauthorized';
  return null;
}
