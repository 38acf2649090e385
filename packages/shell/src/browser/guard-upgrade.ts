import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a request for the contract must carry to be let in. */
export interface UpgradeGuard {
  readonly token: string;
  /** `127.0.0.1:<port>` and `localhost:<port>`: a page of any other origin, or a name that was rebound to loopback, is turned away. */
  readonly hosts: readonly string[];
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Null if the upgrade may go on, else the HTTP status line to refuse it with. */
export function refuseUpgrade(request: IncomingMessage, guard: UpgradeGuard): string | null {
  const url = new URL(request.url ?? '/', 'http://loopback');
  if (url.pathname !== '/contract') return '404 Not Found';
  if (!guard.hosts.includes(request.headers.host ?? '')) return '403 Forbidden';
  const origin = request.headers.origin;
  if (origin !== undefined && !guard.hosts.some((host) => origin === `http://${host}`)) return '403 Forbidden';
  if (!sameText(url.searchParams.get('token') ?? '', guard.token)) return '401 Unauthorized';
  return null;
}
