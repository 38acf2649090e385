import { v7 as uuidv7 } from 'uuid';
import { recordCentralEvents, type CentralDraft } from '@serialbridge/central/ledger';
import type { EventDraft } from '@serialbridge/core/events';
import { CaseRow, type Row } from '@serialbridge/core/model';
import { openHttpBench, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { packing, shipping } from '@serialbridge/testing/store/drafts';
import { TestStation } from '@serialbridge/testing/store/test-station';
import {
  put,
  testOrder,
  testWarehouse,
  type TestOrder,
  type TestWarehouse,
} from '@serialbridge/testing/store/test-warehouse';
import { ReplicaStation } from './replica-station.ts';
import { rowOf } from '@serialbridge/testing/rows';

/** Who states a fact: one of the two stations, central, or the third computer, which has no store of its own here. */
export type By = 'a' | 'b' | 'central' | 'c';

const NOW = 9000;

/** Central with its console, two stations with real stores in two warehouses, and documents made as they are needed. */
export class CaseWorld {
  readonly bench: HttpBench;
  readonly w: TestWarehouse;
  readonly a: ReplicaStation;
  readonly b: ReplicaStation;
  readonly c: TestStation;
  readonly bin_id: string;
  readonly #bins: readonly string[];
  #made = 0;

  private constructor(
    bench: HttpBench,
    w: TestWarehouse,
    stations: readonly Row<'station'>[],
    bins: readonly string[],
    people: readonly string[],
  ) {
    this.bench = bench;
    this.w = w;
    this.bin_id = bins[0] ?? '';
    this.#bins = bins;
    const { store } = bench.running.central;
    const station = (n: number): Row<'station'> => stations[n] ?? w.station;
    const replica = (n: number, clock: number): ReplicaStation =>
      new ReplicaStation(store, bench.tenant_id, { ...station(n), bin_id: bins[n] ?? '' }, people[n] ?? '', clock);
    this.a = replica(0, 100_000);
    this.b = replica(1, 50_000_000);
    this.c = new TestStation(station(2).station_id);
  }

  static async open(database_url?: string): Promise<CaseWorld> {
    const bench = await openHttpBench(database_url);
    const w = testWarehouse();
    const second = { warehouse_id: uuidv7(), code: 'W2', name: 'Annex' };
    const bins = [w.warehouse, second].map(({ warehouse_id }) => ({ bin_id: uuidv7(), warehouse_id, code: 'A-01' }));
    const stations = [
      { ...w.station, name: 'Bench A' },
      { ...w.second_station, name: 'Bench B', warehouse_id: second.warehouse_id },
      { ...w.second_station, station_id: uuidv7(), name: 'Bench C' },
    ];
    const people = ['ann', 'bob'].map((code) =>
      rowOf('operator', { operator_id: uuidv7(), code, name: code, role: 'supervisor' as const, active: true }),
    );
    const drafts = [
      ...w.drafts,
      put('warehouse', [second]),
      put('bin', bins),
      put('station', stations),
      put('operator', people),
    ];
    const { central } = bench.running;
    await recordCentralEvents(central.store, bench.tenant_id, drafts, { operator_id: null, now: NOW });
    return new CaseWorld(
      bench,
      w,
      stations,
      bins.map(({ bin_id }) => bin_id),
      people.map(({ operator_id }) => operator_id),
    );
  }

  #number(kind: string): string {
    this.#made += 1;
    return `${kind}-${this.#made}`;
  }

  serial(): string {
    return this.#number('SN');
  }

  /** Central's own facts; the ids of their events are in the ledger. */
  async central(...drafts: CentralDraft[]): Promise<void> {
    await recordCentralEvents(this.bench.running.central.store, this.bench.tenant_id, drafts, {
      operator_id: null,
      now: NOW,
    });
  }

  async order(): Promise<TestOrder> {
    const made = testOrder(this.w, this.#number('SO'));
    // Of no warehouse in particular: either station may pack it.
    const order = { ...made, order: { ...made.order, warehouse_id: null } };
    await this.central(put('order', [order.order]), put('order_line', [order.order_line]));
    return order;
  }
  cancel({ order }: TestOrder): Promise<void> {
    return this.central(put('order', [{ ...order, status: 'cancelled' }]));
  }

  async purchase(quantity_ordered: number): Promise<Row<'po_line'>> {
    const purchase_order_id = uuidv7();
    const line = { ...this.w.po_line, po_line_id: uuidv7(), purchase_order_id, quantity_ordered };
    await this.central(
      put('purchase_order', [{ ...this.w.purchase_order, purchase_order_id, number: this.#number('PO') }]),
      put('po_line', [line]),
    );
    return line;
  }

  async rma({ order }: TestOrder): Promise<Row<'rma_line'>> {
    const rma_id = uuidv7();
    const line = {
      rma_line_id: uuidv7(),
      rma_id,
      line_number: 1,
      product_id: this.w.product.product_id,
      quantity: 5,
      quantity_received: 0,
    };
    const rma = {
      rma_id,
      number: this.#number('RMA'),
      order_id: order.order_id,
      status: 'open' as const,
      reason: null,
      created_at: NOW,
    };
    await this.central(put('rma', [rma]), put('rma_line', [line]));
    return line;
  }

  /** A receipt from opening to saving, at bin A-01. */
  receipt(at: Row<'po_line'> | Row<'rma_line'>, serial_raw: string, unit_id: string = uuidv7()): EventDraft[] {
    const receiving_session_id = uuidv7();
    const document =
      'rma_id' in at
        ? ({ document_kind: 'rma', document_id: at.rma_id } as const)
        : ({ document_kind: 'purchase_order', document_id: at.purchase_order_id } as const);
    const line_id = 'rma_id' in at ? at.rma_line_id : at.po_line_id;
    const { product_id } = this.w.product;
    const { warehouse_id } = this.w.warehouse;
    return [
      { type: 'receiving-session-opened', body: { receiving_session_id, ...document, warehouse_id } },
      {
        type: 'receipt-line-counted',
        body: {
          receiving_session_id,
          receipt_line_id: uuidv7(),
          line_id,
          product_id,
          bin_id: this.bin_id,
          quantity: 1,
          units: [{ unit_id, serial_raw, lot: null, expiry: null }],
          override: null,
          warnings: [],
        },
      },
      {
        type: 'receipt-saved',
        body: { receiving_session_id, ...document, totals: [{ line_id, product_id, quantity: 1, serials: 1 }] },
      },
    ];
  }

  /** A unit that is in stock everywhere: received at station `by` before the contradiction. */
  async stocked(by: 'a' | 'b' = 'a'): Promise<{ unit_id: string; serial_raw: string }> {
    const serial_raw = this.serial();
    const unit_id = uuidv7();
    const line = await this.purchase(100);
    await this.syncAll();
    this[by].record(...this.receipt(line, serial_raw, unit_id));
    await this.syncAll();
    return { unit_id, serial_raw };
  }

  /** A box with the unit; with `ship` it leaves. */
  box(order: TestOrder, unit: { unit_id: string; serial_raw: string }, ship: boolean = false): EventDraft[] {
    const drafts = packing(order, unit, this.w.warehouse.warehouse_id);
    const packed = drafts.find((draft) => draft.type === 'unit-packed');
    if (!ship || packed === undefined) return drafts;
    const { order_id, package_id } = packed.body;
    return [...drafts, shipping(order_id, package_id, NOW)];
  }

  /** Both stations send and fetch, `first` first. */
  async syncAll(first: 'a' | 'b' = 'a'): Promise<void> {
    for (const one of first === 'a' ? [this.a, this.b] : [this.b, this.a]) await one.push();
    for (const one of [this.a, this.b]) await one.pull();
  }

  cases(): Promise<CaseRow[]> {
    return this.bench.running.central.store.db
      .selectFrom('case')
      .selectAll()
      .where('tenant_id', '=', this.bench.tenant_id)
      .execute()
      .then((rows) => rows.map((row) => CaseRow.parse(row)));
  }

  /** A-01 of the station's own warehouse. */
  binOf(station_id: string): string | undefined {
    return this.#bins[[this.a, this.b].findIndex(({ who }) => who.station_id === station_id)];
  }

  stationOf(by: By): string | undefined {
    return { a: this.a.who.station_id, b: this.b.who.station_id, c: this.c.station_id, central: undefined }[by];
  }

  async close(): Promise<void> {
    this.a.close();
    this.b.close();
    await this.bench.close();
  }
}
