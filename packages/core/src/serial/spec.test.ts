import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CASE_RULES } from '../model/unit-rows.ts';
import { UNIT_REFUSALS } from '../units/transitions.ts';
import { SERIAL_RULES } from './serial-rules.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const texts = new Map(
  ['rules', 'codes'].flatMap((file) =>
    Object.entries(JSON.parse(read(`../../../../resources/locales/en/${file}.json`)) as Record<string, string>),
  ),
);
/** `serial.length_short` is a variant of `serial.length`. */
const translated = new Set([...texts.keys()].map((key) => key.replace(/_.*$/u, '')));
const spec = read('../../SPEC.md');
const of = (area: string): readonly string[] => [...translated].filter((key) => key.startsWith(`${area}.`)).toSorted();

it('serial.*, code.*: the specification, the registry and the texts list the same rules', () => {
  const rules = SERIAL_RULES.map(({ id }) => id);
  const inSpec = [...spec.matchAll(/^\| `((?:serial|code)\.[a-z0-9-]+)` +\|/gmu)].map(([, id]) => id);
  expect(inSpec).toEqual(rules);
  expect([...of('code'), ...of('serial')]).toEqual(rules.toSorted());
});

it('serial.*: every base text stands, for codes without a variant', () => {
  for (const id of translated) expect([id, texts.has(id)]).toEqual([id, true]);
});

it('serial-entry.*, unit.*: specification and texts list the same', () => {
  for (const id of [...of('serial-entry'), ...of('unit')]) expect(spec).toContain(`\`${id}\``);
  expect(of('unit')).toEqual([...UNIT_REFUSALS].toSorted());
});

it('case.*: every case rule has a text', () => {
  expect(of('case')).toEqual([...CASE_RULES].toSorted());
});

it('serial.*: every rule is named by a test', () => {
  const codes = readdirSync(new URL('../other-codes', import.meta.url)).filter((file) => file.endsWith('.test.ts'));
  const tests = ['./serial-rules.test.ts', './known-spelling.test.ts', ...codes.map((file) => `../other-codes/${file}`)]
    .map(read)
    .join('\n');
  for (const { id } of SERIAL_RULES) expect(tests).toMatch(new RegExp(`(?:it|test)\\('${id}\\b`, 'u'));
});
