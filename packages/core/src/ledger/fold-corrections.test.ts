import { expect, it } from 'vitest';
import type { EventBody } from '../events/registry.ts';
import type { LedgerEvent } from './view/applied.ts';
import {
  DOCK,
  KIND,
  ORDERS,
  PO_LINE,
  PRODUCT,
  WAREHOUSE,
  World,
  order,
  orderLine,
} from '@serialbridge/testing/ledger/ledger-world';
import { rebuild } from '@serialbridge/testing/ledger/rebuild';
import type { MemoryView } from './view/memory-view.ts';
import { applyEvent } from './apply-event.ts';
import { derivedId } from './view/derived-id.ts';
import { parseEvent } from './parse-event.ts';
import { policyVersion } from './folds/central.ts';

const [A] = ORDERS;

it('unit-serial-corrected keeps the former serial findable', () => {
  const world = new World();
  const { unit_id } = world.receive(['WRONG']);
  expect(world.record('unit-serial-corrected', DOCK, { unit_id, serial_raw: 'right', reason: 'misread' }).outcome).toBe(
    'accepted',
  );
  expect(world.unit(unit_id)).toMatchObject({ serial_raw: 'right', serial_norm: 'RIGHT', version: 2 });
  expect(world.view.unitsBySerial('WRONG').map((unit) => unit.unit_id)).toEqual([unit_id]);
  expect(world.receive(['WRONG']).applied.outcome).toBe('accepted');
});

it('case.serial-taken forks the corrected unit; resolved, the chosen one bears the serial', () => {
  const world = new World();
  const [one = '', two = ''] = world.receive(['S1', 'S2']).unit_ids;
  world.record('unit-serial-corrected', DOCK, { unit_id: two, serial_raw: 'S1', reason: 'misread' });
  const chosen = world.lastEventId();
  expect(world.rules()).toEqual(['case.serial-taken']);
  expect(world.unit(two)).toMatchObject({ forked: true, disputed: true });
  world.resolve(world.cases()[0]?.case_id ?? '', chosen);
  expect(world.unit(two)).toMatchObject({ forked: false, disputed: false, state: 'in_stock' });
  expect(world.unit(one)).toMatchObject({ forked: true, disputed: false, state: 'in_stock' });
});

it('case.shipped-not-received resolved: a unit whose serial another one took meanwhile stands aside', () => {
  const world = new World();
  const seen = world.next(KIND.unit);
  world.pack(0, A, seen, 'S1');
  const { unit_id } = world.receive(['S2']);
  world.record('unit-serial-corrected', DOCK, { unit_id, serial_raw: 'S1', reason: 'misread' });
  world.resolve(world.cases()[0]?.case_id ?? '', null);
  expect(world.unit(unit_id)).toMatchObject({ forked: false });
  expect(world.unit(seen)).toMatchObject({ provisional: false, forked: true, disputed: false });
});

it('case.received-twice resolved: the winner stays aside while a third unit holds the serial', () => {
  const world = new World();
  const first = world.receive(['S1']).unit_id;
  const fork = world.receive(['S1']).unit_id;
  const chosen = world.lastEventId();
  const third = world.receive(['S3']).unit_id;
  world.record('unit-serial-corrected', DOCK, { unit_id: first, serial_raw: 'S9', reason: 'misread' });
  world.record('unit-serial-corrected', DOCK, { unit_id: third, serial_raw: 'S1', reason: 'misread' });
  const [open] = world.cases().filter((row) => row.rule === 'case.received-twice');
  world.resolve(open?.case_id ?? '', chosen);
  expect(world.unit(fork)).toMatchObject({ state: 'in_stock', forked: true });
  expect(world.unit(third)).toMatchObject({ forked: false });
  expect(world.unit(first)).toMatchObject({ state: 'in_stock', serial_norm: 'S9' });
});

it('case.not-in-stock for a fact that the life of a unit does not allow', () => {
  const world = new World();
  const { unit_id } = world.receive(['S1']);
  world.ship(world.pack(0, A, unit_id, 'S1'));
  world.record('unit-scrapped', DOCK, { unit_id, reason: 'broken' });
  expect(world.rules()).toEqual(['case.not-in-stock']);
  expect(world.unit(unit_id)).toMatchObject({ state: 'shipped', disputed: true });
});

it('unit-transfer-sent and -received move stock between warehouses', () => {
  const world = new World();
  const { unit_id } = world.receive(['S1']);
  const other = world.next(KIND.other);
  world.record('unit-transfer-sent', DOCK, { unit_id, to_warehouse_id: other });
  expect(world.stock()).toBe(0);
  const applied = world.record('unit-transfer-received', DOCK, { unit_id, warehouse_id: other, bin_id: null });
  expect(world.view.row('stock', `${PRODUCT}|${other}`)?.on_hand).toBe(1);
  expect(applied.units).toMatchObject([{ state_before: 'in_transit', state_after: 'in_stock', version_before: 2 }]);
});

it('records-put keeps what the fold owns', () => {
  const world = new World();
  const { unit_id } = world.receive(['S1']);
  world.ship(world.pack(0, A, unit_id, 'S1'));
  const line = world.view.row('po_line', PO_LINE);
  if (line === undefined) throw new Error('no line');
  world.put('po_line', [{ ...line, quantity_received: 0, quantity_ordered: 9 }]);
  expect(world.view.row('po_line', PO_LINE)).toMatchObject({ quantity_received: 1, quantity_ordered: 9 });
  world.put('order', [{ ...order(A), customer_name: 'Other' }]);
  expect(world.view.row('order', A)).toMatchObject({ status: 'shipped', customer_name: 'Other' });
  world.put('unit', [{ ...world.unit(unit_id), state: 'in_stock' }]);
  expect(world.unit(unit_id).state).toBe('shipped');
});

it('held.unreadable-body for a put with a row that does not fit, and nothing of it is taken', () => {
  const world = new World();
  const good = order(A);
  const applied = world.record('records-put', DOCK, {
    import_id: null,
    entity: 'order',
    rows: [{ ...good, cancelled_event_id: null, customer_name: 'X' }, {}],
  });
  expect(applied).toMatchObject({ outcome: 'held', held_reason: 'held.unreadable-body', changes: [] });
});

it('held.unknown-version for a put of an entity that only newer software knows', () => {
  const applied = new World().record('records-put', DOCK, { import_id: null, entity: 'spaceship', rows: [{ n: 1 }] });
  expect(applied).toMatchObject({ outcome: 'held', held_reason: 'held.unknown-version', changes: [] });
});

it('policy-changed raises the version by one, also when a value is taken back', () => {
  const world = new World();
  const change = { level: 'tenant' as const, level_id: '' as const, key: 'receiving.bin', value: 'A' };
  world.record('policy-changed', DOCK, { changes: [change] });
  expect(world.view.row('policy_value', 'tenant||receiving.bin')?.policy_version).toBe(1);
  world.record('policy-changed', DOCK, { changes: [{ ...change, value: null }] });
  expect(world.view.row('policy_value', 'tenant||receiving.bin')).toBeUndefined();
  expect(policyVersion(world.view)).toBe(2);
  world.record('policy-changed', DOCK, { changes: [change] });
  expect(world.view.row('policy_value', 'tenant||receiving.bin')?.policy_version).toBe(3);
});

it('held.unknown-version and held.unreadable-body by parseEvent; the fold takes nothing that it has not read', () => {
  const world = new World();
  const [first] = world.events;
  if (first === undefined) throw new Error('no event');
  expect(parseEvent({ ...first, v: 2 })).toEqual({ held_reason: 'held.unknown-version' });
  expect(parseEvent({ ...first, v: 1, body: { rows: 1 } })).toEqual({ held_reason: 'held.unreadable-body' });
  // @ts-expect-error a body that parseEvent has not read
  const unread: LedgerEvent = { ...first, body: first.body as EventBody<'records-put'> };
  expect(unread.body).toBe(first.body);
  expect('event' in parseEvent({ ...first, v: 1 })).toBe(true);
});

it('held.unknown-case and held.unknown-unit', () => {
  const world = new World();
  const unit_id = world.next(KIND.unit);
  expect(world.resolve(unit_id, null).held_reason).toBe('held.unknown-case');
  expect(world.record('unit-missing', DOCK, { unit_id, reason: '' }).held_reason).toBe('held.unknown-unit');
});

it('derived ids are UUIDv8, differ by n and by neighbouring events, and are the same again', () => {
  const base = '01890a5d-ac96-774b-bcce-b302099a8057';
  expect(derivedId(base, 0)).toBe('01890a5d-ac96-874b-bcce-b302099a8057');
  const neighbour = '01890a5d-ac96-774b-bcce-b302099a8056';
  const ids = [base, neighbour].flatMap((event) => Array.from({ length: 300 }, (_, n) => derivedId(event, n)));
  expect(new Set(ids).size).toBe(600);
  expect(ids.every((made) => /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(made))).toBe(
    true,
  );
});

it('a second resolution and a repeated fact change nothing', () => {
  const world = new World();
  const { unit_id } = world.receive(['S1']);
  world.pack(0, A, unit_id, 'S1');
  const packed = world.events.at(-1);
  if (packed === undefined) throw new Error('no event');
  expect(world.replay(packed)).toMatchObject({ outcome: 'accepted', changes: [] });
  world.pack(1, ORDERS[1], unit_id, 'S1');
  const case_id = world.cases()[0]?.case_id ?? '';
  world.resolve(case_id, null);
  expect(world.resolve(case_id, null).changes).toEqual([]);
});

it('rebuild gives the same present', () => {
  const world = new World();
  const { unit_id } = world.receive(['S1', 'S2']);
  world.ship(world.pack(0, A, unit_id, 'S1'));
  world.receive(['S1']);
  const view = rebuild(world.events);
  const entities = ['unit', 'order', 'order_line', 'po_line', 'stock', 'case', 'package'] as const;
  const present = (of: MemoryView) => entities.map((entity) => [entity, of.all(entity)]);
  expect(present(view)).toEqual(present(world.view));
  expect(view.row('order_line', orderLine(A))?.quantity_shipped).toBe(1);
  expect(WAREHOUSE).toBe(view.unitsBySerial('S1')[0]?.warehouse_id);
});

it('rebuild tries held facts again: a receipt known before its document lines', () => {
  const world = new World();
  world.receive(['S1', 'S2']);
  const lines = world.events.filter((event) => (event.body as { entity?: string }).entity === 'po_line');
  const view = rebuild([...world.events.filter((event) => !lines.includes(event)), ...lines]);
  // Here the count took effect after the save, not with it.
  const counted = world.events.findLast((event) => event.type === 'receipt-line-counted')?.event_id;
  expect(view.row('po_line', PO_LINE)).toEqual({ ...world.view.row('po_line', PO_LINE), received_event_id: counted });
  expect(view.all('unit').map((unit) => unit.cost_cents)).toEqual([1234, 1234]);
  expect(view.all('stock')).toEqual(world.view.all('stock'));
});

it('a fact held until after its box had left leaves with it', () => {
  const world = new World();
  const { unit_id } = world.receive(['S1']);
  world.ship(world.pack(0, A, unit_id, 'S1'));
  const line = world.events.filter((event) => (event.body as { entity?: string }).entity === 'order_line');
  const view = rebuild([...world.events.filter((event) => !line.includes(event)), ...line]);
  expect(view.row('unit', unit_id)?.state).toBe('shipped');
  expect(view.row('order_line', orderLine(A))?.quantity_shipped).toBe(1);
  expect(view.row('order', A)?.status).toBe('shipped');
});

/** Rows that saving a session of so many units reads. */
function reads(count: number): number {
  const world = new World();
  const serials = Array.from({ length: count }, (_, n) => `N${n}`);
  const { receiving_session_id } = world.draft(serials.slice(0, 500));
  for (let from = 500; from < count; from += 500) {
    const counted = world.events.at(-1)?.body as Parameters<typeof world.record<'receipt-line-counted'>>[2];
    const units = serials
      .slice(from, from + 500)
      .map((serial_raw) => ({ unit_id: world.next(KIND.unit), serial_raw, lot: null, expiry: null }));
    world.record('receipt-line-counted', DOCK, { ...counted, units, quantity: units.length });
  }
  let n = 0;
  const counting = new Proxy(world.view, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args);
        n += 1 + (Array.isArray(result) ? result.length : 0);
        return result;
      };
    },
  });
  const body = { receiving_session_id, document_kind: 'purchase_order', document_id: receiving_session_id, totals: [] };
  const [first] = world.events;
  if (first === undefined) throw new Error('no event');
  const saved = parseEvent({ ...first, event_id: world.next(KIND.event), type: 'receipt-saved', v: 1, body });
  if ('held_reason' in saved) throw new Error(saved.held_reason);
  const applied = applyEvent(counting, saved.event);
  expect(applied.units).toHaveLength(count);
  return n;
}

it('a session of 10,000 units saves in linear work', () => {
  const [small, large] = [reads(1000), reads(10_000)];
  expect(large).toBeLessThan(small * 11);
});
