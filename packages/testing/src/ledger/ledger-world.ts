import { EVENTS, type EventBody, type EventType } from '@serialbridge/core/events';
import { applyEvent, MemoryView, parseEvent, type Applied, type LedgerEvent } from '@serialbridge/core/ledger';
import type { CaseRow, Entity, Row, UnitRow } from '@serialbridge/core/model';
import { rowOf } from '../rows.ts';

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

const product = (product_id: string, serial_policy: Row<'product'>['serial_policy']): Row<'product'> =>
  rowOf('product', { product_id, sku: product_id, serial_policy, serial_case_fold: true, active: true });

const purchase = (purchase_order_id: string, po_type: Row<'purchase_order'>['po_type']): Row<'purchase_order'> =>
  rowOf('purchase_order', { purchase_order_id, number: purchase_order_id, po_type, warehouse_id: WAREHOUSE });

const poLine = (
  po_line_id: string,
  purchase_order_id: string,
  product_id: string,
  quantity_ordered: number,
): Row<'po_line'> =>
  rowOf('po_line', { po_line_id, purchase_order_id, product_id, quantity_ordered, unit_price_cents: 1234 });

export const order = (order_id: string): Row<'order'> =>
  rowOf('order', { order_id, number: order_id, picked: true, paid: true, warehouse_id: WAREHOUSE });

const stationRow = (station_id: string, kind: Row<'station'>['kind']): Row<'station'> =>
  rowOf('station', { station_id, name: station_id, kind, warehouse_id: WAREHOUSE, state: 'paired' });

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
      ORDERS.map((order_id) =>
        rowOf('order_line', { order_line_id: orderLine(order_id), order_id, product_id: PRODUCT, quantity: 1 }),
      ),
    );
    this.put('rma', [rowOf('rma', { rma_id: RMA, order_id: ORDERS[0] })]);
    this.put('rma_line', [rowOf('rma_line', { rma_line_id: RMA_LINE, rma_id: RMA, product_id: PRODUCT, quantity: 3 })]);
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
    return { outcome: 'held', changes: [], units: [], held_reason: parsed.held_reason, waits_for: [] };
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
