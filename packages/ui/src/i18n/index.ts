export { createI18n, loadSentences, type Sentences } from './create-i18n.ts';
export { I18nProvider } from './i18n-provider.tsx';
export { translateWith, useT, type Translate } from './use-t.ts';
export { formatFor, instantOfDay, isCalendarDay, useFormat, type Format } from './use-format.ts';
