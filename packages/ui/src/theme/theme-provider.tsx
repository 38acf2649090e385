import '@fontsource-variable/ibm-plex-sans/wght.css';
import '@fontsource/ibm-plex-mono/latin-500.css';
import '@fontsource/ibm-plex-mono/latin-600.css';
import '@mantine/core/styles.layer.css';
import './global.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { cssVariablesResolver, THEME } from './mantine-theme.ts';

const manager = localStorageColorSchemeManager({ key: 'serialbridge.colour-scheme' });

/** Outermost: fonts, kit, tokens, and the colour scheme (follows the system until a person chooses). */
export function ThemeProvider({ children, scheme }: { children: ReactNode; scheme?: 'light' | 'dark' }): ReactElement {
  return (
    <MantineProvider
      theme={THEME}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={manager}
      defaultColorScheme="auto"
      {...(scheme === undefined ? {} : { forceColorScheme: scheme })}
    >
      {children}
    </MantineProvider>
  );
}
