import { columnsOf, ENTITIES, ENTITY_NAMES } from '@serialbridge/core/model';
import { AUDIT_KINDS, type AuditListRow } from '@serialbridge/protocol/central';
import { createI18n, formatFor, loadSentences, translateWith } from '@serialbridge/ui/i18n';
import { expect, test } from 'vitest';
import { auditSentence } from './audit-words.ts';

const t = translateWith(createI18n());
const format = formatFor('en');
const english = loadSentences()['en'] ?? {};
const ID = '018f0000-0000-7000-8000-0000000000b1';

const row = (part: Partial<AuditListRow>): AuditListRow => ({
  audit_entry_id: ID,
  at: 0,
  person: { id: ID, name: 'Maria' },
  by: null,
  address: null,
  kind: 'record-changed',
  entity: 'product',
  record_key: ID,
  subject_id: ID,
  label: 'AC-2201',
  changes: [],
  import_id: null,
  details: {},
  ...part,
});
const price = { field: 'unit_price_cents', from: 1290, to: 1490 };
const option = { level: 'warehouse', level_id: ID, level_name: 'MAIN', key: 'receiving.show_on_hand' };

test.each<[string, Partial<AuditListRow>]>([
  [
    'Maria changed the unit price of purchase order line PO-7 · #1 · AC-2201 from 12.90 to 14.90',
    { entity: 'po_line', label: 'PO-7 · #1 · AC-2201', changes: [price] },
  ],
  [
    'Maria changed product AC-2201: unit price, active',
    { changes: [price, { field: 'active', from: true, to: false }] },
  ],
  [
    'Maria at Dock 7 changed the option “Show product quantity on hand (QOH)” for MAIN from the default to No',
    {
      kind: 'option-changed',
      entity: 'policy_value',
      by: 'Dock 7',
      changes: [{ field: 'value', from: null, to: false }],
      details: option,
    },
  ],
  [
    'dock-pc was paired as Dock 7',
    { kind: 'station-paired', person: null, by: 'dock-pc', label: 'Dock 7', details: { computer_name: 'dock-pc' } },
  ],
  [
    'Maria cannot sign in from 10.0.0.9 for 15 minutes, after wrong tries',
    {
      kind: 'sign-in-locked',
      person: null,
      label: 'Maria',
      address: '10.0.0.9',
      details: { subject: 'code maria', minutes: 15 },
    },
  ],
  ['Central made rate House rates', { kind: 'record-made', person: null, entity: 'rate', label: 'House rates' }],
  ['Maria took out the list of units', { kind: 'exported', details: { list: 'exports.units', filter: '' } }],
])('audit.words: %s', (sentence, part) => {
  expect(auditSentence(t, format, row(part))).toBe(sentence);
});

test('audit.words: every detail, every record that is written of and each of its fields has words', () => {
  const details = Object.values(AUDIT_KINDS).flatMap(({ shape }) => Object.keys(shape));
  const unsaid = new Set(['double_of', 'pin_changed_at', 'cancelled_event_id', 'received_event_id', 'policy_version']);
  const entities = ENTITY_NAMES.filter((entity) => `audit.entity.${entity}` in english);
  expect(entities.length).toBeGreaterThan(15);
  const fields = entities
    .filter((entity) => entity !== 'case' && entity !== 'policy_value')
    .flatMap((entity) => {
      const key: readonly string[] = ENTITIES[entity].key;
      return columnsOf(entity).filter(({ name }) => !key.includes(name) && !unsaid.has(name));
    });
  const ids = [
    ...details.filter((name) => !name.endsWith('_id')).map((name) => `audit.detail.${name}`),
    ...fields.map(({ name }) => `audit.field.${name}`),
  ];
  expect(ids.filter((id) => !(id in english))).toEqual([]);
});

test('audit.words: no blank of a sentence stays empty for want of a name', () => {
  const filled = new Set(['who', 'what', 'label', 'option', 'level', 'rule', 'import', 'list', 'means', 'decision']);
  for (const name of ['field', 'fields', 'from', 'to', 'address']) filled.add(name);
  const open = Object.entries(AUDIT_KINDS).flatMap(([kind, { shape }]) =>
    [...(english[`audit.${kind}`] ?? '').matchAll(/\{\{(\w+)\}\}/gu)]
      .map(([, name = '']) => name)
      .filter((name) => !filled.has(name) && !(name in shape))
      .map((name) => `${kind}: ${name}`),
  );
  expect(open).toEqual([]);
});
