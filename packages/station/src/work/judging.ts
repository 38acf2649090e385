import type { SerialContext } from '@serialbridge/core/serial';
import type { HostContext } from '../contract/host-context.ts';

/** The newest serials that a new one is compared with. */
const RECENT = 50;

/** The serials of what is open, as the rules ask for them. */
export class SerialBook {
  readonly #where = new Map<string, string>();
  #recent: string[] = [];

  /** Normalised serial → where it stands on this document. */
  get where(): ReadonlyMap<string, string> {
    return this.#where;
  }
  /** The last ones scanned here, newest last. */
  get recent(): readonly string[] {
    return this.#recent;
  }

  /** A serial that another session has on this document already, and that was not scanned here. */
  know(serial_norm: string, where: string): void {
    this.#where.set(serial_norm, where);
  }
  add(serial_norm: string, where: string): void {
    this.know(serial_norm, where);
    this.#recent = [...this.#recent, serial_norm].slice(-RECENT);
  }
  drop(serial_norm: string): void {
    this.#where.delete(serial_norm);
    this.#recent = this.#recent.filter((serial) => serial !== serial_norm);
  }
}

/** What this station knows, the same for every kind of work. */
type OfStation =
  | 'unitsBySerial'
  | 'skuOf'
  | 'orderNumberOf'
  | 'warehouseNameOf'
  | 'poNumberOf'
  | 'warehouse_id'
  | 'own_warehouse_only'
  | 'cache_age_ms'
  | 'expired_product_code'
  | 'document_serials'
  | 'recent_serials';

/** Puts together what the serial rules need: what the work knows of its line and document, and what this station knows. */
export function judgingContext(
  { ledger: { view }, pairing, cache }: Pick<HostContext, 'ledger' | 'pairing' | 'cache'>,
  serials: SerialBook,
  work: Omit<SerialContext, OfStation>,
): SerialContext {
  return {
    ...work,
    document_serials: serials.where,
    recent_serials: serials.recent,
    unitsBySerial: (norm) => view.unitsBySerial(norm),
    skuOf: (id) => view.row('product', id)?.sku ?? null,
    orderNumberOf: (id) => view.row('order', id)?.number ?? null,
    warehouseNameOf: (id) => view.row('warehouse', id)?.name ?? null,
    poNumberOf: (id) => view.row('purchase_order', id)?.number ?? null,
    warehouse_id: pairing.station().warehouse_id,
    own_warehouse_only: cache.ownWarehouseOnly(),
    cache_age_ms: cache.ageMs(),
    expired_product_code: null,
  };
}
