import { electronWindowTransport, webSocketTransport, type Transport } from '@serialbridge/client';

/** The token of this start of the shell, from `#token=` (never sent to a server) or `?token=`. */
export function tokenOf(location: Pick<Location, 'hash' | 'search'>): string {
  const inHash = new URLSearchParams(location.hash.replace(/^#/u, '')).get('token');
  return inHash ?? new URLSearchParams(location.search).get('token') ?? '';
}

/** Under Electron the page gets a MessagePort; in a browser it opens the loopback WebSocket that its own server bridges to the host. */
export function stationTransport(page: Window): Transport {
  const { protocol, host } = page.location;
  if (protocol !== 'http:' && protocol !== 'https:') return electronWindowTransport(page);
  const scheme = protocol === 'https:' ? 'wss' : 'ws';
  return webSocketTransport(
    () => new WebSocket(`${scheme}://${host}/contract?token=${encodeURIComponent(tokenOf(page.location))}`),
  );
}
