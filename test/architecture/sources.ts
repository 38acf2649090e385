import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

/** Every import in a file's text, type-only ones and re-exports too, as written. */
export function importsOf(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

/** Files of the repository, new ones too, by their path from its root. */
export function filesUnder(...folders: readonly string[]): readonly string[] {
  const out = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], {
    encoding: 'utf8',
  });
  return out.split('\n').filter((file) => file !== '' && existsSync(file));
}

/** Text of each file, by its path. */
export type Sources = ReadonlyMap<string, string>;

export const readAll = (files: readonly string[]): Sources =>
  new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));

const isOfTests = (file: string): boolean => /\.(?:test|e2e)\.tsx?$|\/(?:testing|fixtures)\//.test(file);

/** What is shipped: sources of packages and apps without their tests and what only tests use. */
export const productFiles = (): readonly string[] =>
  filesUnder('packages', 'apps').filter((file) => /\.tsx?$/.test(file) && !isOfTests(file));

/** The file that a relative import names; null: it names a package. */
export const targetOf = (file: string, imported: string): string | null =>
  imported.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), imported)) : null;
