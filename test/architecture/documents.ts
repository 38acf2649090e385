import { posix } from 'node:path';

export interface Dead {
  readonly file: string;
  readonly names: string;
}

/** GitHub's way of making an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/gu, '-');

const headingsOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^#{1,6}\s+(.+)$/gmu)].map(([, heading = '']) => anchorOf(heading)));

/** Code in a document says how something may look; nothing in it is a link. */
const withoutCode = (text: string): string => text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/gu, '');

/** Links and pictures of a document that lead nowhere. `read` gives a file's text, null where there is none. */
export function deadLinks(file: string, text: string, read: (file: string) => string | null): readonly Dead[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s"[^"]*")?\)/gu)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^(?:https?|mailto):/u.test(link))
    .flatMap((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), decodeURI(path)));
      const found = path === '' ? text : read(target);
      const isThere = found !== null && (anchor === undefined || headingsOf(found).has(anchor));
      return isThere ? [] : [{ file, names: link }];
    });
}

const NAMED = /(?<![\w*/.-])(?:[\w.@-]+\/)*[\w.-]+\.md\b/gu;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*$/gmu;

/** What a source says in its comments; of a document all but the words of its links, which are followed by themselves. */
const saidIn = (file: string, text: string): string =>
  file.endsWith('.md')
    ? text.replaceAll(/\[[^\]]*\]\([^)]*\)/gu, '')
    : [...text.matchAll(COMMENT)].map(([comment]) => comment).join('\n');

/** A comment cites a decision by its number, too. */
const DECISION = /\bdecisions?\/?\s?(\d{4})\b/gu;

/** Documents that a source or document names in its text and that are not there: `exists` is asked for each place it may stand. */
export function missingDocuments(file: string, whole: string, exists: (file: string) => boolean): readonly Dead[] {
  const text = saidIn(file, whole);
  const named = [...text.replaceAll(/https?:\/\/\S+/gu, '').matchAll(NAMED)].map(([name]) => name);
  const decisions = [...text.matchAll(DECISION)].map(([, number = '']) => number);
  const isThere = (name: string): boolean =>
    [name, posix.join(posix.dirname(file), name), posix.join(packageOf(file), name)].some((path) =>
      exists(posix.normalize(path)),
    );
  return [
    ...named.filter((name) => !isThere(name)),
    ...decisions.filter((number) => !exists(`resources/decisions/${number}`)),
  ].map((names) => ({ file, names }));
}

/** `SPEC.md` in a comment is that of the file's own package. */
const packageOf = (file: string): string => /^(?:packages|apps)\/[^/]+/.exec(file)?.[0] ?? '';
