import { CASE_RULES, POLICY_LEVELS, UNIT_STATES } from '@serialbridge/core/model';
import { BUILT_IN_ROLE_CODES, RIGHT_NAMES } from '@serialbridge/core/rights';
import { EVENT_TYPES } from '@serialbridge/core/events';
import { SCAN_COMMANDS, scanViaSchema } from '@serialbridge/core/scan';
import {
  DEVICE_KINDS,
  DeviceLink,
  FEEDBACK_LEVELS,
  LiveWeight,
  PRINT_JOB_STATES,
  SYNC_STATES,
} from '@serialbridge/protocol/station';
import { AUDIT_KIND_NAMES, CSV_CALLS, IMPORT_KINDS } from '@serialbridge/protocol/central';
import { describe, expect, it } from 'vitest';
import { chooseLanguage, createI18n, loadSentences, SENTENCE_FILES } from './create-i18n.ts';
import { translateWith } from './use-t.ts';

const families: readonly (readonly [string, readonly string[]])[] = [
  ['ui.level.', FEEDBACK_LEVELS],
  ['ui.sync.', SYNC_STATES],
  ['unit-state.', UNIT_STATES],
  ['event.', EVENT_TYPES],
  ['role.', BUILT_IN_ROLE_CODES],
  ['right.', RIGHT_NAMES],
  ['source.', ['default', ...POLICY_LEVELS]],
  ['ui.command.', [...SCAN_COMMANDS, ...SCAN_COMMANDS.map((command) => `${command}.meaning`)]],
  ['', CASE_RULES],
  ['ui.device-kind.', DEVICE_KINDS],
  ['ui.link.', DeviceLink.options.map(({ shape }) => shape.type.value)],
  ['ui.via.', scanViaSchema.options],
  ['ui.weight.', LiveWeight.shape.state.options.flatMap((state) => [state, `${state}.hint`])],
  ['ui.job.', PRINT_JOB_STATES],
  ['audit.', AUDIT_KIND_NAMES],
  ['audit.kind.', AUDIT_KIND_NAMES],
  ['audit.list.', Object.keys(CSV_CALLS).filter((name) => name.startsWith('exports.'))],
  ['audit.import.', IMPORT_KINDS],
];
const english = loadSentences()['en'] ?? {};

describe('sentences', () => {
  const t = translateWith(
    createI18n('en', {
      en: {
        'serial.length': '{{serial}} is {{length}} long',
        'serial.length_short': '{{serial}} is too short',
        units_one: '{{count}} unit',
        units_other: '{{count}} units',
      },
    }),
  );

  it('a finding becomes its sentence, blanks filled and not escaped', () => {
    expect(t({ code: 'serial.length', params: { serial: '<A&B>', length: 5 } })).toBe('<A&B> is 5 long');
  });

  it('a sentence takes in another with the same context; a scanned code cannot', () => {
    const nested = translateWith(
      createI18n('en', { en: { what: 'This is {{value}}. $t(next)', next: 'Scan.', next_serial: 'Scan the serial.' } }),
    );
    expect(nested('what', { value: 'A', context: 'serial' })).toBe('This is A. Scan the serial.');
    expect(nested('what', { value: '$t(next)', context: 'serial' })).toBe('This is $\u2060t(next). Scan the serial.');
  });

  it('the context of a finding chooses its variant; without a sentence of its own the plain one holds', () => {
    const params = { serial: 'A', length: 1 };
    expect(t({ code: 'serial.length', params: { ...params, context: 'short' } })).toBe('A is too short');
    expect(t({ code: 'serial.length', params: { ...params, context: 'odd' } })).toBe('A is 1 long');
  });

  it('an id without a sentence shows as itself', () => {
    expect(t({ code: 'serial.not-yet-worded', params: {} })).toBe('serial.not-yet-worded');
    expect(t('a:b.c')).toBe('a:b.c');
  });

  it('a fault without a sentence shows its own message', () => {
    expect(t({ code: 'host.strange', message: 'The disk is full.', params: {} })).toBe('The disk is full.');
  });

  it('counts choose the plural', () => {
    expect(t('units', { count: 1 })).toBe('1 unit');
    expect(t('units', { count: 3 })).toBe('3 units');
  });

  it('an unknown language falls back to English', () => {
    expect(translateWith(createI18n('xx', { en: { a: 'English' } }))('a')).toBe('English');
  });
});

it("a language is one folder of texts: chosen per person, else the tenant's, and what it lacks is English", () => {
  const folder = { 'resources/locales/xq/ui.json': { 'ui.print': 'Drukk' } };
  const sentences = loadSentences({ ...SENTENCE_FILES, ...folder });
  expect(chooseLanguage({ own: 'xq', tenant: null }, sentences)).toBe('xq');
  expect(chooseLanguage({ own: null, tenant: 'xq' }, sentences)).toBe('xq');
  expect(chooseLanguage({ own: 'no-such', tenant: 'xq' }, sentences)).toBe('xq');
  expect(chooseLanguage({ own: null, tenant: null }, sentences)).toBe('en');
  const t = translateWith(createI18n(chooseLanguage({ own: 'xq', tenant: 'en' }, sentences), sentences));
  expect([t('ui.print'), t('ui.sheet.title')]).toEqual(['Drukk', english['ui.sheet.title']]);
});

describe('resources/locales', () => {
  it('no id stands in two files of a language', () => {
    const seen = new Map<string, string>();
    const doubles: string[] = [];
    for (const [path, sentences] of Object.entries(SENTENCE_FILES)) {
      const language = path.split('/').at(-2) ?? '';
      for (const id of Object.keys(sentences)) {
        const key = `${language} ${id}`;
        const other = seen.get(key);
        if (other !== undefined) doubles.push(`${key}: ${other} and ${path}`);
        seen.set(key, path);
      }
    }
    expect(doubles).toEqual([]);
  });

  it.each(families)('%s… has a sentence for every value', (prefix, values) => {
    expect(values.filter((value) => english[`${prefix}${value}`] === undefined)).toEqual([]);
  });

  it.each(['event.', 'unit-state.', 'role.', 'right.', 'source.'])('%s… has no sentence left over', (prefix) => {
    const values = new Set(families.find(([family]) => family === prefix)?.[1]);
    const worded = Object.keys(english).filter((id) => id.startsWith(prefix));
    expect(worded.filter((id) => !values.has(id.slice(prefix.length)))).toEqual([]);
  });
});
