import { v7 as uuidv7 } from 'uuid';
import type { EventDraft } from '@serialbridge/core/events';
import type { Dice } from '@serialbridge/testing/random';
import type { OrderToPack, SeededStation } from './seed-world.ts';

/** An event, and how long after the one before it happens, in seconds at the real pace. */
export interface Done {
  readonly after_s: number;
  readonly draft: EventDraft;
}

const SCAN_S = 2;
const BOX_S = [20, 60] as const;
const BOXES_A_RUN = 10;
const UNITS = [5, 60] as const;
/** One receipt in so many is pasted or read off a list: one event with all its units. */
const PASTED = 20;
/** Share of a round that is work, at 120 events an hour. */
const IN_WORK = 0.1;

/** A receipt begins: the smallest event that a station makes. */
export function receivingOpened(
  { purchase_order_id: document_id, warehouse_id }: SeededStation,
  receiving_session_id: string = uuidv7(),
): EventDraft {
  const document = { document_kind: 'purchase_order', document_id } as const;
  return { type: 'receiving-session-opened', body: { receiving_session_id, ...document, warehouse_id } };
}

function* receipt(place: SeededStation, { whole, wait, next }: Dice): Generator<Done> {
  const receiving_session_id = uuidv7();
  const receipt_line_id = uuidv7();
  const { product_id, po_line_id: line_id, purchase_order_id: document_id } = place;
  const document = { document_kind: 'purchase_order', document_id } as const;
  const units = whole(...UNITS);
  const counted = (count: number): EventDraft => ({
    type: 'receipt-line-counted',
    body: {
      receiving_session_id,
      receipt_line_id,
      line_id,
      product_id,
      bin_id: null,
      quantity: count,
      units: Array.from({ length: count }, () => ({
        unit_id: uuidv7(),
        serial_raw: `L${crypto.randomUUID().slice(0, 18).toUpperCase()}`,
        lot: null,
        expiry: null,
      })),
      override: null,
      warnings: [],
    },
  });
  yield { after_s: 0, draft: receivingOpened(place, receiving_session_id) };
  if (next() * PASTED < 1) yield { after_s: units * SCAN_S, draft: counted(units) };
  else for (let at = 0; at < units; at += 1) yield { after_s: wait(SCAN_S), draft: counted(1) };
  const totals = [{ line_id, product_id, quantity: units, serials: units }];
  yield { after_s: 5, draft: { type: 'receipt-saved', body: { receiving_session_id, ...document, totals } } };
}

function* box({ warehouse_id }: SeededStation, order: OrderToPack, { whole }: Dice): Generator<Done> {
  const package_id = uuidv7();
  const { order_id, order_line_id, product_id, unit } = order;
  const step = whole(...BOX_S) / 4;
  yield {
    after_s: step,
    draft: { type: 'package-opened', body: { package_id, order_id, warehouse_id, number: 1 } },
  };
  yield {
    after_s: step,
    draft: {
      type: 'unit-packed',
      body: {
        package_unit_id: uuidv7(),
        package_id,
        order_id,
        order_line_id,
        product_id,
        quantity: 1,
        ...unit,
        override: null,
        warnings: [],
      },
    },
  };
  yield { after_s: step, draft: { type: 'package-closed', body: { package_id, order_id, units: 1 } } };
  yield {
    after_s: step,
    draft: {
      type: 'order-shipped',
      body: {
        shipment_id: uuidv7(),
        order_id,
        carrier: 'Post',
        service: null,
        cost_cents: null,
        currency: null,
        packages: [{ package_id, tracking_number: `T-${whole(1e8, 9e8)}` }],
        shipped_at: Date.now(),
      },
    },
  };
}

/** Packs an order and takes it out again: the order and its unit are as before. */
function* boxAndBack({ warehouse_id }: SeededStation, order: OrderToPack, { whole }: Dice): Generator<Done> {
  const ids = { package_id: uuidv7(), package_unit_id: uuidv7() };
  const { package_id } = ids;
  const { order_id, order_line_id, product_id, unit } = order;
  const after_s = whole(...BOX_S) / 4;
  const line = { ...ids, order_id, order_line_id, quantity: 1 };
  yield { after_s, draft: { type: 'package-opened', body: { package_id, order_id, warehouse_id, number: 1 } } };
  yield {
    after_s,
    draft: { type: 'unit-packed', body: { ...line, product_id, ...unit, override: null, warnings: [] } },
  };
  yield {
    after_s,
    draft: { type: 'unit-unpacked', body: { ...line, unit_id: unit.unit_id, reason: 'deleted' } },
  };
  yield { after_s, draft: { type: 'package-discarded', body: { package_id, order_id, reason: 'not today' } } };
}

function* work(place: SeededStation, dice: Dice): Generator<Done> {
  if (place.kind === 'receiving') yield* receipt(place, dice);
  else
    for (let at = 0; at < BOXES_A_RUN; at += 1) {
      // The last one stays: whoever packs may do nothing else.
      const order = place.orders.length > 1 ? place.orders.pop() : undefined;
      const [last] = place.orders;
      if (order !== undefined) yield* box(place, order, dice);
      else if (last !== undefined) yield* boxAndBack(place, last, dice);
      else throw new Error(`packing station ${place.station_id} has no order`);
    }
}

/**
 * A shift without end at one station: receipts of 5 to 60 units scanned one by one, or runs of boxes, with pauses between that make it so
 * many events an hour. A packing station packs its last order again and again, once the others have left.
 */
export function* shift(place: SeededStation, events_per_hour: number, dice: Dice): Generator<Done> {
  // Each begins somewhere in its round, a part of them in the middle of their work, which is caught up on at once.
  let pause = (dice.next() - IN_WORK) * 34 * (3600 / events_per_hour);
  for (;;) {
    let worked = 0;
    let events = 0;
    for (const done of work(place, dice)) {
      events += 1;
      worked += done.after_s;
      yield { ...done, after_s: done.after_s + pause };
      pause = 0;
    }
    pause = Math.max(0, events * (3600 / events_per_hour) - worked);
  }
}

/** So many events at once: what an offline spell left in the outbox. */
export function* spell(place: SeededStation, events: number, dice: Dice): Generator<EventDraft> {
  let left = events;
  while (left > 0) {
    for (const { draft } of work(place, dice)) {
      yield draft;
      left -= 1;
    }
  }
}
