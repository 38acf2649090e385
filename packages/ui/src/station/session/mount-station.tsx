import { createStationClient, electronWindowTransport, type Transport, webSocketTransport } from '@serialbridge/client';
import { type ReactElement, type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { i18n } from 'i18next';
import { createI18n, I18nProvider } from '../../i18n/index.ts';
import { ThemeProvider } from '../../theme/theme-provider.tsx';
import { clientPort } from './station-port.ts';
import { StationProvider } from './station-provider.tsx';
import { createStationSession, type StationSession } from './station-session.ts';

/** The token of this start of the shell, from `#token=` (never sent to a server) or `?token=`. */
function tokenOf(location: Pick<Location, 'hash' | 'search'>): string {
  const inHash = new URLSearchParams(location.hash.replace(/^#/u, '')).get('token');
  return inHash ?? new URLSearchParams(location.search).get('token') ?? '';
}

/** Under Electron the page gets a MessagePort; in a browser it opens the loopback WebSocket that its own server bridges to the host. */
function stationTransport(page: Window): Transport {
  const { protocol, host } = page.location;
  if (protocol !== 'http:' && protocol !== 'https:') return electronWindowTransport(page);
  const scheme = protocol === 'https:' ? 'wss' : 'ws';
  return webSocketTransport(
    () => new WebSocket(`${scheme}://${host}/contract?token=${encodeURIComponent(tokenOf(page.location))}`),
  );
}

/** Everything a station's screen stands in: theme, sentences, the session. Tests use it with a session of their own. */
export function StationRoot({
  session,
  i18n,
  scheme,
  children,
}: {
  session: StationSession;
  i18n: i18n;
  scheme?: 'light' | 'dark';
  children: ReactNode;
}): ReactElement {
  return (
    <ThemeProvider {...(scheme === undefined ? {} : { scheme })}>
      <I18nProvider instance={i18n}>
        <StationProvider session={session}>{children}</StationProvider>
      </I18nProvider>
    </ThemeProvider>
  );
}

/** Starts a station app's page: one call in `main.tsx`. */
export function mountStation(app: ReactElement, element: HTMLElement | null = document.getElementById('root')): void {
  if (element === null) throw new Error('The page has no element #root.');
  const session = createStationSession(clientPort(createStationClient(stationTransport(window))));
  createRoot(element).render(
    <StrictMode>
      <StationRoot session={session} i18n={createI18n()}>
        {app}
      </StationRoot>
    </StrictMode>,
  );
}
