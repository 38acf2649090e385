import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deadLinks, missingDocuments } from './documents.ts';
import { filesUnder } from './sources.ts';

const own = /^test\/architecture\/documents/u;
const documents = filesUnder('*.md').filter((file) => file.endsWith('.md'));
const sources = filesUnder('.').filter((file) => /\.(?:tsx?|js|css|html|yml)$/u.test(file) && !own.test(file));
const decisions = new Set(
  filesUnder('resources/decisions').map((file) => file.slice(0, 'resources/decisions/0001'.length)),
);

const readText = (file: string): string => readFileSync(file, 'utf8');
const exists = (file: string): boolean => decisions.has(file) || existsSync(file);
/** A document's text, '' for a picture or a folder that is there, null for nothing. */
const textAt = (file: string): string | null => {
  if (!existsSync(file)) return null;
  return file.endsWith('.md') ? readText(file) : '';
};

test('architecture.documents: every link of every document leads somewhere', () => {
  expect(documents.length).toBeGreaterThan(15);
  expect(documents.flatMap((file) => deadLinks(file, readText(file), textAt))).toEqual([]);
});

test('architecture.documents: every document that a comment or another document names is in the repository', () => {
  expect([...sources, ...documents].flatMap((file) => missingDocuments(file, readText(file), exists))).toEqual([]);
});

test('architecture.documents: a dead link, a dead anchor and a missing picture are found', () => {
  const text =
    '# One\n[a](gone.md) [b](#one) [c](#two) ![d](none.png) [e](two.md#half) `[f](code.md)` [g](https://x.y/z)\n';
  const files: Readonly<Record<string, string>> = { 'docs/two.md': '## Whole\n' };
  const found = deadLinks('docs/one.md', text, (file) => files[file] ?? null);
  expect(found.map(({ names }) => names)).toEqual(['gone.md', '#two', 'none.png', 'two.md#half']);
});

test('architecture.documents: a document that is cited and not there is found', () => {
  const there = new Set(['packages/core/SPEC.md', 'resources/docs/SYNC.md', 'resources/decisions/0004']);
  const found = (text: string): readonly string[] =>
    missingDocuments('packages/core/src/x.ts', text, (file) => there.has(file)).map(({ names }) => names);
  expect(found('// SPEC.md, resources/docs/SYNC.md, decisions/0004; https://x.y/README.md')).toEqual([]);
  expect(found('// SYNC.md says so, and decision 0099')).toEqual(['SYNC.md', '0099']);
});
