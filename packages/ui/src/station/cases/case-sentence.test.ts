import { newCase } from '@serialbridge/core/ledger';
import { CASE_RULES, type CaseRow } from '@serialbridge/core/model';
import { describe, expect, it } from 'vitest';
import { createI18n, translateWith } from '../../i18n/index.ts';
import { caseSentence } from './case-sentence.ts';

const fact = (event: string, change: Partial<CaseRow['facts'][number]>): CaseRow['facts'][number] => ({
  event_id: event,
  type: 'unit-packed',
  station_id: 's1',
  operator_id: null,
  captured_at: 0,
  unit_id: 'u',
  serial_raw: 'CM1',
  product_id: 'p',
  document_kind: 'order',
  document_id: 'o1',
  ...change,
});
const FACTS = [fact('e1', {}), fact('e2', { station_id: 's2', document_id: 'o2' })];
const row = (rule: CaseRow['rule']): CaseRow =>
  newCase({ case_id: 'c', rule, opened_at: 0, unit_ids: ['u'], facts: FACTS });
const NAMES = { s1: 'Packing 1', s2: 'Packing 2', p: 'CAM', o1: 'SO-1', o2: 'SO-2' };
const t = translateWith(createI18n());

describe('what a case says', () => {
  it.each(CASE_RULES)('%s is a whole sentence, every blank filled', (rule) => {
    const sentence = caseSentence(row(rule), NAMES);
    expect(sentence).not.toBeNull();
    expect(sentence === null ? '' : t(sentence)).not.toMatch(/\{\{|_sentence|undefined/);
  });

  it('case.shipped-twice names both orders and both stations', () => {
    const sentence = caseSentence(row('case.shipped-twice'), NAMES);
    for (const name of ['CM1', 'SO-1', 'SO-2', 'Packing 1', 'Packing 2'])
      expect(sentence === null ? '' : t(sentence)).toContain(name);
  });

  it('says nothing rather than half of it where a name is not known here', () => {
    expect(caseSentence(row('case.shipped-twice'), { s1: 'Packing 1', p: 'CAM', o1: 'SO-1', o2: 'SO-2' })).toBeNull();
  });
});
