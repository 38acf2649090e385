import { runsOf } from '@serialbridge/cache';
import { randomUUID } from 'node:crypto';
import type { Row } from '@serialbridge/core/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BADGE, ROUTER, TestStation, WAREHOUSE, stockUnit } from '@serialbridge/testing/station/small-warehouse';
import { rowOf } from '@serialbridge/testing/rows';

const BOSS = randomUUID();
const UNIT = stockUnit(ROUTER, 'RT-77777', { disputed: true });
const CASE_ID = randomUUID();
const FACTS = [randomUUID(), randomUUID()] as const;

const supervisor: Row<'operator'> = {
  operator_id: BOSS,
  code: 'boss',
  name: 'Boss',
  role: 'supervisor',
  badge: 'BADGE-BOSS',
  warehouse_ids: null,
  active: true,
};
const fact = (event_id: string): Row<'case'>['facts'][number] => ({
  event_id,
  type: 'receipt-saved',
  station_id: randomUUID(),
  operator_id: BOSS,
  captured_at: 1,
  unit_id: UNIT.unit_id,
  serial_raw: UNIT.serial_raw,
  product_id: ROUTER,
  document_kind: null,
  document_id: null,
  warehouse_id: WAREHOUSE,
  bin_id: null,
});
const open: Row<'case'> = rowOf('case', {
  case_id: CASE_ID,
  rule: 'case.received-twice',
  opened_at: 5,
  unit_ids: [UNIT.unit_id],
  facts: FACTS.map(fact),
});

let station: TestStation;
beforeEach(() => {
  station = new TestStation('receivebridge', {
    rows: [
      ['operator', supervisor],
      ['unit', UNIT],
      ['case', open],
    ],
  });
});
afterEach(() => station.end());

const decide = (chosen_event_id: string | null): Promise<unknown> =>
  station.call('station.resolve_case', { case_id: CASE_ID, chosen_event_id, note: 'looked' });

/** Central sends a resolution that came first. */
function pull(row: Row<'case'>): void {
  const { cursor } = station.host.store.cache.state();
  if (cursor === null) throw new Error('no cursor');
  const next = { ...cursor, version: cursor.version + 1 };
  station.host.store.cache.apply(runsOf([{ entity: 'case', key: CASE_ID, row }]), next);
}

test('auth.forbidden: an operator resolves nothing', async () => {
  await station.call('station.sign_in', { badge: BADGE, pin: null });
  await expect(decide(FACTS[0])).rejects.toMatchObject({ faults: [{ code: 'auth.forbidden' }] });
  expect(station.state('station').open_cases).toBe(1);
});

test('case.unknown-fact, request.not-found, case.already-resolved', async () => {
  await station.call('station.sign_in', { badge: 'BADGE-BOSS', pin: null });
  await expect(decide(randomUUID())).rejects.toMatchObject({ faults: [{ code: 'case.unknown-fact' }] });
  const unknown = { case_id: randomUUID(), chosen_event_id: null, note: 'x' };
  await expect(station.call('station.resolve_case', unknown)).rejects.toMatchObject({
    faults: [{ code: 'request.not-found' }],
  });
  await decide(FACTS[0]);
  await expect(decide(FACTS[1])).rejects.toMatchObject({ faults: [{ code: 'case.already-resolved' }] });
});

test.each(['case.event-held', 'case.operator-not-allowed', 'case.other-warehouse'] as const)(
  'rights.case-of-console: %s is decided in the console alone',
  async (rule) => {
    await station.call('station.sign_in', { badge: 'BADGE-BOSS', pin: null });
    pull({ ...open, rule });
    await expect(decide(null)).rejects.toMatchObject({ faults: [{ code: 'rights.case-of-console' }] });
    expect(station.host.store.outbox.backlog()).toBe(0);
  },
);

test('a supervisor resolves without a network: recorded, the unit free again, over a restart', async () => {
  await station.call('station.sign_in', { badge: 'BADGE-BOSS', pin: null });
  await decide(FACTS[1]);
  await station.restart();
  expect(station.host.store.outbox.backlog()).toBe(1);
  expect(station.host.store.view.row('case', CASE_ID)).toMatchObject({
    state: 'resolved',
    chosen_event_id: FACTS[1],
    resolved_by: BOSS,
    resolution_note: 'looked',
  });
  expect(station.host.store.view.row('unit', UNIT.unit_id)?.disputed).toBe(false);
  expect(station.state('station')).toMatchObject({ open_cases: 0, notices: [] });
});

test('case.overruled: the first in the ledger holds, and whoever decided second sees it until he has read it', async () => {
  await station.call('station.sign_in', { badge: 'BADGE-BOSS', pin: null });
  await decide(FACTS[0]);
  const other = { ...open, state: 'resolved' as const, chosen_event_id: null, resolution_note: 'both', resolved_at: 4 };
  pull(other);
  // The columns of held events, which this case does not have, come back from the database as null.
  expect(station.host.store.view.row('case', CASE_ID)).toMatchObject(other);
  expect(station.state('station').notices).toMatchObject([
    { level: 'warning', finding: { code: 'case.overruled', params: { count: 1, subject: 'RT-77777' } } },
  ]);
  const listed = await station.call('station.list_cases', { state: 'open' });
  expect(listed).toMatchObject({ cases: [], overruled: [{ case_id: CASE_ID, resolution_note: 'both' }] });
  await station.restart();
  expect(station.state('station').notices).toHaveLength(1);
  await station.call('station.sign_in', { badge: 'BADGE-BOSS', pin: null });
  await station.call('station.note_overruled', { case_id: CASE_ID });
  expect(station.state('station').notices).toEqual([]);
});
