import { v7 as uuidv7 } from 'uuid';
import { push } from '@serialbridge/central/sync';
import type { CaseRule } from '@serialbridge/core/model';
import type { Envelope } from '@serialbridge/protocol';
import type { By, CaseWorld } from './case-world.ts';

export interface Contradiction {
  readonly rule: CaseRule;
  readonly name: string;
  /** Records both facts, neither station knowing of the other's. The caller syncs afterwards. */
  readonly play: (world: CaseWorld) => Promise<void>;
  /** The case's facts when station a is heard first. */
  readonly facts: readonly (readonly [by: By, type: string])[];
  /** Facts that are of no document: only that an event exists is contradicted. */
  readonly bare?: boolean;
  /** Either station may be heard first; then the same facts are in the case, in another order or with what came of it. */
  readonly either: boolean;
}

const sendC = async (world: CaseWorld, events: readonly Envelope[]): Promise<void> => {
  const { central } = world.bench.running;
  const who = { tenant_id: world.bench.tenant_id, station_id: world.c.station_id };
  const request = { incarnation: world.c.incarnation, events: [...events], backlog: 0, is_oldest: false };
  await push(central.store, who, request, 9000);
};

/** Every pair of facts that cannot both be right (resources/docs/DOMAIN.md), as two stations bring it about. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    rule: 'case.packed-twice',
    name: 'one unit in boxes of two stations',
    play: async (world) => {
      const unit = await world.stocked();
      const [one, other] = [await world.order(), await world.order()];
      await world.syncAll();
      world.a.record(...world.box(one, unit));
      world.b.record(...world.box(other, unit));
    },
    facts: [
      ['a', 'unit-packed'],
      ['b', 'unit-packed'],
    ],
    either: true,
  },
  {
    rule: 'case.shipped-twice',
    name: 'one unit left from two stations',
    play: async (world) => {
      const unit = await world.stocked();
      const [one, other] = [await world.order(), await world.order()];
      await world.syncAll();
      world.a.record(...world.box(one, unit, true));
      world.b.record(...world.box(other, unit, true));
    },
    facts: [
      ['a', 'order-shipped'],
      ['b', 'unit-packed'],
      ['b', 'order-shipped'],
    ],
    either: true,
  },
  {
    rule: 'case.shipped-not-received',
    name: 'left without a receipt, which comes late from the other station',
    play: async (world) => {
      const [order, line] = [await world.order(), await world.purchase(5)];
      await world.syncAll();
      const serial_raw = world.serial();
      world.a.record(...world.box(order, { unit_id: uuidv7(), serial_raw }, true));
      world.b.record(...world.receipt(line, serial_raw));
    },
    facts: [
      ['a', 'unit-packed'],
      ['a', 'order-shipped'],
      ['b', 'receipt-saved'],
    ],
    // Heard in the other order they agree: it was received, then it left.
    either: false,
  },
  {
    rule: 'case.received-twice',
    name: 'one serial on two receipts',
    play: async (world) => {
      const [one, other] = [await world.purchase(5), await world.purchase(5)];
      await world.syncAll();
      const serial_raw = world.serial();
      world.a.record(...world.receipt(one, serial_raw));
      world.b.record(...world.receipt(other, serial_raw));
    },
    facts: [
      ['a', 'receipt-saved'],
      ['b', 'receipt-saved'],
    ],
    either: true,
  },
  {
    rule: 'case.returned-not-shipped',
    name: 'came back, but had never left',
    play: async (world) => {
      const unit = await world.stocked('a');
      const line = await world.rma(await world.order());
      await world.syncAll();
      world.b.record(...world.receipt(line, unit.serial_raw, unit.unit_id));
    },
    facts: [
      ['a', 'receipt-saved'],
      ['b', 'receipt-saved'],
    ],
    either: false,
  },
  {
    rule: 'case.over-received',
    name: 'two stations receive what was ordered once',
    play: async (world) => {
      const line = await world.purchase(1);
      await world.syncAll();
      world.a.record(...world.receipt(line, world.serial()));
      world.b.record(...world.receipt(line, world.serial()));
    },
    facts: [
      ['a', 'receipt-saved'],
      ['b', 'receipt-saved'],
    ],
    either: true,
  },
  {
    rule: 'case.not-in-stock',
    name: 'packed at one station, scrapped at the other',
    play: async (world) => {
      const unit = await world.stocked();
      const order = await world.order();
      await world.syncAll();
      world.a.record({ type: 'unit-scrapped', body: { unit_id: unit.unit_id, reason: 'dropped' } });
      world.b.record(...world.box(order, unit));
    },
    facts: [
      ['a', 'unit-scrapped'],
      ['b', 'unit-packed'],
    ],
    either: true,
  },
  {
    rule: 'case.order-cancelled',
    name: 'cancelled in central, packed at a station that does not know yet',
    play: async (world) => {
      const unit = await world.stocked();
      const order = await world.order();
      await world.syncAll();
      world.b.record(...world.box(order, unit));
      await world.cancel(order);
    },
    facts: [
      ['central', 'records-put'],
      ['b', 'unit-packed'],
    ],
    either: false,
  },
  {
    rule: 'case.order-cancelled',
    name: 'packed at a station, then cancelled in central',
    play: async (world) => {
      const unit = await world.stocked();
      const order = await world.order();
      await world.syncAll();
      world.b.record(...world.box(order, unit));
      await world.b.push();
      await world.cancel(order);
    },
    facts: [
      ['b', 'package-opened'],
      ['central', 'records-put'],
    ],
    either: false,
  },
  {
    rule: 'case.order-packed-twice',
    name: 'one order filled at two stations',
    play: async (world) => {
      const [one, other] = [await world.stocked(), await world.stocked()];
      const order = await world.order();
      await world.syncAll();
      world.a.record(...world.box(order, one));
      world.b.record(...world.box(order, other));
    },
    facts: [
      ['a', 'package-opened'],
      ['b', 'unit-packed'],
    ],
    either: true,
  },
  {
    rule: 'case.serial-taken',
    name: 'a serial corrected to one that another unit bears',
    play: async (world) => {
      const [one, other] = [await world.stocked('a'), await world.stocked('b')];
      world.b.record({
        type: 'unit-serial-corrected',
        body: { unit_id: other.unit_id, serial_raw: one.serial_raw, reason: 'misread' },
      });
    },
    facts: [
      ['a', 'receipt-saved'],
      ['b', 'unit-serial-corrected'],
    ],
    either: false,
  },
  {
    rule: 'case.event-fork',
    name: 'two histories of one disk',
    play: async (world) => {
      const copy = world.c.clone();
      world.c.record({ type: 'order-confirmed', body: { order_id: (await world.order()).order.order_id } });
      await sendC(world, world.c.log);
      copy.record({ type: 'order-confirmed', body: { order_id: (await world.order()).order.order_id } });
      await sendC(world, copy.log);
    },
    facts: [
      ['c', 'order-confirmed'],
      ['c', 'order-confirmed'],
    ],
    bare: true,
    either: false,
  },
  {
    rule: 'case.event-held',
    name: 'a fact of a newer software',
    play: async (world) => {
      world.c.recordUnknown('unit-teleported', { to: 'the moon' });
      await sendC(world, world.c.log);
    },
    facts: [['c', 'unit-teleported']],
    bare: true,
    either: false,
  },
];
