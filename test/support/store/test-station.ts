import { v7 as uuidv7 } from 'uuid';
import { sha256, type StationBatch } from '@serialbridge/central/ledger';
import { EVENTS, type EventDraft } from '@serialbridge/core/events';
import { ZERO_HASH, sealEnvelope, type Envelope } from '@serialbridge/protocol';
import type { TestOrder, TestWarehouse } from './test-warehouse.ts';

/** A station's event log in memory: seals what is recorded into its chain. */
export class TestStation {
  readonly station_id: string;
  readonly incarnation: string;
  readonly log: Envelope[] = [];

  constructor(station_id: string, incarnation: string = uuidv7()) {
    this.station_id = station_id;
    this.incarnation = incarnation;
  }

  /** The disk copied bit by bit: the same identity and the same events so far. */
  clone(): TestStation {
    const copy = new TestStation(this.station_id, this.incarnation);
    copy.log.push(...this.log);
    return copy;
  }

  record(...drafts: readonly (EventDraft & { event_id?: string })[]): Envelope[] {
    return drafts.map(({ type, body, event_id }) => this.#seal(type, EVENTS[type].v, body, event_id));
  }

  /** An event of a newer software that central does not know. */
  recordUnknown(type: string, body: unknown): Envelope {
    return this.#seal(type, 7, body);
  }

  #seal(type: string, v: number, body: unknown, event_id: string = uuidv7()): Envelope {
    const envelope = sealEnvelope(
      {
        station_id: this.station_id,
        incarnation: this.incarnation,
        seq: this.log.length + 1,
        event_id,
        type,
        v,
        body: body as Envelope['body'],
        operator_id: null,
        approved_by: null,
        captured_at: 5000 + this.log.length,
        clock_offset_ms: null,
        policy_version: 0,
        cache_version: 0,
        prev_hash: this.log.at(-1)?.hash ?? ZERO_HASH,
      },
      sha256,
    );
    this.log.push(envelope);
    return envelope;
  }

  batch(events: readonly Envelope[] = this.log): StationBatch {
    return { incarnation: this.incarnation, events, now: 9000 };
  }
}

/** A receipt of these serials from opening to saving. */
export function receipt(
  w: {
    readonly warehouse: Pick<TestWarehouse['warehouse'], 'warehouse_id'>;
    readonly product: Pick<TestWarehouse['product'], 'product_id'>;
    readonly po_line: Pick<TestWarehouse['po_line'], 'purchase_order_id' | 'po_line_id'>;
  },
  serials: readonly string[],
  session: string = uuidv7(),
): EventDraft[] {
  const { purchase_order_id, po_line_id } = w.po_line;
  const { product_id } = w.product;
  const line = { receiving_session_id: session, line_id: po_line_id, product_id };
  const document = { document_kind: 'purchase_order', document_id: purchase_order_id } as const;
  return [
    {
      type: 'receiving-session-opened',
      body: { receiving_session_id: session, ...document, warehouse_id: w.warehouse.warehouse_id },
    },
    {
      type: 'receipt-line-counted',
      body: {
        ...line,
        receipt_line_id: uuidv7(),
        bin_id: null,
        quantity: serials.length,
        units: serials.map((serial_raw) => ({ unit_id: uuidv7(), serial_raw, lot: null, expiry: null })),
        override: null,
        warnings: [],
      },
    },
    {
      type: 'receipt-saved',
      body: {
        receiving_session_id: session,
        ...document,
        totals: [{ line_id: po_line_id, product_id, quantity: serials.length, serials: serials.length }],
      },
    },
  ];
}

/** A box with one unit for an order. */
export function packing(
  { order, order_line }: TestOrder,
  unit: { readonly unit_id: string; readonly serial_raw: string },
  warehouse_id: string,
): EventDraft[] {
  const package_id = uuidv7();
  return [
    { type: 'package-opened', body: { package_id, order_id: order.order_id, warehouse_id, number: 1 } },
    {
      type: 'unit-packed',
      body: {
        package_unit_id: uuidv7(),
        package_id,
        order_id: order.order_id,
        order_line_id: order_line.order_line_id,
        product_id: order_line.product_id,
        quantity: 1,
        unit_id: unit.unit_id,
        serial_raw: unit.serial_raw,
        override: null,
        warnings: [],
      },
    },
  ];
}
