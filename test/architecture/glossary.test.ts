import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { comebacks, retiredWords } from './glossary.ts';
import { filesUnder, readAll } from './sources.ts';

const retired = retiredWords(readFileSync('resources/docs/GLOSSARY.md', 'utf8'));
const sources = readAll(
  filesUnder('packages', 'apps', 'test', 'scripts').filter(
    (file) => /\.(?:tsx?|js)$/u.test(file) && !file.startsWith('test/architecture/glossary'),
  ),
);

test('architecture.glossary: no word that was given up comes back', () => {
  expect(retired.length).toBeGreaterThan(20);
  expect([...sources].flatMap(([file, text]) => comebacks(file, text, retired))).toEqual([]);
});

test('architecture.glossary: a type that is only a place says of what', () => {
  const places = [...sources].flatMap(([file, text]) =>
    [...text.matchAll(/\b(?:type|interface|class) (\w*Places?)\b/gu)].map(([, name]) => `${file}: ${name ?? ''}`),
  );
  expect(places).toEqual([]);
});

test.each([
  ['packages/ui/src/x.ts', 'export const takeTurn = 1;'],
  ['packages/cache/src/x.ts', 'const past_chains = [];'],
  ['packages/station/src/sync/find-parting.ts', ''],
  ['packages/client/src/x.ts', 'export interface Carrier {}'],
  ['packages/core/src/x.ts', "type State = 'astray';"],
])('architecture.glossary: a planted word in %s is found: %s', (file, text) => {
  expect(comebacks(file, text, retired)).toHaveLength(1);
});

test.each([
  ['packages/core/src/x.ts', 'const carrier = order.carrier;'],
  ['packages/station/src/x.ts', 'return result; // it is their turn'],
  ['packages/ui/src/x.ts', 'const understanding = 1;'],
])('architecture.glossary: an everyday word in %s passes: %s', (file, text) => {
  expect(comebacks(file, text, retired)).toEqual([]);
});
