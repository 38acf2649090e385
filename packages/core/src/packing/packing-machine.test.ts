import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PolicyValueRow, ProductRow } from '../model/catalog-rows.ts';
import { effectivePolicy } from '../policy/index.ts';
import { judgeSerial, normaliseCode, serialNeed } from '../serial/index.ts';
import { packingBlockers } from './blockers.ts';
import { decidePacking, PACKING_TABLE } from './packing-machine.ts';
import type { PackingDecision } from './packing-step.ts';
import {
  PACKING_PHASES,
  PACKING_START,
  type BoxFacts,
  type PackingCommand,
  type PackingFacts,
  type PackingLineFacts,
  type PackingMachine,
} from './packing-state.ts';
import { MachineLedger, machineId } from '@serialbridge/testing/ledger/machine-ledger';
import { rowOf } from '@serialbridge/testing/rows';

const id = machineId;
const STATION = id(1);
const WAREHOUSE = id(2);
const ORDER = id(3);
const ROUTER = id(5);
const CABLE = id(6);
const CAMERA = id(7);
const ROUTER_LINE = id(11);
const CABLE_LINE = id(12);
const UPC = '012345678905';

function productRow(product_id: string, sku: string, serial_policy: ProductRow['serial_policy']): ProductRow {
  return rowOf('product', {
    product_id,
    sku,
    name: sku,
    weight_g: 1000,
    serial_policy,
    serial_min: 3,
    serial_max: 12,
    active: true,
  });
}

/** The machine over the real fold. Two routers and one cable are ordered; R1 to R4 and the camera C1 are in stock. */
class Table extends MachineLedger {
  /** Numbers that left with other orders. */
  readonly shipped = new Map<string, { number: string; shipped_at: number }>();
  state: PackingMachine = PACKING_START;

  constructor(
    policy: Readonly<Record<string, PolicyValueRow['value']>> = {},
    order: { readonly confirmed?: boolean } = {},
  ) {
    super(STATION, policy);
    this.view.put('product', productRow(ROUTER, 'ROUTER', 'required'));
    this.view.put('product', productRow(CABLE, 'CABLE', 'none'));
    this.view.put('product', productRow(CAMERA, 'CAMERA', 'required'));
    this.view.put('station', {
      station_id: STATION,
      name: 'T1',
      kind: 'packing',
      warehouse_id: WAREHOUSE,
      state: 'paired',
    });
    this.view.put(
      'order',
      rowOf('order', {
        order_id: ORDER,
        number: 'SO-1',
        confirmed: order.confirmed ?? true,
        picked: true,
        paid: true,
        warehouse_id: WAREHOUSE,
        customer_name: 'Ann',
        address_1: 'Street 1',
        city: 'Town',
        requested_service: 'Ground',
        total_cents: 100,
      }),
    );
    const line = (order_line_id: string, line_number: number, product_id: string, quantity: number): void =>
      this.view.put('order_line', {
        order_line_id,
        order_id: ORDER,
        line_number,
        product_id,
        quantity,
        quantity_packed: 0,
        quantity_shipped: 0,
        unit_price_cents: 1,
      });
    line(ROUTER_LINE, 1, ROUTER, 2);
    line(CABLE_LINE, 2, CABLE, 1);
    for (const [n, serial] of ['R-1', 'R-2', 'R-3', 'R-4', 'C-1'].entries()) {
      const product_id = serial === 'C-1' ? CAMERA : ROUTER;
      this.view.put(
        'unit',
        rowOf('unit', {
          unit_id: id(100 + n),
          product_id,
          serial_raw: serial,
          serial_norm: serial,
          scope_key: product_id,
          state: 'in_stock',
          warehouse_id: WAREHOUSE,
          received_at: 0,
          version: 1,
        }),
      );
    }
  }

  facts(): PackingFacts {
    const policy = effectivePolicy(this.policies, { warehouse_id: WAREHOUSE, station_id: STATION });
    const product = (product_id: string): ProductRow => {
      const row = this.view.row('product', product_id);
      if (row === undefined) throw new Error('no such product');
      return row;
    };
    const order = this.view.row('order', ORDER);
    if (order === undefined) throw new Error('no order');
    const packages = this.view.list('package', 'order_id', ORDER).filter((box) => box.state !== 'discarded');
    const boxes = packages.map((box): BoxFacts => {
      const inside = this.view.list('package_unit', 'package_id', box.package_id);
      const units = inside.reduce((sum, row) => sum + row.quantity, 0);
      const { package_id, number, weight_g } = box;
      const state = box.state === 'discarded' ? 'closed' : box.state;
      return { package_id, number, state, units, weight_g, expected_weight_g: units * 1000 };
    });
    const serials = packages.flatMap((box) =>
      this.view.list('package_unit', 'package_id', box.package_id).map((row) => row.serial_norm ?? ''),
    );
    return {
      tracking: { namedOtherwise: () => null, shipmentWith: (tracking) => this.shipped.get(tracking) ?? null },
      order: { ...order, disputed: false, here: true },
      lines: new Map(
        this.view.list('order_line', 'order_id', ORDER).map((line): [string, PackingLineFacts] => [
          line.order_line_id,
          {
            order_line_id: line.order_line_id,
            line_number: line.line_number,
            product_id: line.product_id,
            sku: product(line.product_id).sku,
            quantity: line.quantity,
            packed: line.quantity_packed,
            need: serialNeed(product(line.product_id), 'pack', policy),
          },
        ]),
      ),
      boxes,
      warehouse_id: WAREHOUSE,
      policy,
      judge: (line, serial_raw) =>
        judgeSerial(serial_raw, {
          use: 'pack',
          product: product(line.product_id),
          policy,
          document_codes: new Map([[normaliseCode(UPC), 'ROUTER']]),
          document_serials: new Map(serials.map((serial) => [serial, 'box 1'])),
          unitsBySerial: (norm) => this.view.unitsBySerial(norm),
          skuOf: () => null,
          orderNumberOf: () => null,
          warehouseNameOf: () => null,
          poNumberOf: () => null,
          expected_serials: null,
          units_sold: null,
          order_id: ORDER,
          warehouse_id: WAREHOUSE,
          recent_serials: [],
          quantities: null,
          cache_age_ms: null,
          expired_product_code: null,
        }),
      rates: () => [{ carrier: 'Demo', service: 'Ground', price_cents: 499, currency: 'USD' }],
      now: 5,
      newId: this.newId,
    };
  }

  do(command: PackingCommand): PackingDecision {
    const decision = decidePacking(this.state, command, this.facts());
    this.record(decision.events);
    this.state = decision.state;
    return decision;
  }
  product(line_id: string): PackingDecision {
    return this.do({ type: 'product', line_ids: [line_id], code: UPC, sku: 'ROUTER' });
  }
  serial(serial_raw: string): PackingDecision {
    return this.do({ type: 'serial', serial: { serial_raw, lot: null, expiry: null }, line_ids: null, sku: null });
  }
  weigh(weight_g: number): PackingDecision {
    return this.do({ type: 'weigh', package_id: null, weight_g, weight_source: 'typed', reading_raw: null });
  }
  ship(tracking: string | null, carrier: string | null = 'manual'): PackingDecision {
    const boxes = this.facts().boxes.map(({ package_id }) => ({ package_id, tracking_number: tracking }));
    return this.do({ type: 'ship', carrier, service: null, tracking: boxes });
  }
  unit(serial: string): string | undefined {
    return this.view.unitsBySerial(serial)[0]?.state;
  }
}

const codes = ({ outcome }: PackingDecision): readonly string[] => outcome.findings.map(({ code }) => code);
const opened = (policy: Readonly<Record<string, PolicyValueRow['value']>> = {}): Table => {
  const table = new Table(policy);
  table.do({ type: 'open' });
  return table;
};
const packAll = (table: Table): void => {
  for (const serial of ['R-1', 'R-2']) table.serial(serial);
  table.product(CABLE_LINE);
};

test('packing.story: product and serial, refusals, weigh, ship with a tracking number', () => {
  const table = opened();
  expect(table.product(ROUTER_LINE).outcome).toMatchObject({
    level: 'info',
    headline: { code: 'packing.scan-serial' },
  });
  expect(codes(table.serial('R-9'))).toEqual(['serial.not-received']);
  expect(codes(table.serial('C-1'))).toEqual(['serial.other-product']);
  expect(codes(table.serial(UPC))).toContain('serial.is-product-code');
  expect(table.serial('R-1').outcome.level).toBe('accepted');
  expect(codes(table.serial('R-1'))).toContain('serial.duplicate-in-document');
  expect(codes(table.do({ type: 'go-to', phase: 'weigh' }))).toEqual(['packing.line-short', 'packing.line-short']);
  expect(table.serial('R-2').outcome.headline.code).toBe('packing.line-complete');
  expect(codes(table.product(ROUTER_LINE))).toEqual(['packing.line-full']);
  expect(table.product(CABLE_LINE).outcome.headline.code).toBe('packing.order-complete');
  table.do({ type: 'go-to', phase: 'weigh' });
  expect(codes(table.do({ type: 'go-to', phase: 'ship' }))).toEqual(['packing.weight-missing']);
  expect(table.weigh(3050).outcome.level).toBe('complete');
  expect(table.do({ type: 'go-to', phase: 'ship' }).state.phase).toBe('ship');
  expect(codes(table.ship(null))).toEqual(['packing.tracking-missing']);
  expect(table.ship('1Z9').outcome).toMatchObject({ level: 'complete', headline: { code: 'packing.shipped' } });
  expect([table.unit('R-1'), table.unit('R-2'), table.unit('R-3')]).toEqual(['shipped', 'shipped', 'in_stock']);
  expect(table.view.row('order', ORDER)?.status).toBe('shipped');
});

test('packing.serial-alone: without a product the serial goes to the only line that waits for one', () => {
  const table = opened();
  expect(table.serial('R-1').outcome.level).toBe('accepted');
  expect(codes(table.serial('R-9'))).toEqual(['serial.not-received']);
});

test('packing.wrong-item, packing.one-at-a-time, serial.required: what the order does not take', () => {
  const table = opened();
  expect(codes(table.do({ type: 'product', line_ids: [], code: '99', sku: 'TV' }))).toEqual(['packing.wrong-item']);
  expect(codes(table.do({ type: 'pack-quantity', order_line_id: ROUTER_LINE, quantity: 1 }))).toEqual([
    'serial.required',
  ]);
  expect(codes(table.do({ type: 'pack-quantity', order_line_id: CABLE_LINE, quantity: 2 }))).toEqual([
    'packing.one-at-a-time',
    'packing.line-full',
  ]);
});

test('packing.not-confirmed: an unconfirmed order is refused where policy wants it confirmed, and confirmed by its last item where it says so', () => {
  const strict = new Table({ 'packing.require_confirmed': true }, { confirmed: false });
  expect(codes(strict.do({ type: 'open' }))).toEqual(['packing.not-confirmed']);
  const auto = new Table({ 'packing.confirm_after_scan': true }, { confirmed: false });
  auto.do({ type: 'open' });
  packAll(auto);
  expect(auto.view.row('order', ORDER)?.confirmed).toBe(true);
});

test('packing.keep: a refused serial is kept with reason and supervisor only where policy lets it, and never a product code', () => {
  expect(opened().serial('R-9').override).toBeNull();
  const table = opened({ 'packing.allow_manual_serial': true, 'packing.require_serial_match_po': false });
  expect(table.serial(UPC).override).toBeNull();
  const short = table.serial('R9');
  expect(short.override).toMatchObject({ type: 'serial', serial_raw: 'R9' });
  if (short.override === null) throw new Error('no override');
  const keep = { type: 'keep', what: short.override, reason: 'label torn' } as const;
  expect(codes(table.do({ ...keep, approved_by: null }))).toEqual(['packing.approval-needed']);
  expect(codes(table.do({ ...keep, reason: ' ', approved_by: id(50) }))).toEqual(['packing.reason-missing']);
  const { events } = decidePacking(table.state, { ...keep, approved_by: id(50) }, table.facts());
  expect(events.find((event) => event.type === 'unit-packed')?.body).toMatchObject({
    serial_raw: 'R9',
    override: { rules: ['serial.length'], reason: 'label torn', approved_by: id(50) },
  });
});

test('packing.weight-off: beyond the tolerance a supervisor must release it; a box that changes is weighed again', () => {
  const table = opened();
  packAll(table);
  const off = table.weigh(2000);
  expect(codes(off)).toEqual(['packing.weight-off']);
  if (off.override === null) throw new Error('no override');
  expect(codes(table.do({ type: 'keep', what: off.override, reason: 'foam missing', approved_by: null }))).toEqual([
    'packing.approval-needed',
  ]);
  expect(
    table.do({ type: 'keep', what: off.override, reason: 'foam missing', approved_by: id(50) }).outcome.level,
  ).toBe('warning');
  table.do({ type: 'undo' });
  table.product(CABLE_LINE);
  expect(codes(table.do({ type: 'go-to', phase: 'ship' }))).toEqual(['packing.weight-missing']);
});

test('packing.boxes: several boxes, each with its weight and tracking number; empty ones do not leave', () => {
  const table = opened();
  expect(codes(table.do({ type: 'new-package' }))).toEqual(['packing.box-empty']);
  table.serial('R-1');
  table.do({ type: 'new-package' });
  table.serial('R-2');
  table.product(CABLE_LINE);
  table.do({ type: 'new-package' });
  for (const weight of [1000, 2000]) {
    const box = table.facts().boxes.find((candidate) => candidate.expected_weight_g === weight);
    table.do({
      type: 'weigh',
      package_id: box?.package_id ?? '',
      weight_g: weight,
      weight_source: 'scale',
      reading_raw: 'S',
    });
  }
  table.do({ type: 'go-to', phase: 'ship' });
  expect(codes(table.ship('1Z9'))).toContain('packing.tracking-twice');
  expect(table.do({ type: 'tracking', tracking_number: '1Z8' }).outcome.level).toBe('accepted');
  expect(codes(table.do({ type: 'tracking', tracking_number: '1Z8' }))).toEqual(['packing.tracking-twice']);
  expect(table.do({ type: 'tracking', tracking_number: '1Z9' }).outcome.level).toBe('complete');
  expect(table.do({ type: 'ship', carrier: 'manual', service: null, tracking: [] }).outcome.level).toBe('complete');
  expect(table.view.list('package', 'order_id', ORDER).map(({ number, state }) => `${number} ${state}`)).toEqual([
    '1 shipped',
    '2 shipped',
    '3 discarded',
  ]);
});

test('packing.ship: the SHIP card takes the service that the order asks for, at its price', () => {
  const table = opened();
  packAll(table);
  table.weigh(3000);
  const shipped = table.do({ type: 'ship', carrier: null, service: null, tracking: [] });
  expect(shipped.events.find((event) => event.type === 'order-shipped')?.body).toMatchObject({
    carrier: 'Demo',
    service: 'Ground',
    cost_cents: 499,
  });
});

test('packing.total: every phase decides every command', () => {
  const commands = Object.keys(PACKING_TABLE.check).toSorted();
  for (const phase of PACKING_PHASES) expect(Object.keys(PACKING_TABLE[phase]).toSorted()).toEqual(commands);
});

const anyCommand: fc.Arbitrary<(table: Table) => PackingDecision> = fc.oneof(
  fc.constantFrom('R-1', 'R-2', 'R-3', 'C-1', 'R-9', UPC).map((serial) => (table: Table) => table.serial(serial)),
  fc.constantFrom(ROUTER_LINE, CABLE_LINE).map((line) => (table: Table) => table.product(line)),
  fc
    .constantFrom<PackingCommand>(
      { type: 'open' },
      { type: 'leave' },
      { type: 'undo' },
      { type: 'new-package' },
      { type: 'go-to', phase: 'check' },
      { type: 'go-to', phase: 'weigh' },
      { type: 'go-to', phase: 'ship' },
      { type: 'tracking', tracking_number: '1Z1' },
      { type: 'tracking', tracking_number: '1Z2' },
      { type: 'discard', reason: 'x' },
      { type: 'pack-quantity', order_line_id: CABLE_LINE, quantity: 1 },
    )
    .map((command) => (table: Table) => table.do(command)),
  fc.nat(2).map((n) => (table: Table) => {
    const row = table.view.all('package_unit')[n];
    if (row === undefined) return table.do({ type: 'choose-line', order_line_id: null });
    const { package_unit_id, package_id, order_line_id, unit_id, quantity, serial_raw } = row;
    return table.do({
      type: 'remove',
      packed: { package_unit_id, package_id, order_line_id, unit_id, quantity },
      serial_raw,
    });
  }),
  fc.constantFrom(1000, 2000, 3000).map((weight) => (table: Table) => table.weigh(weight)),
  fc.constantFrom('1Z1', null).map((tracking) => (table: Table) => table.ship(tracking)),
);

test('packing.model: whatever is done in whatever order, no unit is in two boxes, no line overflows, and what leaves is complete', () => {
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => {
      const table = opened();
      for (const command of commands) {
        const held = new Set(table.view.all('package_unit').map((row) => row.package_unit_id));
        const before = held.size;
        const decision = command(table);
        const taken = decision.events.flatMap((event) =>
          event.type === 'unit-unpacked' ? [event.body.package_unit_id] : [],
        );
        expect(taken.filter((package_unit_id) => !held.has(package_unit_id))).toEqual([]);
        const inside = table.view.all('package_unit').filter((row) => row.unit_id !== null);
        const left = table.view.row('order', ORDER)?.status === 'shipped';
        expect(new Set(inside.map((row) => row.unit_id)).size).toBe(inside.length);
        for (const line of table.facts().lines.values()) expect(line.packed).toBeLessThanOrEqual(line.quantity);
        for (const row of inside)
          expect(table.view.row('unit', row.unit_id ?? '')?.state).toBe(left ? 'shipped' : 'packed');
        expect(table.view.all('package_unit').length).toBe(
          decision.outcome.level === 'refused' ? before : table.view.all('package_unit').length,
        );
        expect(table.view.all('shipment').length > 0).toBe(left);
      }
      // From anywhere the order can still be finished, unless it has left.
      table.do({ type: 'leave' });
      const again = table.do({ type: 'open' });
      for (const serial of ['R-1', 'R-2', 'R-3', 'R-4']) table.serial(serial);
      table.product(CABLE_LINE);
      for (const box of table.facts().boxes) {
        const weight_g = box.expected_weight_g ?? 0;
        table.do({ type: 'weigh', package_id: box.package_id, weight_g, weight_source: 'typed', reading_raw: null });
      }
      table.do({ type: 'go-to', phase: 'ship' });
      const boxes = table
        .facts()
        .boxes.map(({ package_id, number }) => ({ package_id, tracking_number: `T${number}` }));
      table.do({ type: 'ship', carrier: 'manual', service: null, tracking: boxes });
      expect(packingBlockers(table.state, table.facts())).toEqual([]);
      expect([table.view.row('order', ORDER)?.status, again.outcome.level === 'refused' ? 'list' : 'done']).toEqual([
        'shipped',
        table.state.phase,
      ]);
    }),
  );
});
