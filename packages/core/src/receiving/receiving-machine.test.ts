import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyValueRow } from '../model/catalog-rows.ts';
import { effectivePolicy } from '../policy/index.ts';
import type { Outcome } from '../scan/outcome.ts';
import { judgeSerials, normaliseCode, serialNeed } from '../serial/index.ts';
import { decideBulk, type BulkSerial } from './bulk-entry.ts';
import { saveBlockers } from './blockers.ts';
import { decideReceiving, RECEIVING_TABLE } from './receiving-machine.ts';
import {
  RECEIVING_PHASES,
  RECEIVING_START,
  type ReceivingCommand,
  type ReceivingFacts,
  type ReceivingLineFacts,
  type ReceivingMachine,
} from './receiving-state.ts';
import { MachineLedger, machineId } from '@serialbridge/testing/ledger/machine-ledger';
import { rowOf } from '@serialbridge/testing/rows';

const id = machineId;
const [STATION, WAREHOUSE, PO, VENDOR, ROUTER, CABLE] = [1, 2, 3, 4, 5, 6].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const ROUTER_LINE = id(11);
const CABLE_LINE = id(12);
const UPC = '012345678905';

const productRow = (product_id: string, sku: string, serial_policy: 'required' | 'none') =>
  rowOf('product', {
    product_id,
    sku,
    name: sku,
    serial_policy,
    serial_scope: 'product' as const,
    serial_min: 6,
    serial_max: 12,
    serial_check_digit: 'none' as const,
    active: true,
  });

/** The machine over the real fold: what is recorded is applied, and the next command sees it. */
class Dock extends MachineLedger {
  state: ReceivingMachine = RECEIVING_START;

  constructor(policy: Readonly<Record<string, PolicyValueRow['value']>> = {}) {
    super(STATION, policy);
    this.view.put('product', productRow(ROUTER, 'ROUTER', 'required'));
    this.view.put('product', productRow(CABLE, 'CABLE', 'none'));
    this.view.put('station', {
      station_id: STATION,
      name: 'Dock 1',
      kind: 'receiving',
      warehouse_id: WAREHOUSE,
      state: 'paired',
    });
    this.view.put(
      'purchase_order',
      rowOf('purchase_order', { purchase_order_id: PO, number: 'PO-1', vendor_id: VENDOR, warehouse_id: WAREHOUSE }),
    );
    const line = (po_line_id: string, line_number: number, product_id: string) => ({
      po_line_id,
      purchase_order_id: PO,
      line_number,
      product_id,
      quantity_ordered: 5,
      quantity_received: 0,
      unit_price_cents: 100,
      vendor_sku: null,
    });
    this.view.put('po_line', line(ROUTER_LINE, 1, ROUTER));
    this.view.put('po_line', line(CABLE_LINE, 2, CABLE));
  }

  lines(): Map<string, ReceivingLineFacts> {
    const session = this.state.session?.receiving_session_id ?? '';
    return new Map(
      this.view.list('po_line', 'purchase_order_id', PO).map((line) => {
        const receipt = this.view
          .list('receipt_line', 'receiving_session_id', session)
          .find((row) => row.line_id === line.po_line_id);
        const units = this.view
          .list('receipt_unit', 'receiving_session_id', session)
          .filter((row) => row.line_id === line.po_line_id);
        return [
          line.po_line_id,
          {
            line_id: line.po_line_id,
            line_number: line.line_number,
            product_id: line.product_id,
            sku: line.product_id === ROUTER ? 'ROUTER' : 'CABLE',
            ordered: line.quantity_ordered,
            received: line.quantity_received,
            counted: receipt?.quantity ?? 0,
            serials: units.length,
            receipt_line_id: receipt?.receipt_line_id ?? null,
          },
        ];
      }),
    );
  }

  facts(): ReceivingFacts {
    const policy = effectivePolicy(this.policies, { warehouse_id: WAREHOUSE, station_id: STATION });
    const product = (line: ReceivingLineFacts) => {
      const row = this.view.row('product', line.product_id);
      if (row === undefined) throw new Error('no such product');
      return row;
    };
    return {
      lines: this.lines(),
      policy: () => policy,
      serialNeed: (line) => serialNeed(product(line), 'receive', policy),
      judge: (line, serials, filling) =>
        judgeSerials(serials, {
          use: 'receive',
          product: product(line),
          policy,
          document_codes: new Map([[normaliseCode(UPC), 'ROUTER']]),
          document_serials: new Map(
            this.view
              .list('receipt_unit', 'receiving_session_id', this.state.session?.receiving_session_id ?? '')
              .map((unit) => [unit.serial_norm, 'here'] as const),
          ),
          unitsBySerial: (norm) => this.view.unitsBySerial(norm),
          skuOf: () => null,
          orderNumberOf: () => null,
          warehouseNameOf: () => null,
          poNumberOf: () => null,
          expected_serials: null,
          units_sold: null,
          order_id: null,
          warehouse_id: WAREHOUSE,
          recent_serials: [],
          quantities: filling ? { units: line.counted, serials: line.serials } : null,
          cache_age_ms: null,
          expired_product_code: null,
        }),
      newId: this.newId,
    };
  }

  do(command: ReceivingCommand): Outcome {
    const decision = decideReceiving(this.state, command, this.facts());
    this.record(decision.events);
    this.state = decision.state;
    return decision.outcome;
  }

  /** The draft of this station goes on under its id, as the service finds it in the ledger. */
  open(): Outcome {
    const draft = this.view.all('receiving_session').find((row) => row.state === 'draft');
    return this.do({
      type: 'open',
      status: 'open',
      number: 'PO-1',
      session: {
        receiving_session_id: draft?.receiving_session_id ?? this.newId(),
        document_kind: 'purchase_order',
        document_id: PO,
        warehouse_id: WAREHOUSE,
        recorded: draft !== undefined,
      },
    });
  }

  scanProduct(line_id: string): Outcome {
    return this.do({ type: 'product', line_ids: [line_id], code: UPC, sku: 'ROUTER' });
  }
  scanSerial(serial_raw: string): Outcome {
    return this.do({ type: 'serial', serial: { serial_raw, lot: null, expiry: null }, line_ids: null, sku: null });
  }
  line(line_id: string): ReceivingLineFacts {
    const line = this.lines().get(line_id);
    if (line === undefined) throw new Error('no such line');
    return line;
  }
}

const codes = (outcome: Outcome): readonly string[] => outcome.findings.map(({ code }) => code);
const dockAtRouter = (policy: Readonly<Record<string, PolicyValueRow['value']>> = {}): Dock => {
  const dock = new Dock(policy);
  dock.open();
  dock.scanProduct(ROUTER_LINE);
  return dock;
};

const full = (dock: Dock): Outcome => {
  for (const n of [1, 22, 333, 4444, 55_555]) dock.scanSerial(`SN-${n}0000`);
  return dock.scanSerial('SN-999999');
};

describe('a line of five', () => {
  test('receiving.story: five serials, three refusals, one undo, save, units in stock', () => {
    const dock = dockAtRouter();
    expect(dock.scanSerial('SN-00001').level).toBe('accepted');
    expect(codes(dock.scanSerial('SN-00001'))).toContain('serial.duplicate-in-document');
    expect(codes(dock.scanSerial(UPC))).toContain('serial.is-product-code');
    expect(codes(dock.scanSerial('SN1'))).toContain('serial.length');
    dock.scanSerial('SN-00092');
    expect(dock.do({ type: 'undo' })).toMatchObject({ level: 'info', headline: { code: 'receiving.undone' } });
    for (const serial of ['SN-00022', 'SN-00333', 'SN-04444']) dock.scanSerial(serial);
    expect(dock.scanSerial('SN-55555').level).toBe('complete');
    expect(dock.line(ROUTER_LINE)).toMatchObject({ counted: 5, serials: 5 });
    expect(dock.do({ type: 'save' })).toMatchObject({
      level: 'complete',
      headline: { params: { units: 5, serials: 5 } },
    });
    expect(
      dock.view
        .all('unit')
        .map(({ serial_raw, state }) => `${serial_raw} ${state}`)
        .toSorted(),
    ).toEqual([
      'SN-00001 in_stock',
      'SN-00022 in_stock',
      'SN-00333 in_stock',
      'SN-04444 in_stock',
      'SN-55555 in_stock',
    ]);
  });

  test('receiving.over-receive: the sixth serial is refused, and marked as an overage where policy lets it in', () => {
    expect(codes(full(dockAtRouter()))).toEqual(['receiving.over-receive']);
    const within = dockAtRouter({ 'receiving.over_receive_allowed': true, 'receiving.over_receive_percent': 20 });
    expect(codes(full(within))).toContain('receiving.overage');
    expect(codes(within.scanSerial('SN-888888'))).toEqual(['receiving.over-receive']);
    const dock = dockAtRouter();
    expect(codes(dock.do({ type: 'mark-received', line_id: ROUTER_LINE, quantity: 6 }))).toEqual([
      'receiving.over-receive',
    ]);
  });

  test('serial.too-many: Mark as Received counts first, then serials fill and may not outnumber', () => {
    const dock = dockAtRouter();
    dock.do({ type: 'mark-received', line_id: ROUTER_LINE, quantity: 2 });
    expect(codes(dock.do({ type: 'save' }))).toEqual(['receiving.serials-missing']);
    dock.scanSerial('SN-00001');
    expect(dock.scanSerial('SN-00022').level).toBe('complete');
    expect(codes(dock.scanSerial('SN-00333'))).toEqual(['serial.too-many']);
    const lax = dockAtRouter({ 'receiving.allow_more_serials': true });
    lax.do({ type: 'mark-received', line_id: ROUTER_LINE, quantity: 1 });
    lax.scanSerial('SN-00001');
    expect(lax.scanSerial('SN-00022').level).not.toBe('refused');
    expect(lax.line(ROUTER_LINE)).toMatchObject({ counted: 1, serials: 2 });
  });

  test('receiving.reset-count: deleting a serial takes its unit along, unless policy says that it stays', () => {
    const remove = (dock: Dock): Outcome => {
      dock.scanSerial('SN-00001');
      const [unit] = dock.view.all('receipt_unit');
      return dock.do({
        type: 'remove-serial',
        unit_id: unit?.unit_id ?? '',
        line_id: ROUTER_LINE,
        serial_raw: 'SN-00001',
      });
    };
    const dock = dockAtRouter();
    remove(dock);
    expect(dock.line(ROUTER_LINE)).toMatchObject({ counted: 0, serials: 0 });
    expect(codes(dock.do({ type: 'undo' }))).toEqual(['receiving.nothing-to-undo']);
    const keeps = dockAtRouter({ 'receiving.reset_count_on_serial_delete': false });
    remove(keeps);
    expect(keeps.line(ROUTER_LINE)).toMatchObject({ counted: 1, serials: 0 });
    expect(codes(keeps.do({ type: 'save' }))).toEqual(['receiving.serials-missing']);
  });

  test('receiving.serials-missing: leaving a line that is short of serials warns, and the line still blocks', () => {
    const dock = dockAtRouter();
    dock.do({ type: 'mark-received', line_id: ROUTER_LINE, quantity: 2 });
    const moved = dock.do({ type: 'product', line_ids: [CABLE_LINE], code: 'CABLE', sku: 'CABLE' });
    expect(moved).toMatchObject({
      level: 'warning',
      findings: [{ code: 'receiving.serials-missing', params: { missing: 2 } }],
    });
    expect(dock.state).toMatchObject({ phase: 'lines', current_line_id: CABLE_LINE });
  });

  test('receiving.not-on-document, receiving.no-document, receiving.nothing-counted: what cannot be meant is refused', () => {
    const dock = new Dock();
    expect(codes(dock.do({ type: 'save' }))).toEqual(['receiving.no-document']);
    dock.open();
    expect(codes(dock.do({ type: 'product', line_ids: [], code: '99', sku: 'TV' }))).toEqual([
      'receiving.not-on-document',
    ]);
    expect(codes(dock.do({ type: 'save' }))).toEqual(['receiving.nothing-counted']);
    expect(dock.view.all('receiving_session')).toEqual([]);
  });

  test('receiving.skip-prompt: without serial input required a line may be saved without serials', () => {
    const dock = dockAtRouter({ 'receiving.require_serial_input': false });
    dock.do({ type: 'mark-received', line_id: ROUTER_LINE, quantity: 3 });
    expect(dock.do({ type: 'save' }).level).toBe('complete');
  });
});

const serialsOf = (serials: readonly string[]): readonly BulkSerial[] =>
  serials.map((serial_raw, at) => ({ row: at + 1, serial_raw, lot: null, expiry: null, faults: [] }));

test('receiving.bulk: judged as though scanned one by one; refused ones named by position; chunks fit their events', () => {
  const dock = dockAtRouter();
  dock.scanSerial('SN-00001');
  const session = dock.state.session;
  if (session === null) throw new Error('no session');
  const entry = serialsOf(['SN-00022', 'SN-00001', 'X', 'SN-00333', 'SN-04444', 'SN-55555', 'SN-666666']);
  const bulk = decideBulk(dock.state, session, dock.line(ROUTER_LINE), entry, dock.facts());
  expect(bulk.accepted).toBe(4);
  expect(bulk.refused.map(({ position, findings }) => [position, findings.map(({ code }) => code)])).toEqual([
    [2, ['serial.duplicate-in-document']],
    [3, ['serial.length']],
    [7, ['receiving.over-receive']],
  ]);
  dock.record(bulk.events);
  dock.state = bulk.state;
  expect(dock.line(ROUTER_LINE)).toMatchObject({ counted: 5, serials: 5 });
  dock.do({ type: 'undo' });
  expect(dock.line(ROUTER_LINE)).toMatchObject({ counted: 1, serials: 1 });
});

test('receiving.bulk: no event holds more than 500 units', () => {
  const dock = dockAtRouter({ 'receiving.over_receive_allowed': true, 'serial.warn_near_duplicate': false });
  const session = dock.state.session;
  if (session === null) throw new Error('no session');
  const entry = serialsOf(Array.from({ length: 1201 }, (_, n) => `BULK${String(n).padStart(6, '0')}`));
  const { events } = decideBulk(dock.state, session, dock.line(ROUTER_LINE), entry, dock.facts());
  const sizes = events.flatMap((event) => (event.type === 'receipt-line-counted' ? [event.body.units.length] : []));
  expect(sizes).toEqual([500, 500, 201]);
});

test('receiving.total: every phase decides every command', () => {
  const commands = Object.keys(RECEIVING_TABLE.lines).toSorted();
  for (const phase of RECEIVING_PHASES) expect(Object.keys(RECEIVING_TABLE[phase]).toSorted()).toEqual(commands);
});

/** What the person believes was taken: one entry per unit that was accepted, serial or not. */
interface Model {
  serials: string[];
  open: boolean;
}

function check(dock: Dock, model: Model, outcome: Outcome, before: number): void {
  const line = dock.line(ROUTER_LINE);
  const cable = dock.line(CABLE_LINE);
  const held = dock.view
    .list('receipt_unit', 'receiving_session_id', dock.state.session?.receiving_session_id ?? '')
    .map((unit) => unit.serial_raw);
  expect(held.toSorted()).toEqual(model.serials.toSorted());
  const after = line.counted + cable.counted;
  expect(after).toBe(outcome.level === 'refused' ? before : after);
  for (const { received, counted, ordered, serials } of [line, cable]) {
    expect(received + counted).toBeLessThanOrEqual(ordered);
    expect(serials).toBeLessThanOrEqual(counted);
  }
}

const pool = ['SN-00001', 'SN-00022', 'SN-00333', 'SN-04444', 'SN-55555', 'SN-666666', UPC, 'X'];
type Act = { readonly name: string; readonly run: (dock: Dock, model: Model) => Outcome };
const act = (name: string, run: Act['run']): Act => ({ name, run });
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom(...pool).map((serial) =>
    act(`serial ${serial}`, (dock, model) => {
      const result = dock.scanSerial(serial);
      if (result.level !== 'refused') model.serials.push(serial);
      return result;
    }),
  ),
  fc.constant(act('product', (dock) => dock.scanProduct(ROUTER_LINE))),
  fc.constant(act('other product', (dock) => dock.scanProduct(CABLE_LINE))),
  fc
    .nat(6)
    .map((n) =>
      act(`mark ${n + 1}`, (dock) => dock.do({ type: 'mark-received', line_id: ROUTER_LINE, quantity: n + 1 })),
    ),
  fc.constant(act('mark cables', (dock) => dock.do({ type: 'mark-received', line_id: CABLE_LINE, quantity: 2 }))),
  fc.constant(
    act('undo', (dock, model) => {
      const last = dock.state.undo.at(-1);
      const serials = dock.view.all('receipt_unit').filter((unit) => last?.unit_ids.includes(unit.unit_id));
      const result = dock.do({ type: 'undo' });
      if (result.level !== 'refused') {
        model.serials = model.serials.filter((serial) => !serials.some((unit) => unit.serial_raw === serial));
      }
      return result;
    }),
  ),
  fc.nat(5).map((n) =>
    act(`remove ${n}`, (dock, model) => {
      const units = dock.view.list(
        'receipt_unit',
        'receiving_session_id',
        dock.state.session?.receiving_session_id ?? '',
      );
      const unit = units[n];
      if (unit === undefined) return dock.do({ type: 'next' });
      model.serials = model.serials.filter((serial) => serial !== unit.serial_raw);
      const { unit_id, line_id, serial_raw } = unit;
      return dock.do({ type: 'remove-serial', unit_id, line_id, serial_raw });
    }),
  ),
  fc.constant(act('next', (dock) => dock.do({ type: 'next' }))),
  fc.constant(
    act('leave and come back', (dock) => {
      dock.do({ type: 'leave' });
      return dock.open();
    }),
  ),
);

test('receiving.model: whatever is done in whatever order, what was accepted is what is there, and it can be saved or says why', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 30 }), fc.boolean(), (steps, reset) => {
      const dock = new Dock({ 'receiving.reset_count_on_serial_delete': reset });
      dock.open();
      const model: Model = { serials: [], open: true };
      for (const step of steps) {
        const before = dock.line(ROUTER_LINE).counted + dock.line(CABLE_LINE).counted;
        check(dock, model, step.run(dock, model), before);
      }
      const blockers = saveBlockers(dock.facts());
      const saved = dock.do({ type: 'save' });
      expect(saved.level === 'refused').toBe(blockers.length > 0);
      const units = dock.view.all('unit').map((unit) => unit.serial_raw);
      expect(units.toSorted()).toEqual(saved.level === 'refused' ? [] : model.serials.toSorted());
    }),
  );
});
