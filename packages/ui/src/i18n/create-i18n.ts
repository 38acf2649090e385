import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** Sentences by id, per language: every file of resources/locales/<language>/ in one map. */
export type Sentences = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Every file of sentences by its path. */
export const SENTENCE_FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = import.meta.glob<
  Record<string, string>
>('../../../../resources/locales/*/*.json', {
  eager: true,
  import: 'default',
});

/** All sentences of resources/locales. Ids are unique over the files of a language; ui/i18n.test checks it. */
export function loadSentences(): Sentences {
  const all: Record<string, Record<string, string>> = {};
  for (const [path, sentences] of Object.entries(SENTENCE_FILES)) {
    const language = path.split('/').at(-2) ?? 'en';
    all[language] = { ...all[language], ...sentences };
  }
  return all;
}

/**
 * An i18next of its own. Ids are flat and hold dots and colons, so both separators are off. An id without a sentence shows as itself: a
 * rule that nobody has put into words yet must still be seen.
 */
export function createI18n(language = 'en', sentences: Sentences = loadSentences()): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: Object.fromEntries(Object.entries(sentences).map(([lng, map]) => [lng, { translation: { ...map } }])),
    keySeparator: false,
    nsSeparator: false,
    // `context` among a finding's params chooses its variant: serial.length with context `short` is serial.length_short.
    contextSeparator: '_',
    returnEmptyString: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}
