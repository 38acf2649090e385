import type { DatabaseServer } from '../storage/directory/open-directory-store.ts';
import { StartFailure } from '../server/start-failure.ts';

const NAMED = /^([a-z0-9][a-z0-9-]{0,62})=(postgres(?:ql)?:\/\/\S+)$/u;

/**
 * `NAME=URL` of several servers, from the command line or DATABASE_URLS (separated by white space). Undefined: none given.
 * @throws StartFailure `arguments`
 */
export function readDatabases(
  given: readonly string[] | undefined,
  env: Readonly<Record<string, string | undefined>>,
): readonly [DatabaseServer, ...DatabaseServer[]] | undefined {
  const texts = given ?? (env['DATABASE_URLS'] ?? '').split(/\s+/u).filter((text) => text !== '');
  const [first, ...rest] = texts.map((text): DatabaseServer => {
    const [, name, url] = NAMED.exec(text) ?? [];
    // The text itself is not told: it may hold a password.
    if (name === undefined || url === undefined)
      throw new StartFailure(
        'arguments',
        'A database is NAME=postgres://…, the name in small letters, digits and hyphens.',
      );
    return { name, url };
  });
  if (first === undefined) return undefined;
  const names = [first, ...rest].map(({ name }) => name);
  if (new Set(names).size < names.length) throw new StartFailure('arguments', 'Two databases have the same name.');
  return [first, ...rest];
}
