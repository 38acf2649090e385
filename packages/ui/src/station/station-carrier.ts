import { electronWindowCarrier, webSocketCarrier, type Carrier } from '@serialbridge/client';

/** The token of this start of the shell, from `#token=` (never sent to a server) or `?token=`. */
export function tokenOf(location: Pick<Location, 'hash' | 'search'>): string {
  const inHash = new URLSearchParams(location.hash.replace(/^#/u, '')).get('token');
  return inHash ?? new URLSearchParams(location.search).get('token') ?? '';
}

/** Under Electron the page gets a MessagePort; in a browser it opens the loopback WebSocket that its own server bridges to the host. */
export function stationCarrier(page: Window): Carrier {
  const { protocol, host } = page.location;
  if (protocol !== 'http:' && protocol !== 'https:') return electronWindowCarrier(page);
  const scheme = protocol === 'https:' ? 'wss' : 'ws';
  return webSocketCarrier(
    () => new WebSocket(`${scheme}://${host}/contract?token=${encodeURIComponent(tokenOf(page.location))}`),
  );
}
