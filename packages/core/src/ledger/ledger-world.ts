import { EVENTS, type EventBody, type EventType } from '../events/registry.ts';
import type { Entity, Row } from '../model/entities.ts';
import type { CaseRow, UnitRow } from '../model/unit-rows.ts';
import type { Applied, LedgerEvent } from './applied.ts';
import { applyEvent } from './apply-event.ts';
import { MemoryView } from './memory-view.ts';
import { parseEvent } from './parse-event.ts';

/** A small warehouse for tests of the fold: three packing stations, a dock, two products, a PO, a credit memo, two orders and an RMA. */

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** `kind` keeps ids of different things apart; n counts them. */
function id(kind: number, n: number): string {
  return `${hex(kind, 8)}-0000-7000-8000-${hex(n, 12)}`;
}

export const KIND = { event: 1, session: 2, unit: 3, pack: 4, entry: 5, shipment: 6, receipt: 7, other: 8 } as const;
export const DOCK: string = id(10, 0);
const STATIONS: readonly [string, string, string] = [id(10, 1), id(10, 2), id(10, 3)];
export const WAREHOUSE: string = id(11, 1);
export const PRODUCT: string = id(12, 1);
export const BARE: string = id(12, 2);
export const PO: string = id(13, 1);
export const PO_LINE: string = id(14, 1);
export const PO_BARE_LINE: string = id(14, 2);
const MEMO: string = id(13, 2);
const MEMO_LINE: string = id(14, 3);
export const ORDERS: readonly [string, string, string] = [id(15, 1), id(15, 2), id(15, 3)];
export const orderLine = (order_id: string): string => id(16, ORDERS.indexOf(order_id) + 1);
export const RMA: string = id(17, 1);
const RMA_LINE: string = id(18, 1);

function product(product_id: string, serial_policy: Row<'product'>['serial_policy']): Row<'product'> {
  return {
    product_id,
    sku: product_id,
    name: 'Thing',
    manufacturer: null,
    picture: null,
    weight_g: null,
    length_mm: null,
    width_mm: null,
    height_mm: null,
    serial_policy,
    serial_scope: 'product',
    serial_min: null,
    serial_max: null,
    serial_pattern: null,
    serial_check_digit: 'none',
    serial_case_fold: true,
    active: true,
  };
}

function purchase(purchase_order_id: string, po_type: 'purchase_order' | 'credit_memo'): Row<'purchase_order'> {
  return {
    purchase_order_id,
    number: purchase_order_id,
    po_type,
    vendor_id: id(19, 1),
    warehouse_id: WAREHOUSE,
    buyer: null,
    company: null,
    vendor_invoice_number: null,
    description: null,
    ordered_at: 0,
    created_at: 0,
    status: 'open',
    currency: 'USD',
  };
}

function poLine(po_line_id: string, purchase_order_id: string, product_id: string, quantity: number): Row<'po_line'> {
  return {
    po_line_id,
    purchase_order_id,
    line_number: 1,
    product_id,
    quantity_ordered: quantity,
    quantity_received: 0,
    unit_price_cents: 1234,
    vendor_sku: null,
  };
}

export function order(order_id: string): Row<'order'> {
  return {
    order_id,
    number: order_id,
    channel: null,
    status: 'open',
    confirmed: false,
    picked: true,
    paid: true,
    warehouse_id: WAREHOUSE,
    customer_id: null,
    customer_name: 'Customer',
    address_1: 'Street 1',
    address_2: null,
    city: 'Town',
    region: null,
    postal_code: null,
    country: 'US',
    requested_service: null,
    tote_code: null,
    ordered_at: 0,
    ship_by: null,
    total_cents: 100,
    currency: 'USD',
  };
}

function stationRow(station_id: string, kind: 'receiving' | 'packing'): Row<'station'> {
  return { station_id, name: station_id, kind, warehouse_id: WAREHOUSE, state: 'paired' };
}

export class World {
  readonly view: MemoryView = new MemoryView();
  readonly events: LedgerEvent[] = [];
  readonly applied: Applied[] = [];
  #n: number = 0;

  constructor() {
    this.#record('records-put', DOCK, {
      import_id: null,
      entity: 'product',
      rows: [product(PRODUCT, 'required'), product(BARE, 'none')],
    });
    this.put('station', [
      stationRow(DOCK, 'receiving'),
      ...STATIONS.map((station_id) => stationRow(station_id, 'packing')),
    ]);
    this.put('purchase_order', [purchase(PO, 'purchase_order'), purchase(MEMO, 'credit_memo')]);
    this.put('po_line', [
      poLine(PO_LINE, PO, PRODUCT, 3),
      poLine(PO_BARE_LINE, PO, BARE, 10),
      poLine(MEMO_LINE, MEMO, PRODUCT, 3),
    ]);
    this.put('order', ORDERS.map(order));
    this.put(
      'order_line',
      ORDERS.map((order_id) => ({
        order_line_id: orderLine(order_id),
        order_id,
        line_number: 1,
        product_id: PRODUCT,
        quantity: 1,
        quantity_packed: 0,
        quantity_shipped: 0,
        unit_price_cents: 5000,
      })),
    );
    this.put('rma', [{ rma_id: RMA, number: 'R1', order_id: ORDERS[0], status: 'open', reason: null, created_at: 0 }]);
    this.put('rma_line', [
      { rma_line_id: RMA_LINE, rma_id: RMA, line_number: 1, product_id: PRODUCT, quantity: 3, quantity_received: 0 },
    ]);
  }

  next(kind: number): string {
    this.#n += 1;
    return id(kind, this.#n);
  }

  #record(type: EventType, station_id: string, body: unknown): Applied {
    const parsed = parseEvent({
      event_id: this.next(KIND.event),
      type,
      v: EVENTS[type].v,
      body,
      station_id,
      operator_id: null,
      approved_by: null,
      captured_at: 1000 + this.#n,
    });
    if ('event' in parsed) return this.replay(parsed.event);
    return { outcome: 'held', changes: [], units: [], held_reason: parsed.held_reason };
  }

  replay(event: LedgerEvent): Applied {
    const applied = applyEvent(this.view, event);
    this.events.push(event);
    this.applied.push(applied);
    this.view.apply(applied.changes);
    this.view.note(event);
    return applied;
  }

  record<T extends EventType>(type: T, station_id: string, body: EventBody<T>): Applied {
    return this.#record(type, station_id, body);
  }

  put<E extends Entity>(entity: E, rows: readonly Row<E>[]): Applied {
    return this.#record('records-put', DOCK, { import_id: null, entity, rows });
  }

  unit(unit_id: string): UnitRow {
    const unit = this.view.row('unit', unit_id);
    if (unit === undefined) throw new Error(`no unit ${unit_id}`);
    return unit;
  }

  cases(): CaseRow[] {
    return this.view.all('case');
  }

  rules(): string[] {
    return this.cases()
      .map((row) => row.rule)
      .toSorted();
  }

  stock(product_id: string = PRODUCT): number {
    return this.view.row('stock', `${product_id}|${WAREHOUSE}`)?.on_hand ?? 0;
  }

  /** Counts serials in a session of their own and saves it; the ids of the counted units. */
  receive(
    serials: readonly string[],
    on: 'purchase_order' | 'credit_memo' | 'rma' = 'purchase_order',
    ids?: readonly string[],
  ) {
    const session = this.draft(serials, on, ids);
    return { ...session, applied: this.save(session.receiving_session_id, on) };
  }

  draft(
    serials: readonly string[],
    on: 'purchase_order' | 'credit_memo' | 'rma' = 'purchase_order',
    ids?: readonly string[],
  ) {
    const receiving_session_id = this.next(KIND.session);
    const document_id = { purchase_order: PO, credit_memo: MEMO, rma: RMA }[on];
    this.record('receiving-session-opened', DOCK, {
      receiving_session_id,
      document_kind: on,
      document_id,
      warehouse_id: WAREHOUSE,
    });
    const unit_ids = serials.map((_, n) => ids?.[n] ?? this.next(KIND.unit));
    this.record('receipt-line-counted', DOCK, {
      receiving_session_id,
      receipt_line_id: this.next(KIND.receipt),
      line_id: { purchase_order: PO_LINE, credit_memo: MEMO_LINE, rma: RMA_LINE }[on],
      product_id: PRODUCT,
      bin_id: null,
      quantity: serials.length,
      units: serials.map((serial_raw, n) => ({ unit_id: unit_ids[n] ?? '', serial_raw, lot: null, expiry: null })),
      override: null,
      warnings: [],
    });
    return { receiving_session_id, unit_ids, unit_id: unit_ids[0] ?? '' };
  }

  save(receiving_session_id: string, on: 'purchase_order' | 'credit_memo' | 'rma' = 'purchase_order'): Applied {
    const document_id = { purchase_order: PO, credit_memo: MEMO, rma: RMA }[on];
    return this.record('receipt-saved', DOCK, { receiving_session_id, document_kind: on, document_id, totals: [] });
  }

  /** A box of a station with one unit in it. */
  pack(station: number, order_id: string, unit_id: string | null, serial_raw: string | null) {
    const station_id = STATIONS[station] ?? DOCK;
    const package_id = this.next(KIND.pack);
    const package_unit_id = this.next(KIND.entry);
    this.record('package-opened', station_id, { package_id, order_id, warehouse_id: WAREHOUSE, number: 1 });
    const applied = this.record('unit-packed', station_id, {
      package_unit_id,
      package_id,
      order_id,
      order_line_id: orderLine(order_id),
      product_id: unit_id === null ? BARE : PRODUCT,
      quantity: 1,
      unit_id,
      serial_raw,
      override: null,
      warnings: [],
    });
    return { station, station_id, package_id, package_unit_id, order_id, unit_id, applied };
  }

  unpack(box: {
    station_id: string;
    package_id: string;
    package_unit_id: string;
    order_id: string;
    unit_id: string | null;
  }): Applied {
    const { package_unit_id, package_id, order_id, unit_id } = box;
    const body = { package_unit_id, package_id, order_id, order_line_id: orderLine(order_id), unit_id, quantity: 1 };
    return this.record('unit-unpacked', box.station_id, { ...body, reason: 'undo' });
  }

  ship(box: { station_id: string; package_id: string; order_id: string }): Applied {
    return this.record('order-shipped', box.station_id, {
      shipment_id: this.next(KIND.shipment),
      order_id: box.order_id,
      carrier: 'UPS',
      service: null,
      cost_cents: null,
      currency: null,
      packages: [{ package_id: box.package_id, tracking_number: '1Z' }],
      shipped_at: 5000,
    });
  }

  resolve(case_id: string, chosen_event_id: string | null): Applied {
    return this.record('case-resolved', DOCK, { case_id, chosen_event_id, note: 'looked' });
  }

  lastEventIdOf(type: EventType): string {
    return this.events.findLast((event) => event.type === type)?.event_id ?? '';
  }

  lastEventId(): string {
    return this.events.at(-1)?.event_id ?? '';
  }
}
