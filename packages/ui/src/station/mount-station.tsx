import { createStationClient } from '@serialbridge/client';
import { StrictMode, type ReactElement, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { i18n } from 'i18next';
import { createI18n, I18nProvider } from '../i18n/index.ts';
import { ThemeProvider } from '../theme/theme-provider.tsx';
import { clientPort } from './client-port.ts';
import { stationTransport } from './station-transport.ts';
import { StationProvider } from './station-provider.tsx';
import { createStationSession, type StationSession } from './station-session.ts';

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
