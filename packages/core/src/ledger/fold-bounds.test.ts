import { expect, it } from 'vitest';
import {
  BARE,
  DOCK,
  KIND,
  ORDERS,
  PO,
  PO_BARE_LINE,
  PRODUCT,
  WAREHOUSE,
  World,
} from '@serialbridge/testing/ledger/ledger-world';
import { EVENTS } from '../events/registry.ts';
import { boundedCount, boundedInstant, boundedWhole, LAST_INSTANT, MOST_COUNT } from '../model/bounds.ts';
import { ENTITIES, ENTITY_NAMES } from '../model/entities.ts';
import { ProductRow } from '../model/catalog-rows.ts';
import { scopeKey, serialNorm } from '../serial/serial-key.ts';
import { Id } from '../model/scalars.ts';
import { derivedId } from './view/derived-id.ts';
import { factOf } from './cases/case-facts.ts';
import { policyVersion } from './folds/central.ts';
import { parseEvent } from './parse-event.ts';

/** Every row that the fold left is one that its schema takes. */
function expectReadable(world: World): void {
  for (const entity of ENTITY_NAMES)
    for (const row of world.view.all(entity))
      expect([entity, ENTITIES[entity].row.safeParse(row).error]).toEqual([entity, undefined]);
}

const sessionOf = (world: World): string => {
  const receiving_session_id = world.next(KIND.session);
  world.record('receiving-session-opened', DOCK, {
    receiving_session_id,
    document_kind: 'purchase_order',
    document_id: PO,
    warehouse_id: WAREHOUSE,
  });
  return receiving_session_id;
};
const count = (world: World, receiving_session_id: string, quantity: number): void => {
  world.record('receipt-line-counted', DOCK, {
    receiving_session_id,
    receipt_line_id: world.next(KIND.receipt),
    line_id: PO_BARE_LINE,
    product_id: BARE,
    bin_id: null,
    quantity,
    units: [],
    override: null,
    warnings: [],
  });
};

it('bounds: any number is brought within what a row can hold', () => {
  expect([-1, 0.9, 1e300, Infinity, -Infinity, NaN].map(boundedCount)).toEqual([0, 0, MOST_COUNT, MOST_COUNT, 0, 0]);
  expect([-1, 1.5, 1e300, NaN].map(boundedInstant)).toEqual([0, 1, LAST_INSTANT, 0]);
  expect([-1e300, 1e300, -1.5, NaN].map(boundedWhole)).toEqual([
    Number.MIN_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
    -1,
    0,
  ]);
  expect(new Date(boundedInstant(1e300)).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
});

it('case.quantity-out-of-range: a count stops at its limit, one case a line says so, and the line can still be corrected', () => {
  const world = new World();
  const session = sessionOf(world);
  count(world, session, MOST_COUNT);
  expect(world.rules()).toEqual([]);
  count(world, session, MOST_COUNT);
  count(world, session, 1);
  expect(world.rules()).toEqual(['case.quantity-out-of-range']);
  expect(world.cases()[0]).toMatchObject({ facts: [{ product_id: BARE, document_id: PO }, {}] });
  expect(world.view.all('receipt_line')).toMatchObject([{ quantity: MOST_COUNT }]);
  expectReadable(world);
  world.record('receipt-saved', DOCK, {
    receiving_session_id: session,
    document_kind: 'purchase_order',
    document_id: PO,
    totals: [],
  });
  const again = sessionOf(world);
  count(world, again, MOST_COUNT);
  world.record('receipt-saved', DOCK, {
    receiving_session_id: again,
    document_kind: 'purchase_order',
    document_id: PO,
    totals: [],
  });
  expect(world.view.row('po_line', PO_BARE_LINE)).toMatchObject({ quantity_received: MOST_COUNT });
  expectReadable(world);
});

it('a policy version at its limit stays there: the next change is taken and every value is readable', () => {
  const world = new World();
  const row = {
    level: 'tenant' as const,
    level_id: '',
    key: 'receiving.show_on_hand',
    value: false,
    policy_version: MOST_COUNT,
  };
  world.put('policy_value', [row]);
  for (const value of [true, false]) {
    const change = { level: 'tenant' as const, level_id: '' as const, key: 'receiving.show_on_hand', value };
    expect(world.record('policy-changed', DOCK, { changes: [change] }).outcome).toBe('accepted');
    expect(world.view.row('policy_value', 'tenant||receiving.show_on_hand')).toMatchObject({ value });
  }
  expect(policyVersion(world.view)).toBe(MOST_COUNT);
  expectReadable(world);
});

it('a unit whose version is at its limit, and stock at its end, are still moved', () => {
  const world = new World();
  const { unit_id } = world.receive(['S1']);
  const unit = world.unit(unit_id);
  world.view.apply([{ entity: 'unit', key: unit_id, row: { ...unit, version: MOST_COUNT } }]);
  const on_hand = Number.MIN_SAFE_INTEGER;
  const key = `${PRODUCT}|${WAREHOUSE}`;
  world.view.apply([{ entity: 'stock', key, row: { product_id: PRODUCT, warehouse_id: WAREHOUSE, on_hand } }]);
  world.record('unit-scrapped', DOCK, { unit_id, reason: 'broken' });
  expect(world.unit(unit_id)).toMatchObject({ state: 'scrapped', version: MOST_COUNT });
  expect(world.rules()).toEqual(['case.quantity-out-of-range']);
  expectReadable(world);
});

it('an order line stops at its limit, too', () => {
  const world = new World();
  const [order_id] = ORDERS;
  world.pack(0, order_id, world.next(KIND.unit), 'S1');
  const line = world.view.all('order_line').find((row) => row.order_id === order_id);
  if (line === undefined) throw new Error('no line');
  world.view.apply([{ entity: 'order_line', key: line.order_line_id, row: { ...line, quantity_packed: MOST_COUNT } }]);
  world.pack(0, order_id, world.next(KIND.unit), 'S2');
  expect(world.view.row('order_line', line.order_line_id)).toMatchObject({ quantity_packed: MOST_COUNT });
  expect(world.rules()).toContain('case.quantity-out-of-range');
  expectReadable(world);
});

const raw = {
  event_id: '018f0000-0000-7000-8000-000000000001',
  type: 'unit-serial-corrected',
  v: EVENTS['unit-serial-corrected'].v,
  station_id: DOCK,
  operator_id: null,
  approved_by: null,
};

it.each([-1, 1.5, 1e300, -1e300, 2 ** 53, LAST_INSTANT + 1])(
  'a clock that says %d is no reason to hold an event, and its rows can be read',
  (captured_at) => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    const parsed = parseEvent({ ...raw, captured_at, body: { unit_id, serial_raw: 'S2', reason: 'misread' } });
    if (!('event' in parsed)) throw new Error('held');
    expect(world.replay(parsed.event).outcome).toBe('accepted');
    expectReadable(world);
    expect(factOf({ ...raw, captured_at }).captured_at).toBe(boundedInstant(captured_at));
  },
);

it('U+0000 in a text is kept in the event and shown as an unreadable sign in rows, at a station as in central', () => {
  const body = { unit_id: raw.event_id, serial_raw: 'A\0B', reason: 'r' };
  const parsed = parseEvent({ ...raw, captured_at: 1, body });
  expect(parsed).toMatchObject({ event: { body: { serial_raw: 'A\u{FFFD}B', reason: 'r' } } });
  expect(body.serial_raw).toBe('A\0B');
  expect(factOf({ ...raw, type: 'x\0y', captured_at: 1 }).type).toBe('x\u{FFFD}y');
});

it('a serial or a maker that grows when it is normalised is kept within its column, in whole signs', () => {
  const norm = serialNorm(undefined, '\u{FDFA}'.repeat(512));
  expect(norm.length).toBe(512);
  expect(serialNorm(undefined, `x${'\u{1F600}'.repeat(255)}\u{1F600}`).isWellFormed()).toBe(true);
  const product = ProductRow.parse({
    ...new World().view.row('product', PRODUCT),
    serial_scope: 'manufacturer',
    manufacturer: 'm'.repeat(300),
  });
  expect(scopeKey(PRODUCT, product).length).toBe(300);
});

it('a case keeps its first fact and the newest ones', () => {
  const world = new World();
  const { unit_id } = world.receive(['S1']);
  world.record('unit-scrapped', DOCK, { unit_id, reason: 'broken' });
  for (let n = 0; n < 600; n += 1) world.record('unit-allocated', DOCK, { unit_id, order_id: ORDERS[0] });
  const [open] = world.cases();
  expect(open?.facts).toHaveLength(500);
  expect(open?.facts[0]?.type).toBe('unit-scrapped');
  expect(open?.facts.at(-1)?.event_id).toBe(world.lastEventId());
});

it.each(['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', raw.event_id])(
  'what is derived from the id %s is an id',
  (id) => {
    for (const n of [0, 1, 0x800, 0x00ff_fff0]) expect(Id.safeParse(derivedId(id, n)).error).toBeUndefined();
  },
);
