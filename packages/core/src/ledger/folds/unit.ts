import type { UNIT_EVENTS } from '../../events/unit.ts';
import type { UnitRow } from '../../model/unit-rows.ts';
import { scopeKey, serialNorm } from '../../serial/serial-key.ts';
import { nextState } from '../../units/life.ts';
import type { UnitTransition } from '../../units/transitions.ts';
import type { HeldReason } from '../view/applied.ts';
import { firstFact, unitFact } from '../cases/case-facts.ts';
import { caseRuleOf, contradict, noteOnCases, unitCase } from '../cases/open-case.ts';
import { type Fold, type Folds, isSettled } from '../view/fold.ts';

/** Takes a unit through its life; what its life does not allow opens a case. */
function step(fold: Fold, unit_id: string, transition: UnitTransition, fields: Partial<UnitRow>): HeldReason | null {
  const unit = fold.row('unit', unit_id);
  if (unit === undefined) return fold.waitFor('unit', unit_id);
  const next = nextState(unit.state, transition);
  const fact = unitFact(fold, unit);
  if ('refused' in next) {
    contradict(fold, unit, caseRuleOf(next), fact);
    return null;
  }
  fold.moveUnit({ ...unit, ...fields, state: next.state });
  noteOnCases(fold, unit_id, fact);
  return null;
}

/**
 * The unit under its new serial or product. Its former key stays findable as a former serial. If a settled unit has the new key already, this unit
 * becomes forked, with `case.serial-taken`.
 */
function rename(fold: Fold, unit: UnitRow, to: { product_id: string; serial_raw: string }): void {
  const transition = to.product_id === unit.product_id ? 'serial-corrected' : 'product-corrected';
  const next = nextState(unit.state, transition);
  if ('refused' in next) return contradict(fold, unit, caseRuleOf(next), unitFact(fold, unit));
  const product = fold.row('product', to.product_id);
  const serial_norm = serialNorm(product, to.serial_raw);
  const renamed = { ...unit, ...to, serial_norm, scope_key: scopeKey(to.product_id, product), state: next.state };
  const holder = fold
    .unitsInScope(to.product_id, serial_norm)
    .find((other) => other.unit_id !== unit.unit_id && isSettled(other));
  const row = fold.moveUnit(holder === undefined ? renamed : { ...renamed, forked: true });
  if (serial_norm !== unit.serial_norm && unit.serial_norm !== '') {
    fold.put('unit_identifier', {
      unit_identifier_id: fold.nextId(),
      unit_id: unit.unit_id,
      kind: 'former-serial',
      value_raw: unit.serial_raw,
      value_norm: unit.serial_norm,
      held_from: unit.received_at,
      held_until: fold.event.captured_at,
    });
  }
  const fact = unitFact(fold, row);
  if (holder === undefined) return noteOnCases(fold, unit.unit_id, fact);
  const first = firstFact(fold, holder);
  unitCase(fold, 'case.serial-taken', [holder.unit_id, unit.unit_id], first === undefined ? [fact] : [first, fact]);
}

const INSPECTED = {
  in_stock: 'inspected-in-stock',
  repair: 'inspected-repair',
  scrapped: 'inspected-scrapped',
  sent_to_vendor: 'inspected-sent-to-vendor',
} as const;

/** What else happens to one unit. */
export const UNIT_FOLDS: Folds<keyof typeof UNIT_EVENTS> = {
  'unit-moved': (fold, body) => {
    // A bin is in one warehouse, so a move to the bin moves the unit to that warehouse.
    const bin = body.bin_id === null ? undefined : fold.row('bin', body.bin_id);
    return step(fold, body.unit_id, 'moved', {
      bin_id: body.bin_id,
      ...(bin === undefined ? {} : { warehouse_id: bin.warehouse_id }),
    });
  },
  'unit-serial-corrected': (fold, body) => {
    const unit = fold.row('unit', body.unit_id);
    if (unit === undefined) return fold.waitFor('unit', body.unit_id);
    rename(fold, unit, { product_id: unit.product_id, serial_raw: body.serial_raw });
    return null;
  },
  'unit-product-corrected': (fold, body) => {
    const unit = fold.row('unit', body.unit_id);
    if (unit === undefined) return fold.waitFor('unit', body.unit_id);
    if (fold.row('product', body.product_id) === undefined) return fold.waitFor('product', body.product_id);
    rename(fold, unit, { product_id: body.product_id, serial_raw: unit.serial_raw });
    return null;
  },
  'unit-inspected': (fold, body) => {
    const gone = body.to === 'sent_to_vendor' || body.to === 'scrapped';
    const fields = { condition: body.condition, rma_id: null };
    return step(fold, body.unit_id, INSPECTED[body.to], gone ? { ...fields, bin_id: null } : fields);
  },
  'unit-scrapped': (fold, body) => step(fold, body.unit_id, 'scrapped', { bin_id: null, order_id: null }),
  'unit-missing': (fold, body) => step(fold, body.unit_id, 'lost', { bin_id: null, order_id: null }),
  'unit-found': (fold, body) =>
    step(fold, body.unit_id, 'found', { warehouse_id: body.warehouse_id, bin_id: body.bin_id }),
  'unit-allocated': (fold, body) => step(fold, body.unit_id, 'allocated', { order_id: body.order_id }),
  'unit-deallocated': (fold, body) => step(fold, body.unit_id, 'deallocated', { order_id: null }),
  /** On its way the unit has the warehouse that it goes to. It is on hand in neither. */
  'unit-transfer-sent': (fold, body) =>
    step(fold, body.unit_id, 'transfer-sent', { warehouse_id: body.to_warehouse_id, bin_id: null }),
  'unit-transfer-received': (fold, body) =>
    step(fold, body.unit_id, 'transfer-received', { warehouse_id: body.warehouse_id, bin_id: body.bin_id }),
  /** The kit that a component is in stands in its history (the event); the component itself is no stock of its own. */
  'unit-kitted': (fold, body) => step(fold, body.unit_id, 'kitted', { bin_id: null }),
  'unit-unkitted': (fold, body) => step(fold, body.unit_id, 'unkitted', {}),
};
