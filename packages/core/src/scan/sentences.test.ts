import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../../', import.meta.url);
const locales = new URL('resources/locales/en/', root);
const areas = ['scan', 'receiving', 'packing'] as const;
const folders = [
  'packages/core/src/scan/',
  'packages/core/src/receiving/',
  'packages/core/src/packing/',
  'packages/station/src/work/',
  'packages/station/src/scan/',
  'packages/station/src/receiving/',
  'packages/station/src/packing/',
];
/** Names of notes, methods and options have the same form as rules and are none. */
const NO_SENTENCE = /^(?:scan\.submit|(?:receiving|packing)\.(?:machine|undo|leave|save|discard|ship))$/u;

function codesIn(folder: string): readonly string[] {
  const path = new URL(folder, root);
  return readdirSync(path)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .flatMap((name) =>
      [...readFileSync(new URL(name, path), 'utf8').matchAll(/'((?:scan|receiving|packing)\.[a-z][a-z0-9-]*)'/gu)].map(
        ([, code]) => code ?? '',
      ),
    );
}

const sentences = new Map(
  areas.flatMap((area) =>
    Object.entries(JSON.parse(readFileSync(new URL(`${area}.json`, locales), 'utf8')) as Record<string, string>),
  ),
);

test('scan.sentences: every code that scans, receiving and packing can give has its sentence, and no sentence is left over', () => {
  const used = new Set(folders.flatMap(codesIn).filter((code) => !NO_SENTENCE.test(code)));
  for (const phase of ['check', 'weigh', 'ship']) used.add(`packing.at-${phase}`);
  expect([...used].filter((code) => !sentences.has(code))).toEqual([]);
  // A context chooses among a code's sentences: packing.tracking-taken_carrier.
  expect([...sentences.keys()].filter((key) => !used.has(key.replace(/_.*$/u, '')))).toEqual([]);
});

test('scan.sentences: each stands in its own file, sorted', () => {
  for (const area of areas) {
    const keys = [...sentences.keys()].filter((key) => key.startsWith(`${area}.`));
    expect(keys).toEqual(keys.toSorted());
  }
});
