import type { i18n } from 'i18next';
import type { ReactElement, ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';

export function I18nProvider({ instance, children }: { instance: i18n; children: ReactNode }): ReactElement {
  return <I18nextProvider i18n={instance}>{children}</I18nextProvider>;
}
