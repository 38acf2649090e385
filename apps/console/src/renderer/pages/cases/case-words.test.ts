import type { CaseRule } from '@serialbridge/core/model';
import { expect, test } from 'vitest';
import { fakeData, FAKE_ID } from '../../../testing/fake-data.ts';
import { consequencesOf, groupFacts } from './case-words.ts';

const shipped = fakeData(10).cases[0];
const received = fakeData(20).cases[2];
if (shipped === undefined || received === undefined) throw new Error('the fake has no cases');
const idsOf = (row: typeof shipped, chosen: string | null): string[] =>
  consequencesOf(row, chosen).map(({ id }) => id.replace('console.case.will.', ''));

test('case.shipped-twice: the chosen shipment stands and the other order lacks a unit', () => {
  expect(idsOf(shipped, FAKE_ID.event(1))).toEqual(['shipped-on', 'orders-lack', 'ends', 'for-good']);
});

test('case.received-twice: the other unit becomes missing; case.serial-taken only sets it aside', () => {
  expect(idsOf(received, FAKE_ID.event(4))).toEqual(['bears-serial', 'other-missing', 'ends', 'for-good']);
  expect(idsOf({ ...received, rule: 'case.serial-taken' }, FAKE_ID.event(4))).toContain('other-set-aside');
});

test('case.received-twice: one event that counted a serial twice chooses nobody', () => {
  const [one] = received.facts;
  if (one === undefined) throw new Error('no fact');
  const twice = { ...received, facts: [one, { ...one, unit_id: FAKE_ID.unit(9) }] };
  expect(idsOf(twice, one.event_id)[0]).toBe('same-event');
  expect(groupFacts(twice.facts)).toHaveLength(1);
});

test('case: neither changes nothing, and rules about documents only record the decision', () => {
  expect(idsOf(shipped, null)).toEqual(['neither', 'ends', 'for-good']);
  const rules: CaseRule[] = ['case.over-received', 'case.order-cancelled', 'case.override', 'case.event-fork'];
  for (const rule of rules) expect(idsOf({ ...shipped, rule }, FAKE_ID.event(1))[0]).toBe('recorded-only');
});
