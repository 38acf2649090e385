import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventDraft } from '@serialbridge/core/events';
import { operatorRow } from '@serialbridge/testing/station/host-fixture';
import { BADGE, PO, TestStation, WAREHOUSE } from '@serialbridge/testing/station/small-warehouse';

let dock: TestStation;
beforeEach(async () => {
  const supervisor = await operatorRow('sue', null, { role: 'supervisor', badge: 'BADGE-SUE' });
  dock = new TestStation('receivebridge', { rows: [['operator', supervisor]] });
});
afterEach(async () => {
  await dock.end();
});

const opened = (warehouse_id: string): EventDraft => ({
  type: 'receiving-session-opened',
  body: {
    receiving_session_id: '018f0000-0000-7000-8000-00000000f001',
    document_kind: 'purchase_order',
    document_id: PO,
    warehouse_id,
  },
});
/** What the recorder says to it; nothing when it is recorded. */
const refusals = (draft: EventDraft): unknown => {
  try {
    dock.host.context.record.append([draft]);
    return [];
  } catch (error) {
    return error instanceof Error && 'faults' in error
      ? (error.faults as readonly { code: string }[]).map(({ code }) => code)
      : error;
  }
};
const recorded = (): number => dock.host.store.log.head().seq;

test('rights.nobody: without somebody signed in nothing is recorded', () => {
  expect(refusals(opened(WAREHOUSE))).toEqual(['rights.nobody']);
  expect(recorded()).toBe(0);
});

test('rights.foreign-warehouse, rights.wrong-source, rights.lacks-right: what central would hold or question is refused before it is recorded', async () => {
  await dock.scan(BADGE);
  expect(refusals(opened('018f0000-0000-7000-8000-00000000f002'))).toEqual(['rights.foreign-warehouse']);
  expect(refusals({ type: 'order-confirmed', body: { order_id: PO } })).toEqual(['rights.wrong-source']);
  expect(refusals({ type: 'case-resolved', body: { case_id: PO, chosen_event_id: null, note: 'mine' } })).toEqual([
    'rights.lacks-right',
  ]);
  expect(recorded()).toBe(0);
  expect(refusals(opened(WAREHOUSE))).toEqual([]);
  expect(recorded()).toBe(1);
});

test('rights.foreign-option: the Options window changes this station’s own options, and what stands above them is changed in the console', async () => {
  await dock.scan('BADGE-SUE');
  const change = (level: 'station' | 'warehouse' | 'tenant') =>
    dock.call('station.change_options', { changes: [{ level, key: 'receiving.auto_enter', value: true }] });
  for (const level of ['warehouse', 'tenant'] as const)
    await expect(change(level)).rejects.toMatchObject({ faults: [{ code: 'rights.foreign-option' }] });
  expect(recorded()).toBe(0);
  await change('station');
  expect(dock.host.context.policy.get('receiving.auto_enter')).toBe(true);
  expect(recorded()).toBe(1);
});
