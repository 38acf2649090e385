import { describe, expect, it } from 'vitest';
import {
  BARE,
  DOCK,
  ORDERS,
  PO,
  PO_BARE_LINE,
  PRODUCT,
  RMA,
  WAREHOUSE,
  World,
  KIND,
  order,
  orderLine,
} from '@serialbridge/testing/ledger/ledger-world';

const [A, B] = ORDERS;

describe('receipts', () => {
  it('receipt-saved takes counted units into stock, on the document and at its cost', () => {
    const world = new World();
    const { receiving_session_id, unit_id } = world.draft(['s1', 'S2', 'S3']);
    expect(world.view.all('unit')).toEqual([]);
    expect(world.save(receiving_session_id).outcome).toBe('accepted');
    expect(world.unit(unit_id)).toMatchObject({
      state: 'in_stock',
      serial_raw: 's1',
      serial_norm: 'S1',
      cost_cents: 1234,
      version: 1,
    });
    expect(world.stock()).toBe(3);
    expect(world.view.list('po_line', 'purchase_order_id', PO).map((line) => line.quantity_received)).toEqual([3, 0]);
    const again = world.save(receiving_session_id);
    expect(again.changes).toEqual([]);
    expect(world.stock()).toBe(3);
  });

  it('receipt-saved marks the order received when every line is full', () => {
    const world = new World();
    const { receiving_session_id } = world.draft(['S1', 'S2', 'S3']);
    world.record('receipt-line-counted', DOCK, {
      receiving_session_id,
      receipt_line_id: world.next(KIND.receipt),
      line_id: PO_BARE_LINE,
      product_id: BARE,
      bin_id: null,
      quantity: 10,
      units: [],
      override: null,
      warnings: [],
    });
    world.save(receiving_session_id);
    expect(world.view.row('purchase_order', PO)?.status).toBe('received');
    expect(world.stock(BARE)).toBe(10);
  });

  it('held.unknown-session for a count before its session is known, and nothing changes', () => {
    const world = new World();
    const { receiving_session_id } = world.draft(['S1']);
    const count = world.events.at(-1);
    const bare = new World();
    if (count === undefined) throw new Error('no count');
    expect(bare.replay(count)).toMatchObject({
      outcome: 'held',
      held_reason: 'held.unknown-session',
      changes: [],
      units: [],
    });
    expect(bare.save(receiving_session_id).held_reason).toBe('held.unknown-session');
  });

  it('a part counted after the save takes effect at once', () => {
    const world = new World();
    const early = new World();
    const { receiving_session_id } = world.draft(['S1']);
    const count = world.events.at(-1);
    const open = world.events.at(-2);
    if (count === undefined || open === undefined) throw new Error('no draft');
    early.replay(open);
    early.save(receiving_session_id);
    early.replay(count);
    expect(early.view.unitsBySerial('S1')).toMatchObject([{ state: 'in_stock' }]);
    expect(early.stock()).toBe(1);
  });

  it('receipt-line-uncounted takes a unit off a draft, and out of hand after the save', () => {
    const world = new World();
    const draft = world.draft(['S1', 'S2']);
    const [one = '', two = ''] = draft.unit_ids;
    const line = world.view.list('receipt_line', 'receiving_session_id', draft.receiving_session_id)[0];
    if (line === undefined) throw new Error('no line');
    const body = { ...line, quantity: 1, reason: 'undo' as const };
    world.record('receipt-line-uncounted', DOCK, { ...body, unit_ids: [one] });
    world.save(draft.receiving_session_id);
    expect(world.view.row('unit', one)).toBeUndefined();
    expect(world.stock()).toBe(1);
    world.record('receipt-line-uncounted', DOCK, { ...body, unit_ids: [two] });
    expect(world.unit(two).state).toBe('missing');
    expect(world.stock()).toBe(0);
    expect(world.view.list('po_line', 'purchase_order_id', PO)[0]?.quantity_received).toBe(0);
  });

  it('a unit that left comes back as the same row, whatever id it was counted under', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    world.ship(world.pack(0, A, unit_id, 'S1'));
    expect(world.receive(['S1']).applied.outcome).toBe('accepted');
    expect(world.view.unitsBySerial('S1')).toHaveLength(1);
    expect(world.unit(unit_id)).toMatchObject({ state: 'in_stock', order_id: null, package_id: null });
  });

  it('case.received-twice forks the second unit and disputes both', () => {
    const world = new World();
    const first = world.receive(['S1']);
    const second = world.receive(['S1']);
    expect(second.applied.outcome).toBe('accepted-with-case');
    expect(world.rules()).toEqual(['case.received-twice']);
    expect(world.unit(first.unit_id)).toMatchObject({ disputed: true, forked: false });
    expect(world.unit(second.unit_id)).toMatchObject({ disputed: true, forked: true });
    const facts = world.cases()[0]?.facts ?? [];
    expect(facts.map((fact) => fact.type)).toEqual(['receipt-saved', 'receipt-saved']);
    world.receive(['S1']);
    expect(world.cases()).toHaveLength(1);
    expect(world.cases()[0]?.facts).toHaveLength(3);
  });

  it('case.received-twice resolved: the loser is missing and aside, the winner bears the serial', () => {
    const world = new World();
    const first = world.receive(['S1']);
    const second = world.receive(['S1']);
    const [open] = world.cases();
    const chosen = open?.facts.find((fact) => fact.unit_id === second.unit_id);
    world.resolve(open?.case_id ?? '', chosen?.event_id ?? null);
    expect(world.unit(first.unit_id)).toMatchObject({ state: 'missing', forked: true, disputed: false });
    expect(world.unit(second.unit_id)).toMatchObject({ state: 'in_stock', forked: false, disputed: false });
    expect(world.stock()).toBe(1);
    expect(world.receive(['S1']).applied.outcome).toBe('accepted-with-case');
  });

  it('case.received-twice for one serial counted twice in one session', () => {
    const world = new World();
    world.receive(['S1', 'S1']);
    expect(world.rules()).toEqual(['case.received-twice']);
    const unit_id = world.next(KIND.unit);
    const same = new World();
    same.receive(['S1', 'S1'], 'purchase_order', [unit_id, unit_id]);
    expect(same.rules()).toEqual(['case.received-twice']);
  });

  it('case.over-received once for a session and line', () => {
    const world = new World();
    world.receive(['S1', 'S2', 'S3', 'S4', 'S5']);
    expect(world.cases()).toMatchObject([{ rule: 'case.over-received', unit_ids: [] }]);
  });

  it('case.returned-not-shipped for a unit in stock and for one nobody knows', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    const back = world.receive(['S1', 'S9'], 'rma', [unit_id, world.next(KIND.unit)]);
    expect(world.rules()).toEqual(['case.returned-not-shipped', 'case.returned-not-shipped']);
    expect(world.unit(unit_id)).toMatchObject({ state: 'in_stock', disputed: true });
    expect(world.unit(back.unit_ids[1] ?? '')).toMatchObject({ state: 'returned', provisional: true, rma_id: RMA });
  });

  it('a return on an RMA is no stock until inspected', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    world.ship(world.pack(0, A, unit_id, 'S1'));
    expect(world.receive(['S1'], 'rma', [unit_id]).applied.outcome).toBe('accepted');
    expect(world.unit(unit_id)).toMatchObject({ state: 'returned', rma_id: RMA, warehouse_id: WAREHOUSE });
    expect(world.stock()).toBe(0);
    world.record('unit-inspected', DOCK, { unit_id, to: 'in_stock', condition: 'opened', note: null });
    expect(world.stock()).toBe(1);
  });

  it('a credit memo sends units to the vendor; one that already left opens case.not-in-stock', () => {
    const world = new World();
    const { unit_ids } = world.receive(['S1', 'S2']);
    const [one = '', two = ''] = unit_ids;
    world.ship(world.pack(0, A, two, 'S2'));
    world.receive(['S1', 'S2'], 'credit_memo', unit_ids);
    expect(world.unit(one)).toMatchObject({ state: 'sent_to_vendor', warehouse_id: null });
    expect(world.unit(two)).toMatchObject({ state: 'shipped', disputed: true });
    expect(world.rules()).toEqual(['case.not-in-stock']);
    expect(world.stock()).toBe(0);
  });
});

describe('boxes', () => {
  it('unit-packed, unit-unpacked and order-shipped move the unit, its order and stock', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    const box = world.pack(0, A, unit_id, 'S1');
    expect(world.view.row('order', A)?.status).toBe('packed');
    world.unpack(box);
    expect(world.unit(unit_id)).toMatchObject({ state: 'in_stock', package_id: null, order_id: null });
    expect(world.view.row('order_line', orderLine(A))?.quantity_packed).toBe(0);
    expect(world.ship(world.pack(0, A, unit_id, 'S1')).outcome).toBe('accepted');
    expect(world.unit(unit_id).state).toBe('shipped');
    expect(world.view.row('order', A)?.status).toBe('shipped');
    expect(world.stock()).toBe(0);
    expect(world.cases()).toEqual([]);
  });

  it('package-discarded puts all its units back', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    const { package_id, station_id } = world.pack(0, A, unit_id, 'S1');
    world.record('package-discarded', station_id, { package_id, order_id: A, reason: 'torn' });
    expect(world.unit(unit_id).state).toBe('in_stock');
    expect(world.view.list('package_unit', 'package_id', package_id)).toEqual([]);
    expect(world.view.row('order_line', orderLine(A))?.quantity_packed).toBe(0);
  });

  it('a quantity without serials is packed and leaves stock when shipped', () => {
    const world = new World();
    const box = world.pack(0, A, null, null);
    world.ship(box);
    expect(world.stock(BARE)).toBe(-1);
  });

  for (const shipFirst of [true, false]) {
    it(`case.packed-twice becomes case.shipped-twice when the second box leaves (${shipFirst ? 'in' : 'against'} order)`, () => {
      const world = new World();
      const { unit_id } = world.receive(['S1']);
      const a = world.pack(0, A, unit_id, 'S1');
      const b = world.pack(1, B, unit_id, 'S1');
      expect(world.rules()).toEqual(['case.packed-twice']);
      expect(world.unit(unit_id)).toMatchObject({ state: 'packed', package_id: a.package_id, disputed: true });
      for (const box of shipFirst ? [a, b] : [b, a]) world.ship(box);
      expect(world.rules()).toEqual(['case.shipped-twice']);
      expect(world.unit(unit_id)).toMatchObject({ state: 'shipped', package_id: a.package_id });
      expect(world.stock()).toBe(0);
      expect(world.view.list('package_unit', 'unit_id', unit_id)).toHaveLength(2);
    });
  }

  it('case.shipped-twice when one ships before the other packs', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    world.ship(world.pack(0, A, unit_id, 'S1'));
    const b = world.pack(1, B, unit_id, 'S1');
    expect(world.rules()).toEqual(['case.packed-twice']);
    world.ship(b);
    expect(world.cases()).toMatchObject([{ rule: 'case.shipped-twice', state: 'open' }]);
  });

  it('case.shipped-twice when one box leaves in two shipments', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    const box = world.pack(0, A, unit_id, 'S1');
    world.ship(box);
    world.ship(box);
    expect(world.rules()).toEqual(['case.shipped-twice']);
    expect(world.view.row('order_line', orderLine(A))?.quantity_shipped).toBe(1);
  });

  it('case.shipped-twice resolved: the other order lacks the unit again', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    const a = world.pack(0, A, unit_id, 'S1');
    const b = world.pack(1, B, unit_id, 'S1');
    world.ship(a);
    world.ship(b);
    const chosen = world.lastEventId();
    world.resolve(world.cases()[0]?.case_id ?? '', chosen);
    expect(world.unit(unit_id)).toMatchObject({
      state: 'shipped',
      package_id: b.package_id,
      order_id: B,
      disputed: false,
    });
    expect(world.view.row('order', B)?.status).toBe('shipped');
    expect(world.view.row('order', A)?.status).toBe('open');
    expect(world.view.row('order_line', orderLine(A))).toMatchObject({ quantity_packed: 0, quantity_shipped: 0 });
    expect(world.view.list('package_unit', 'package_id', a.package_id)).toEqual([]);
    expect(world.stock()).toBe(0);
  });

  it('case.packed-twice stays for a person when the second box is undone, with that fact', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    const a = world.pack(0, A, unit_id, 'S1');
    const b = world.pack(1, B, unit_id, 'S1');
    world.unpack(b);
    expect(world.unit(unit_id)).toMatchObject({ state: 'packed', package_id: a.package_id, disputed: true });
    expect(world.cases()[0]).toMatchObject({ state: 'open' });
    expect(world.cases()[0]?.facts.map((fact) => fact.type)).toEqual(['unit-packed', 'unit-packed', 'unit-unpacked']);
  });

  it('case.packed-twice: undoing the first box leaves the unit in the second', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    const a = world.pack(0, A, unit_id, 'S1');
    const b = world.pack(1, B, unit_id, 'S1');
    world.unpack(a);
    expect(world.unit(unit_id)).toMatchObject({ state: 'packed', package_id: b.package_id, order_id: B });
  });

  it('case.shipped-not-received for a serial nobody knows; its late receipt joins the same unit', () => {
    const world = new World();
    const unit_id = world.next(KIND.unit);
    world.ship(world.pack(0, A, unit_id, 'S1'));
    expect(world.rules()).toEqual(['case.shipped-not-received']);
    expect(world.unit(unit_id)).toMatchObject({ state: 'shipped', provisional: true, disputed: true });
    world.receive(['S1']);
    expect(world.rules()).toEqual(['case.shipped-not-received']);
    expect(world.unit(unit_id)).toMatchObject({ state: 'shipped', purchase_order_id: PO, cost_cents: 1234 });
    expect(world.stock()).toBe(0);
    world.resolve(world.cases()[0]?.case_id ?? '', null);
    expect(world.unit(unit_id)).toMatchObject({ provisional: false, forked: false, disputed: false });
  });

  it('case.not-in-stock for a unit that was scrapped', () => {
    const world = new World();
    const { unit_id } = world.receive(['S1']);
    world.record('unit-scrapped', DOCK, { unit_id, reason: 'broken' });
    const box = world.pack(0, A, unit_id, 'S1');
    expect(world.rules()).toEqual(['case.not-in-stock']);
    expect(world.unit(unit_id)).toMatchObject({ state: 'scrapped', disputed: true });
    world.ship(box);
    expect(world.cases()).toHaveLength(1);
    world.resolve(
      world.cases()[0]?.case_id ?? '',
      box.applied.units.length > 0 ? world.lastEventIdOf('unit-packed') : null,
    );
    expect(world.unit(unit_id)).toMatchObject({ state: 'shipped', order_id: A });
  });

  it('case.order-cancelled whichever is known first', () => {
    const cancelled = { ...order(A), status: 'cancelled' as const };
    const before = new World();
    before.put('order', [cancelled]);
    const one = before.receive(['S1']).unit_id;
    before.pack(0, A, one, 'S1');
    const after = new World();
    const two = after.receive(['S1']).unit_id;
    after.pack(0, A, two, 'S1');
    after.put('order', [cancelled]);
    for (const [world, unit_id] of [
      [before, one],
      [after, two],
    ] as const) {
      expect(world.rules()).toEqual(['case.order-cancelled']);
      expect(world.cases()[0]?.unit_ids).toEqual([unit_id]);
      expect(world.unit(unit_id)).toMatchObject({ state: 'packed', disputed: true });
      expect(world.view.row('order', A)?.status).toBe('cancelled');
    }
  });

  it('case.order-packed-twice when two stations fill one line', () => {
    const world = new World();
    const [one = '', two = ''] = world.receive(['S1', 'S2']).unit_ids;
    world.pack(0, A, one, 'S1');
    world.pack(1, A, two, 'S2');
    expect(world.rules()).toEqual(['case.order-packed-twice']);
    expect(world.unit(two).disputed).toBe(true);
  });

  it('held.unknown-document, held.unknown-package, held.unknown-station', () => {
    const world = new World();
    const package_id = world.next(KIND.pack);
    const opened = { package_id, order_id: world.next(KIND.other), warehouse_id: WAREHOUSE, number: 1 };
    expect(world.record('package-opened', DOCK, opened).held_reason).toBe('held.unknown-document');
    expect(world.record('package-closed', DOCK, { package_id, order_id: A, units: 0 }).held_reason).toBe(
      'held.unknown-package',
    );
    expect(world.record('package-opened', PRODUCT, { ...opened, order_id: A }).held_reason).toBe(
      'held.unknown-station',
    );
  });

  it('what a revoked station did before it was shut out is a fact like any other', () => {
    const world = new World();
    const dock = world.view.row('station', DOCK);
    if (dock === undefined) throw new Error('no dock');
    world.put('station', [{ ...dock, state: 'revoked' }]);
    const opened = { package_id: world.next(KIND.pack), order_id: A, warehouse_id: WAREHOUSE, number: 1 };
    expect(world.record('package-opened', DOCK, opened)).toMatchObject({ outcome: 'accepted', held_reason: null });
  });
});
