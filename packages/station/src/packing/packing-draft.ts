import { codesOfProducts, disputedDocuments, quoteRates } from '@serialbridge/cache/queries';
import { touches, touchesRow, type ChangedKeys } from '@serialbridge/cache';
import { CallError } from '@serialbridge/client';
import type { EventDraft } from '@serialbridge/core/events';
import type { OrderRow, ProductRow } from '@serialbridge/core/model';
import type { BoxFacts, Packed, PackingFacts, PackingLineFacts } from '@serialbridge/core/packing';
import {
  fitsPattern,
  judgeSerial,
  normaliseCode,
  normaliseSerial,
  serialNeed,
  type SerialContext,
} from '@serialbridge/core/serial';
import type { RateQuote } from '@serialbridge/protocol/station';
import type { HostContext } from '../contract/host-context.ts';
import { judgingContext, SerialBook } from '../work/judging.ts';
import type { WorkDraft } from '../work/work.ts';
import { trackingLookups } from './tracking-lookups.ts';

/** One thing in a live box. */
export interface PackedItem extends Packed {
  readonly serial_raw: string | null;
  readonly serial_norm: string | null;
}

export interface Box extends Omit<BoxFacts, 'units' | 'expected_weight_g'> {
  readonly weight_source: 'scale' | 'typed' | 'summed' | null;
  readonly tracking_number: string | null;
}

interface Load {
  readonly units: number;
  readonly grams: number;
  /** Units whose product has no known weight. */
  readonly unweighed: number;
}

const EMPTY_LOAD: Load = { units: 0, grams: 0, unweighed: 0 };

/**
 * The open order with its boxes: a second projection of the events, beside the fold's rows (why there is one: `ReceivingDraft`). Read from the
 * ledger when the order is opened or the cache changed, then counted on with every event; an event that comes once an order and not once a scan
 * simply reads it anew. `draft-is-the-fold.sqlite.test.ts` holds it to the fold.
 */
export class PackingDraft implements WorkDraft {
  readonly #context: HostContext;
  readonly subject_id: string;
  #order: OrderRow;
  #disputed = false;
  #lines: Map<string, PackingLineFacts> = new Map();
  readonly #products: Map<string, ProductRow> = new Map();
  #codes: ReadonlyMap<string, string> = new Map();
  #boxes: Map<string, Box> = new Map();
  #loads: Map<string, Load> = new Map();
  #items: Map<string, PackedItem> = new Map();
  #byLine: Map<string, Map<string, PackedItem>> = new Map();
  #serials = new SerialBook();

  constructor(context: HostContext, order_id: string) {
    this.#context = context;
    this.subject_id = order_id;
    this.#order = this.#readOrder();
    this.refresh();
  }

  get order(): OrderRow {
    return this.#order;
  }
  get disputed(): boolean {
    return this.#disputed;
  }
  get lines(): ReadonlyMap<string, PackingLineFacts> {
    return this.#lines;
  }
  /** Live boxes by number. */
  get boxes(): readonly Box[] {
    return [...this.#boxes.values()].toSorted((one, other) => one.number - other.number);
  }
  product(product_id: string): ProductRow | undefined {
    return this.#products.get(product_id);
  }
  item(package_unit_id: string): PackedItem | undefined {
    return this.#items.get(package_unit_id);
  }
  itemsOfLine(order_line_id: string): readonly PackedItem[] {
    return [...(this.#byLine.get(order_line_id)?.values() ?? [])];
  }
  /** Of the pattern of a line's product, whatever else its shape says. */
  awaits(text: string): boolean {
    return [...this.#lines.values()].some((line) => {
      const product = this.#products.get(line.product_id);
      const norm = normaliseSerial(text, { case_fold: product?.serial_case_fold ?? false });
      return fitsPattern(product?.serial_pattern ?? null, norm);
    });
  }
  knowsSerial(serial_norm: string): boolean {
    return this.#serials.where.has(serial_norm);
  }
  holdsUnit(unit_id: string): boolean {
    return [...this.#items.values()].some((item) => item.unit_id === unit_id);
  }

  loadOf(package_id: string): { readonly units: number; readonly expected_weight_g: number | null } {
    const { units, grams, unweighed } = this.#loads.get(package_id) ?? EMPTY_LOAD;
    return { units, expected_weight_g: unweighed > 0 ? null : grams };
  }

  isTouchedBy(changed: ChangedKeys): boolean {
    const { view } = this.#context.ledger;
    const isMine = (row: { readonly order_id: string }): boolean => row.order_id === this.subject_id;
    return (
      // Whether a product needs its serial is an option; a case may dispute this order.
      touches(changed, 'product', 'product_code', 'policy_value', 'case') ||
      touchesRow(changed, view, 'order', isMine) ||
      touchesRow(changed, view, 'order_line', isMine) ||
      touchesRow(changed, view, 'package', isMine) ||
      touchesRow(changed, view, 'package_unit', isMine)
    );
  }

  /** After the cache changed: the whole order anew. Throws `packing.unknown-order`. */
  refresh(): void {
    const { view, read } = this.#context.ledger;
    this.#order = this.#readOrder();
    this.#disputed = disputedDocuments(read).has(this.subject_id);
    const rows = view.list('order_line', 'order_id', this.subject_id);
    for (const { product_id } of rows) {
      const product = view.row('product', product_id);
      if (product !== undefined) this.#products.set(product_id, product);
    }
    this.#lines = new Map(
      rows.map((row) => [
        row.order_line_id,
        {
          order_line_id: row.order_line_id,
          line_number: row.line_number,
          product_id: row.product_id,
          sku: this.#products.get(row.product_id)?.sku ?? '?',
          quantity: row.quantity,
          packed: row.quantity_packed,
          need: this.#needOf(row.product_id),
        },
      ]),
    );
    const products = [...new Set(rows.map((row) => row.product_id))];
    this.#codes = new Map(codesOfProducts(read, products).map(({ code, sku }) => [normaliseCode(code), sku]));
    this.#boxes = new Map();
    this.#loads = new Map();
    this.#items = new Map();
    this.#byLine = new Map();
    this.#serials = new SerialBook();
    for (const row of view.list('package', 'order_id', this.subject_id)) {
      const { package_id, number, state, weight_g, weight_source, tracking_number } = row;
      if (state === 'discarded') continue;
      this.#boxes.set(package_id, { package_id, number, state, weight_g, weight_source, tracking_number });
      for (const unit of view.list('package_unit', 'package_id', package_id)) this.#put(unit, unit.product_id);
    }
  }

  /** Counts what was just recorded. */
  apply(events: readonly EventDraft[]): void {
    for (const event of events) this.#applyOne(event);
    // With the last unit the fold closes the order, and opens it again when one is taken out.
    this.#order = this.#context.ledger.view.row('order', this.subject_id) ?? this.#order;
  }

  #applyOne(event: EventDraft): void {
    if (event.type === 'package-opened') {
      const { package_id, number } = event.body;
      const box: Box = {
        package_id,
        number,
        state: 'open',
        weight_g: null,
        weight_source: null,
        tracking_number: null,
      };
      this.#boxes.set(package_id, box);
    } else if (event.type === 'unit-packed') {
      const { product_id, serial_raw, order_line_id, quantity } = event.body;
      const case_fold = this.#products.get(product_id)?.serial_case_fold ?? false;
      const serial_norm = serial_raw === null ? null : normaliseSerial(serial_raw, { case_fold });
      this.#put({ ...event.body, serial_norm }, product_id);
      this.#countLine(order_line_id, quantity);
    } else if (event.type === 'unit-unpacked') {
      this.#take(event.body.package_unit_id);
      this.#countLine(event.body.order_line_id, -event.body.quantity);
    } else if (event.type === 'package-weighed') {
      const { package_id, weight_g, weight_source } = event.body;
      const box = this.#boxes.get(package_id);
      if (box !== undefined) this.#boxes.set(package_id, { ...box, weight_g, weight_source });
    } else this.refresh();
  }

  #put(item: PackedItem, product_id: string): void {
    const { package_unit_id, package_id, order_line_id, unit_id, quantity, serial_raw, serial_norm } = item;
    const kept = { package_unit_id, package_id, order_line_id, unit_id, quantity, serial_raw, serial_norm };
    this.#items.set(package_unit_id, kept);
    const line = this.#byLine.get(order_line_id) ?? new Map<string, PackedItem>();
    line.set(package_unit_id, kept);
    this.#byLine.set(order_line_id, line);
    this.#load(package_id, product_id, quantity);
    if (serial_norm === null) return;
    this.#serials.add(serial_norm, `#${this.#boxes.get(package_id)?.number ?? ''}`);
  }

  #take(package_unit_id: string): void {
    const item = this.#items.get(package_unit_id);
    if (item === undefined) return;
    this.#items.delete(package_unit_id);
    this.#byLine.get(item.order_line_id)?.delete(package_unit_id);
    const product_id = this.#lines.get(item.order_line_id)?.product_id;
    if (product_id !== undefined) this.#load(item.package_id, product_id, -item.quantity);
    if (item.serial_norm === null) return;
    this.#serials.drop(item.serial_norm);
  }

  #load(package_id: string, product_id: string, quantity: number): void {
    const load = this.#loads.get(package_id) ?? EMPTY_LOAD;
    const weight = this.#products.get(product_id)?.weight_g ?? null;
    this.#loads.set(package_id, {
      units: load.units + quantity,
      grams: load.grams + (weight ?? 0) * quantity,
      unweighed: load.unweighed + (weight === null ? quantity : 0),
    });
  }

  #countLine(order_line_id: string, quantity: number): void {
    const line = this.#lines.get(order_line_id);
    if (line !== undefined) this.#lines.set(order_line_id, { ...line, packed: Math.max(0, line.packed + quantity) });
  }

  facts(): PackingFacts {
    const { warehouse_id } = this.#context.pairing.station();
    const order = this.#order;
    return {
      order: {
        order_id: order.order_id,
        number: order.number,
        status: order.status,
        confirmed: order.confirmed,
        picked: order.picked,
        disputed: this.#disputed,
        here: order.warehouse_id === null || order.warehouse_id === warehouse_id,
        requested_service: order.requested_service,
      },
      lines: this.#lines,
      boxes: this.boxes.map((box) => ({ ...box, ...this.loadOf(box.package_id) })),
      warehouse_id,
      policy: this.#context.policy.at(),
      judge: (line, serial_raw) => {
        const product = this.#products.get(line.product_id);
        if (product === undefined) throw CallError.of('packing.unknown-product', 'This product is not here yet; sync.');
        return judgeSerial(serial_raw, this.#judging(product));
      },
      tracking: trackingLookups(this.#context, order.order_id),
      rates: () => this.rates(),
      now: this.#context.clock.now(),
      newId: () => this.#context.clock.newId(),
    };
  }

  /** For the boxes as weighed; where a weight is missing, as their products weigh. */
  rates(): RateQuote[] {
    const boxes = this.boxes.filter((box) => box.state !== 'shipped' && this.loadOf(box.package_id).units > 0);
    const weights = boxes.map((box) => box.weight_g ?? this.loadOf(box.package_id).expected_weight_g ?? 0);
    return quoteRates(this.#context.ledger.read, weights);
  }

  #readOrder(): OrderRow {
    const order = this.#context.ledger.view.row('order', this.subject_id);
    if (order === undefined)
      throw CallError.of('packing.unknown-order', 'This order is not known here; refresh the list.');
    return order;
  }

  #needOf(product_id: string): PackingLineFacts['need'] {
    const product = this.#products.get(product_id);
    return product === undefined ? 'none' : serialNeed(product, 'pack', this.#context.policy.at({ product_id }));
  }

  #judging(product: ProductRow): SerialContext {
    return judgingContext(this.#context, this.#serials, {
      use: 'pack',
      product,
      policy: this.#context.policy.at({ product_id: product.product_id }),
      document_codes: this.#codes,
      expected_serials: null,
      units_sold: null,
      order_id: this.subject_id,
      // The machine says `packing.line-full`; a serial is a unit in a box, so there is no other limit.
      quantities: null,
    });
  }
}
