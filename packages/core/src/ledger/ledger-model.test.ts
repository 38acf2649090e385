import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnitState } from '../model/unit-state.ts';
import { UNIT_TRANSITIONS } from '../units/transitions.ts';
import { nextState } from '../units/life.ts';
import { isSettled } from './view/fold.ts';
import { DOCK, KIND, ORDERS, PRODUCT, WAREHOUSE, World, order } from '@serialbridge/testing/ledger/ledger-world';
import type { MemoryView } from './view/memory-view.ts';

type Box = ReturnType<World['pack']>;

/** One random step; what it works on is chosen by numbers taken modulo what there is. */
const step = fc.record({
  act: fc.constantFrom(
    'receive',
    'pack',
    'pack',
    'pack',
    'unpack',
    'ship',
    'ship',
    'return',
    'vendor',
    'correct',
    'inspect',
    'other',
    'discard',
    'cancel',
    'resolve',
  ),
  station: fc.nat(2),
  order: fc.nat(2),
  serial: fc.nat(3),
  pick: fc.nat(20),
  fresh: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

class Run {
  readonly world: World = new World();
  readonly boxes: Box[] = [];

  unitId(serial: string, { fresh, pick }: Step): string {
    const known = this.world.view.unitsBySerial(serial);
    return (fresh ? undefined : known[pick % Math.max(1, known.length)]?.unit_id) ?? this.world.next(KIND.unit);
  }

  take(s: Step): void {
    const { world } = this;
    const serial = `s${s.serial}`;
    const norm = serial.toUpperCase();
    const box = this.boxes[s.pick % Math.max(1, this.boxes.length)];
    const unit_id = this.unitId(norm, s);
    const order_id = ORDERS[s.order] ?? ORDERS[0];
    switch (s.act) {
      case 'receive':
        world.receive([serial], 'purchase_order', [unit_id]);
        return;
      case 'pack':
        this.boxes.push(world.pack(s.station, order_id, unit_id, serial));
        return;
      case 'unpack':
        if (box !== undefined) world.unpack(box);
        return;
      case 'ship':
        if (box !== undefined) world.ship(box);
        return;
      case 'discard':
        if (box !== undefined) {
          const { package_id } = box;
          world.record('package-discarded', box.station_id, { package_id, order_id: box.order_id, reason: '' });
        }
        return;
      case 'return':
        world.receive([serial], 'rma', [unit_id]);
        return;
      case 'vendor':
        world.receive([serial], 'credit_memo', [unit_id]);
        return;
      case 'correct':
        world.record('unit-serial-corrected', DOCK, { unit_id, serial_raw: `s${s.pick % 4}`, reason: '' });
        return;
      case 'inspect': {
        const to = (['in_stock', 'repair', 'scrapped', 'sent_to_vendor'] as const)[s.pick % 4] ?? 'repair';
        world.record('unit-inspected', DOCK, { unit_id, to, condition: 'opened', note: null });
        return;
      }
      case 'other': {
        const warehouse_id = WAREHOUSE;
        const type = (
          [
            'unit-missing',
            'unit-found',
            'unit-kitted',
            'unit-unkitted',
            'unit-transfer-sent',
            'unit-transfer-received',
          ] as const
        )[s.pick % 6];
        const body = {
          unit_id,
          reason: '',
          warehouse_id,
          bin_id: null,
          kit_unit_id: PRODUCT,
          to_warehouse_id: warehouse_id,
        };
        world.record(type ?? 'unit-found', DOCK, body);
        return;
      }
      case 'cancel':
        world.put('order', [{ ...order(order_id), status: s.fresh ? 'cancelled' : 'open' }]);
        return;
      case 'resolve': {
        const open = world.cases().filter((row) => row.state === 'open');
        const one = open[s.pick % Math.max(1, open.length)];
        if (one === undefined) return;
        world.resolve(one.case_id, s.fresh ? null : (one.facts[s.serial % one.facts.length]?.event_id ?? null));
      }
    }
  }
}

const runs = fc.array(step, { minLength: 1, maxLength: 30 });

function checkKeys(view: MemoryView): void {
  const keys = view
    .all('unit')
    .filter(isSettled)
    .map((unit) => `${unit.scope_key}|${unit.serial_norm}`);
  expect(new Set(keys).size).toBe(keys.length);
}

/** What one event may do to a unit's state: stay, or a step that some transition of the life table makes of it. */
function mayBecome(before: UnitState | null, after: UnitState): boolean {
  if (before === after || before === null) return true;
  return UNIT_TRANSITIONS.some((transition) => {
    const next = nextState(before, transition);
    return 'state' in next && next.state === after;
  });
}

describe('any run of facts from three stations', () => {
  it('never throws, keeps the unique key, moves units by the life table, and writes rows that fit', () => {
    fc.assert(
      fc.property(runs, (steps) => {
        const run = new Run();
        const { world } = run;
        for (const s of steps) {
          run.take(s);
          checkKeys(world.view);
        }
        world.applied.forEach((applied, n) => {
          if (world.events[n]?.type === 'case-resolved') return;
          for (const unit of applied.units) expect(mayBecome(unit.state_before, unit.state_after)).toBe(true);
        });
        checkRest(world.view);
      }),
      { numRuns: 300 },
    );
  });

  it('every pair of contradicting shipments has a case', () => {
    fc.assert(
      fc.property(runs, (steps) => {
        const run = new Run();
        // Without returns or receipts anew a unit can leave once only.
        const kept = steps.filter((s) => ['pack', 'ship', 'unpack', 'discard'].includes(s.act));
        const unit_ids = run.world.receive(['s0', 's1', 's2', 's3']).unit_ids;
        for (const s of kept) run.take({ ...s, fresh: false });
        for (const unit_id of unit_ids) {
          const left = run.world.view
            .list('package_unit', 'unit_id', unit_id)
            .filter((entry) => run.world.view.row('package', entry.package_id)?.state === 'shipped');
          const rules = run.world.view.openCasesOfUnit(unit_id).map((row) => row.rule);
          expect(left.length < 2 || rules.includes('case.shipped-twice')).toBe(true);
          expect(
            rules.filter((rule) => rule === 'case.packed-twice' || rule === 'case.shipped-twice').length,
          ).toBeLessThan(2);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Only units in an open case are disputed, and every order line counts what its boxes hold. */
function checkRest(view: MemoryView): void {
  for (const unit of view.all('unit')) expect(unit.disputed).toBe(view.openCasesOfUnit(unit.unit_id).length > 0);
  for (const line of view.all('order_line')) {
    const entries = view.all('package_unit').filter((entry) => entry.order_line_id === line.order_line_id);
    expect(line.quantity_packed).toBe(entries.length);
    const left = entries.filter((entry) => view.row('package', entry.package_id)?.state === 'shipped');
    expect(line.quantity_shipped).toBe(left.length);
  }
}
