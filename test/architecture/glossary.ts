/** A word that was given up, as the glossary's last table says it. */
export interface RetiredWord {
  readonly word: string;
  /** A folder from the repository's root; '' is everywhere. */
  readonly where: string;
  readonly say: string;
}

/** Rows of the glossary's table of words that were given up. @throws Error when the table is not found */
export function retiredWords(glossary: string): readonly RetiredWord[] {
  const [, table] = glossary.split('## Words that were given up');
  const rows = [...(table ?? '').matchAll(/^\| ([a-z ]+?) +\| ([\w/]+) +\| (.+?) +\|$/gmu)];
  if (rows.length === 0) throw new Error('the glossary has no table of words that were given up');
  return rows.map(([, word = '', where = '', say = '']) => ({ word, where: where === 'everywhere' ? '' : where, say }));
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gmu;
/** A quoted sentence is prose; a quoted word is a name. */
const SENTENCE = /(['"`])(?:(?!\1)[^\\\n]|\\.)*\s(?:(?!\1)[^\\\n]|\\.)*\1/gu;
const IDENTIFIER = /[A-Za-z_][\w-]*/gu;

const known = new Map<string, readonly string[]>();

/** `takeTurn`, `take_turns` and `take-turn` as the words `take turn`. */
function wordsOf(identifier: string): readonly string[] {
  const before = known.get(identifier);
  if (before !== undefined) return before;
  const words = identifier
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word));
  known.set(identifier, words);
  return words;
}

const holds = (words: readonly string[], retired: readonly string[]): boolean =>
  retired.every((word) => words.includes(word)) &&
  words.some((_, start) => retired.every((word, at) => words[start + at] === word));

export interface Comeback {
  readonly file: string;
  readonly found: string;
  readonly say: string;
}

/**
 * Retired words in a source's name, identifiers and texts. Sentences, in comments and in quotes, are not read: there an
 * everyday word is no name.
 */
export function comebacks(file: string, text: string, retired: readonly RetiredWord[]): readonly Comeback[] {
  const here = retired.filter(({ where }) => where === '' || file.startsWith(`${where}/`));
  if (here.length === 0) return [];
  const names = new Set(
    [...text.replaceAll(COMMENT, ' ').replaceAll(SENTENCE, ' ').matchAll(IDENTIFIER)].map(([name]) => name),
  );
  names.add(file.slice(file.lastIndexOf('/') + 1).replace(/\..*$/u, ''));
  return here.flatMap(({ word, say }) =>
    [...names].filter((name) => holds(wordsOf(name), wordsOf(word))).map((found) => ({ file, found, say })),
  );
}
