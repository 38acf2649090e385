import { expect, test } from 'vitest';
import type { CaseFact } from '../../model/unit-rows.ts';
import { HELD_FACTS_KEPT, heldCase, heldKind, joinHeldCase, leaveHeldCase } from './held-case.ts';

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const fact = (n: number): CaseFact => ({
  event_id: id(n),
  type: 'receipt-line-counted',
  station_id: id(1),
  operator_id: null,
  captured_at: n,
  unit_id: null,
  serial_raw: null,
  product_id: null,
  document_kind: null,
  document_id: null,
});

test('case.event-held: one case counts every event of a station and reason, and keeps the first and the last of them', () => {
  let row = heldCase({ case_id: id(9), opened_at: 5, held_reason: 'held.unknown-session' }, fact(0));
  for (let n = 1; n < 1000; n += 1) row = joinHeldCase(row, fact(n));
  expect(row).toMatchObject({ rule: 'case.event-held', state: 'open', station_id: id(1), held_count: 1000 });
  const kept = row.facts.map(({ captured_at }) => captured_at);
  const ends = Array.from({ length: HELD_FACTS_KEPT }, (_, n) => n);
  expect(kept).toEqual([...ends, ...ends.map((n) => 1000 - HELD_FACTS_KEPT + n)]);
});

test('case.event-held: the case closes with the last of its events, not before', () => {
  const two = joinHeldCase(heldCase({ case_id: id(9), opened_at: 5, held_reason: 'held.error' }, fact(0)), fact(1));
  const one = leaveHeldCase(two, 7, 'Applied after all.');
  expect(one).toMatchObject({ state: 'open', held_count: 1, resolved_at: null });
  expect(leaveHeldCase(one, 8, 'Applied after all.')).toMatchObject({
    state: 'resolved',
    held_count: 0,
    resolved_at: 8,
    resolution_note: 'Applied after all.',
  });
});

test('held.error: what the database said belongs to the event, not to the kind of reason', () => {
  expect(heldKind('held.error: no such table: unit')).toBe('held.error');
  expect(heldKind('held.unknown-session')).toBe('held.unknown-session');
});
