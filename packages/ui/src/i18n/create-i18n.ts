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

/** All sentences of these files. Ids are unique over the files of a language; ui/i18n.test checks it. */
export function loadSentences(files: typeof SENTENCE_FILES = SENTENCE_FILES): Sentences {
  const all: Record<string, Record<string, string>> = {};
  for (const [path, sentences] of Object.entries(files)) {
    const language = path.split('/').at(-2) ?? 'en';
    all[language] = { ...all[language], ...sentences };
  }
  return all;
}

/**
 * The one place where a language is chosen: the person's own, else the tenant's, else English. A language is a folder of
 * resources/locales; one that has no folder here is passed over.
 */
export function chooseLanguage(
  wanted: { readonly own: string | null; readonly tenant: string | null },
  sentences: Sentences = loadSentences(),
): string {
  const known = [wanted.own, wanted.tenant].filter(
    (language) => language !== null && Object.hasOwn(sentences, language),
  );
  return known[0] ?? 'en';
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
