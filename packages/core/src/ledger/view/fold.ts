import type { EventBody, EventType } from '../../events/registry.ts';
import type { Row } from '../../model/entities.ts';
import { boundedCount, boundedWhole } from '../../model/bounds.ts';
import type { CaseFact, CaseRow, UnitRow } from '../../model/unit-rows.ts';
import type { UnitState } from '../../model/unit-state.ts';
import { scopeKey, serialNorm } from '../../serial/serial-key.ts';
import {
  type AwaitedEntity,
  type AwaitedRow,
  type EventUnit,
  type HeldReason,
  type LedgerEvent,
  WAIT_REASONS,
} from './applied.ts';
import { derivedId } from './derived-id.ts';
import type { LedgerView } from './ledger-view.ts';
import { WorkingView } from './working-view.ts';

/** States in which a unit is counted as on hand in its warehouse (stock.on_hand). */
const ON_HAND: ReadonlySet<UnitState> = new Set<UnitState>(['in_stock', 'allocated', 'packed']);

/** True for a row inside the unique index on (scope_key, serial_norm). */
export function isSettled(unit: Pick<UnitRow, 'provisional' | 'forked'>): boolean {
  return !unit.provisional && !unit.forked;
}

/** Settled, provisional, forked: the order in which bearers of a serial are asked. */
function rank(unit: UnitRow): number {
  return isSettled(unit) ? 0 : unit.forked ? 2 : 1;
}

/** What left its range, and the row that says so: the id that its case is found by. */
type Beyond = { readonly of: string } & Pick<CaseFact, 'product_id' | 'document_kind' | 'document_id'>;

/** A WorkingView for one event: knows the event, makes derived ids, writes units with their version and history. */
export class Fold extends WorkingView {
  readonly event: LedgerEvent;
  /** True once a case was opened or took a fact. */
  hasCase: boolean = false;
  /** The first sum of this event that left its range; null: none did. */
  beyond: Beyond | null = null;
  readonly #waits: AwaitedRow[] = [];
  #ids: number = 0;
  readonly #before: Map<string, UnitRow | undefined> = new Map();

  constructor(base: LedgerView, event: LedgerEvent) {
    super(base);
    this.event = event;
  }

  /** The event can't be applied before this row is there. Return what this answers. */
  waitFor(entity: AwaitedEntity, key: string): HeldReason {
    this.#waits.push({ entity, key });
    return WAIT_REASONS[entity];
  }

  waits(): readonly AwaitedRow[] {
    return this.#waits;
  }

  nextId(): string {
    return derivedId(this.event.event_id, this.#ids++);
  }

  /** A sum as far as its row can hold it: never below nothing, and what goes beyond is told by a case. */
  sum(value: number, about: Beyond): number {
    const kept = boundedCount(value);
    if (kept < value) this.beyond ??= about;
    return kept;
  }

  /** Writes a unit. Its version rises by one for each event, however often the event changes it. */
  putUnit(unit: UnitRow): UnitRow {
    if (!this.#before.has(unit.unit_id)) this.#before.set(unit.unit_id, this.row('unit', unit.unit_id));
    const before = this.#before.get(unit.unit_id);
    const { event_id, captured_at } = this.event;
    const row: UnitRow = {
      ...unit,
      version: boundedCount((before?.version ?? 0) + 1),
      updated_at: captured_at,
      state_event_id: before?.state === unit.state ? (unit.state_event_id ?? null) : event_id,
    };
    this.put('unit', row);
    return row;
  }

  /** Writes a unit, and moves on-hand stock if the unit came into stock or left it, or changed its warehouse or product. */
  moveUnit(unit: UnitRow): UnitRow {
    const before = this.row('unit', unit.unit_id);
    if (before !== undefined && ON_HAND.has(before.state)) this.addStock(before.product_id, before.warehouse_id, -1);
    const after = this.putUnit(unit);
    if (ON_HAND.has(after.state)) this.addStock(after.product_id, after.warehouse_id, 1);
    return after;
  }

  addStock(product_id: string, warehouse_id: string | null, quantity: number): void {
    if (warehouse_id === null || quantity === 0) return;
    const present = this.row('stock', `${product_id}|${warehouse_id}`);
    const sum = (present?.on_hand ?? 0) + quantity;
    const on_hand = boundedWhole(sum);
    if (on_hand !== sum) this.beyond ??= { of: product_id, product_id, document_kind: null, document_id: null };
    this.put('stock', { product_id, warehouse_id, on_hand });
  }

  units(): EventUnit[] {
    const out: EventUnit[] = [];
    for (const [unit_id, before] of this.#before) {
      const after = this.row('unit', unit_id);
      if (after === undefined) continue;
      out.push({
        unit_id,
        state_before: before?.state ?? null,
        state_after: after.state,
        warehouse_before: before?.warehouse_id ?? null,
        warehouse_after: after.warehouse_id,
        version_before: before?.version ?? 0,
      });
    }
    return out;
  }

  station(): Row<'station'> | undefined {
    return this.row('station', this.event.station_id);
  }

  /** Sorted, so that nothing depends on the order in which a view keeps its rows. */
  override openCasesOfUnit(unit_id: string): readonly CaseRow[] {
    const rows = super.openCasesOfUnit(unit_id);
    return rows.length < 2 ? rows : rows.toSorted((a, b) => (a.case_id < b.case_id ? -1 : 1));
  }

  /** Units that bear the serial now, in the product's scope: settled first, then provisional, then forked. */
  unitsInScope(product_id: string, serial_norm: string): UnitRow[] {
    const scope = scopeKey(product_id, this.row('product', product_id));
    return this.unitsBySerial(serial_norm)
      .filter((unit) => unit.serial_norm === serial_norm && unit.scope_key === scope)
      .toSorted((a, b) => rank(a) - rank(b) || (a.unit_id < b.unit_id ? -1 : 1));
  }

  /** The other unit that has this unit's key in the unique index. */
  holderOf({ unit_id, serial_norm, scope_key }: UnitRow): UnitRow | undefined {
    return this.unitsBySerial(serial_norm).find(
      (other) =>
        other.unit_id !== unit_id &&
        other.serial_norm === serial_norm &&
        other.scope_key === scope_key &&
        isSettled(other),
    );
  }
}

/** What events of some types do to the present. Returns a reason when an event must be held, and then nothing of it counts. */
export type Folds<T extends EventType> = {
  readonly [K in T]: (fold: Fold, body: EventBody<K>) => HeldReason | null;
};

/** A unit that nothing is known of but what `fields` says. */
export function newUnit(
  fold: Fold,
  fields: Pick<UnitRow, 'unit_id' | 'product_id' | 'serial_raw' | 'state'> & Partial<UnitRow>,
): UnitRow {
  const product = fold.row('product', fields.product_id);
  return {
    serial_norm: serialNorm(product, fields.serial_raw),
    scope_key: scopeKey(fields.product_id, product),
    condition: 'new',
    disputed: false,
    provisional: false,
    forked: false,
    warehouse_id: null,
    bin_id: null,
    purchase_order_id: null,
    po_line_id: null,
    receiving_session_id: null,
    order_id: null,
    package_id: null,
    rma_id: null,
    cost_cents: null,
    lot: null,
    expiry: null,
    received_at: null,
    updated_at: fold.event.captured_at,
    state_event_id: fold.event.event_id,
    version: 0,
    ...fields,
  };
}
