import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import type { CentralClient } from '@serialbridge/client/central';
import { createI18n, I18nProvider } from '@serialbridge/ui/i18n';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useState, type ReactElement, type ReactNode } from 'react';
import { CentralProvider, createQueryClient } from '../api/central-context.tsx';
import { CONSOLE_THEME, consoleVariables } from './theme.ts';

const manager = localStorageColorSchemeManager({ key: 'serialbridge.colour-scheme' });

interface ProvidersProps {
  readonly client: CentralClient;
  readonly queries?: QueryClient;
  readonly children: ReactNode;
}

/** Everything that pages stand on; tests give their own central. */
export function Providers({ client, queries, children }: ProvidersProps): ReactElement {
  const [cache] = useState(() => queries ?? createQueryClient());
  const [i18n] = useState(() => createI18n());
  return (
    <MantineProvider
      theme={CONSOLE_THEME}
      cssVariablesResolver={consoleVariables}
      colorSchemeManager={manager}
      defaultColorScheme="auto"
    >
      <I18nProvider instance={i18n}>
        <QueryClientProvider client={cache}>
          <CentralProvider client={client}>{children}</CentralProvider>
        </QueryClientProvider>
      </I18nProvider>
    </MantineProvider>
  );
}
