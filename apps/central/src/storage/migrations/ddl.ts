import type { Store } from '../store/store.ts';

/** One step of the schema's history. Its statements are frozen: a released step is never edited, a new one is added. */
export interface Migration {
  /** Number in tens and a sentence, e.g. `0010-tenants-and-heads`. */
  readonly name: string;
  /** In PostgreSQL's words; `forEngine` says them in SQLite's. */
  readonly statements: readonly string[];
}

const SQLITE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\buuid\b/g, 'text'],
  [/\bjsonb\b/g, 'text'],
  [/\bboolean\b/g, 'integer'],
  [/\bbigint\b/g, 'integer'],
  [/\bdouble precision\b/g, 'real'],
  [/ collate "C"/g, ''],
];

/** Marks a table that is always read by its key, in its order: SQLite keeps it in the key's own tree instead of in two. */
const BY_KEY = '/* by key */';

/**
 * The same statement for the engine: uuid, jsonb, boolean, bigint and double precision are the only types used, and each has one
 * counterpart in SQLite, whose tables are STRICT so that a wrong type fails there as it does in PostgreSQL.
 */
export function forEngine(engine: Store['engine'], statement: string): string {
  if (engine === 'postgres') return statement;
  const said = SQLITE_WORDS.reduce((text, [word, by]) => text.replace(word, by), statement);
  if (!/^\s*create table/.test(said)) return said;
  return said.includes(BY_KEY) ? `${said} strict, without rowid` : `${said} strict`;
}
