import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASE_RULES, CONDITIONS, UNIT_STATES } from '@serialbridge/core/model';
import { describePolicy } from '@serialbridge/core/policy';
import { SERIAL_RULES } from '@serialbridge/core/serial';
import { expect, test } from 'vitest';

const locales = join(import.meta.dirname, '../../../../../resources/locales/en');
const texts = new Map(
  readdirSync(locales).flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(join(locales, file), 'utf8')) as Record<string, string>),
  ),
);
const has = (id: string): boolean => texts.has(id) || texts.has(`${id}_other`);

test('texts: every state, event, condition, case and rule that central may send has words', () => {
  const ids = [
    ...UNIT_STATES.map((state) => `console.location.${state}`),
    ...CONDITIONS.map((condition) => `console.condition.${condition}`),
    ...CASE_RULES.flatMap((rule) => [rule, `console.case.meaning.${rule}`]),
    ...SERIAL_RULES.map((rule) => `${rule.id}_name`),
    ...describePolicy().flatMap((key) => [
      key.label_key,
      `group.${key.group}`,
      ...key.levels.map((level) => `console.level.${level}`),
    ]),
  ];
  expect(ids.filter((id) => !has(id))).toEqual([]);
});

test('texts: every sentence that the pages name exists', () => {
  const renderer = join(import.meta.dirname, '..');
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.tsx?$/.test(file),
  );
  const named = files.flatMap((file) =>
    [...readFileSync(join(renderer, file), 'utf8').matchAll(/\bt\(\s*'([^']+)'/g)].map(([, id = '']) => id),
  );
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter((id) => !has(id))).toEqual([]);
});
