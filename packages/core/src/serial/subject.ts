import type { UnitRow } from '../model/unit-rows.ts';
import type { FoundCode } from '../other-codes/find-other-code.ts';
import { mayComeBack, mayLeave } from '../units/life.ts';
import type { CompiledPattern } from './compile-pattern.ts';
import { type SerialContext, type SerialUse, shown } from './verdict.ts';

/** What the rules look at: one candidate, prepared once. */
export interface SerialSubject {
  readonly raw: string;
  readonly norm: string;
  /** What was read, where the unit or the announced serial is known by another spelling; then `raw` and `norm` are that. */
  readonly read: string | null;
  /** Every unit of the tenant with this serial. */
  readonly known: readonly UnitRow[];
  /** The best of them that is of this product. */
  readonly own: UnitRow | null;
  /** The best of them that is of another product. */
  readonly foreign: UnitRow | null;
  /** Position of the same serial earlier in the same list, counted from 1. */
  readonly earlier: number | null;
  /** Serials of this list accepted before this one. */
  readonly accepted: number;
  /** The product's pattern; null: it has none. */
  readonly pattern: CompiledPattern | null;
  /** Lengths of the numbers in this list that no product's barcode can be: others as long are no barcodes either. */
  readonly plain_numbers: ReadonlySet<number>;
  /** What the text says that it is, other than a serial. */
  readonly other_code: FoundCode | null;
}

/** The unit that a use would take: one that may be used stands before one that may not, a plain one before provisional and forked. */
export function bestUnit(units: readonly UnitRow[], context: SerialContext): UnitRow | null {
  let best: UnitRow | null = null;
  for (const unit of units) if (best === null || compare(unit, best, context) > 0) best = unit;
  return best;
}

function compare(left: UnitRow, right: UnitRow, context: SerialContext): number {
  return (
    Number(mayBeUsed(left, context)) - Number(mayBeUsed(right, context)) ||
    Number(isPlain(left)) - Number(isPlain(right)) ||
    left.updated_at - right.updated_at ||
    (left.unit_id < right.unit_id ? 1 : -1)
  );
}

function isPlain(unit: UnitRow): boolean {
  return !unit.provisional && !unit.forked;
}

/** Is the unit in a state for this use; where it stands and whose it is are other rules' business. */
export function mayBeUsed(unit: UnitRow, context: SerialContext): boolean {
  return USABLE[context.use](unit, context);
}

const USABLE: Readonly<Record<SerialUse, (unit: UnitRow, context: SerialContext) => boolean>> = {
  receive: (unit) => mayComeBack(unit.state),
  return: (unit) => mayComeBack(unit.state, 'return'),
  'return-to-vendor': (unit) => mayLeave(unit, 'vendor'),
  pack: (unit, context) => mayLeave(unit) && !isAllocatedElsewhere(unit, context),
};

export function isAllocatedElsewhere(unit: UnitRow, context: SerialContext): boolean {
  return unit.state === 'allocated' && unit.order_id !== null && unit.order_id !== context.order_id;
}

export function isOutgoing(use: SerialUse): boolean {
  return use === 'pack' || use === 'return-to-vendor';
}

/** What a message may say of a unit: its state, since when, and by which names it is found. */
export function describeUnit(
  unit: UnitRow,
  subject: SerialSubject,
  context: SerialContext,
): Record<string, string | number | boolean | null> {
  return {
    serial: shown(subject.norm),
    unit_id: unit.unit_id,
    state: unit.state,
    /** Instant of the unit's last event, in ms; the screen formats it. */
    at: unit.updated_at,
    sku: context.skuOf(unit.product_id),
    order: unit.order_id === null ? null : context.orderNumberOf(unit.order_id),
    purchase_order: unit.purchase_order_id === null ? null : context.poNumberOf(unit.purchase_order_id),
    warehouse: unit.warehouse_id === null ? null : context.warehouseNameOf(unit.warehouse_id),
  };
}
