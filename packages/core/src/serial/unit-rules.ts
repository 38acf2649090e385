import type { UnitRow } from '../model/unit-rows.ts';
import { shown } from './format-rules.ts';
import { scopeKey } from './serial-key.ts';
import { isAllocatedElsewhere, isOutgoing, mayBeUsed, type SerialSubject } from './subject.ts';
import type { RuleParams, SerialContext } from './verdict.ts';

/** Rules about the units that already have the serial. */

/** On a packing station the option "Require serials to match PO" stands behind these; what goes back to a vendor must always match. */
function mustMatch({ use, policy }: SerialContext): boolean {
  if (use !== 'pack') return use === 'return-to-vendor';
  return policy.get('packing.require_serial_validation') && policy.get('packing.require_serial_match_po');
}

/** What a message may say of a unit: its state, since when, and by which names it is found. */
function describe(
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

/** A unit of this product that may not come in again; the same for refusal and warning. */
export function takenByUnit(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (isOutgoing(context.use) || subject.own === null || mayBeUsed(subject.own, context)) return null;
  // A return of a unit that never left is `serial.not-sold-on-order`, unless it came back before.
  if (context.use === 'return' && !(context.units_sold?.has(subject.own.unit_id) ?? false)) return null;
  return { context: subject.own.state, ...describe(subject.own, subject, context) };
}

export function duplicatesRefused({ use, policy }: SerialContext): boolean {
  return policy.get(use === 'return' ? 'returns.require_serial_validation' : 'receiving.validate_duplicates');
}

/**
 * A new unit may have the serial of another product's unit unless both share the scope in which serials are unique; any other use
 * is of a unit that exists, so a serial known only for another product is a wrong item.
 */
export function otherProduct(subject: SerialSubject, context: SerialContext): RuleParams | null {
  const { foreign, own } = subject;
  if (foreign === null || own !== null) return null;
  if (context.use === 'receive') {
    const scope = scopeKey(context.product.product_id, context.product);
    const taken = context.policy.get('receiving.validate_duplicates')
      ? subject.known.find((unit) => unit.scope_key === scope)
      : undefined;
    return taken === undefined ? null : { ...describe(taken, subject, context), wanted: context.product.sku };
  }
  const applies =
    context.use === 'return' ? context.policy.get('returns.require_serial_validation') : mustMatch(context);
  return applies ? { ...describe(foreign, subject, context), wanted: context.product.sku } : null;
}

/** A station that keeps one warehouse's units must not say more of a serial it does not know than that. */
function unknown({ own_warehouse_only }: SerialContext): RuleParams {
  return own_warehouse_only === true ? { context: 'unknown-here' } : {};
}

/** Products whose serials are first read when they ship were never received with one. */
export function notReceived(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (!mustMatch(context) || subject.norm === '' || context.product.serial_policy === 'ship-only') return null;
  if (subject.own === null)
    return subject.foreign === null
      ? { ...unknown(context), serial: shown(subject.norm), sku: context.product.sku }
      : null;
  if (subject.own.state !== 'expected') return null;
  return { context: 'expected', ...describe(subject.own, subject, context) };
}

export function notInStock(subject: SerialSubject, context: SerialContext): RuleParams | null {
  const unit = subject.own;
  if (!mustMatch(context) || unit === null || unit.state === 'expected') return null;
  // A dispute is its own rule; look at the state as if it were settled.
  if (mayBeUsed({ ...unit, disputed: false }, context)) return null;
  const damaged = unit.condition === 'damaged' && (unit.state === 'in_stock' || unit.state === 'allocated');
  const why = damaged ? 'damaged' : isAllocatedElsewhere(unit, context) ? 'allocated' : unit.state;
  return { context: why, ...describe(unit, subject, context), condition: unit.condition };
}

export function otherWarehouse(subject: SerialSubject, context: SerialContext): RuleParams | null {
  const unit = subject.own;
  if (!mustMatch(context) || unit === null || unit.warehouse_id === null || unit.warehouse_id === context.warehouse_id)
    return null;
  if (!mayBeUsed({ ...unit, disputed: false }, context)) return null;
  return { ...describe(unit, subject, context), here: context.warehouseNameOf(context.warehouse_id) };
}

/** No option switches this off: an open case blocks outgoing use (DOMAIN.md, "Life of a unit"). */
export function disputed(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (!isOutgoing(context.use) || subject.own?.disputed !== true) return null;
  return describe(subject.own, subject, context);
}

export function notSoldOnOrder(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (context.use !== 'return' || context.units_sold === null || subject.norm === '') return null;
  if (!context.policy.get('returns.require_serial_validation')) return null;
  if (subject.own !== null && context.units_sold.has(subject.own.unit_id)) return null;
  const wanted = context.order_id === null ? null : context.orderNumberOf(context.order_id);
  if (subject.own === null) return { context: 'unknown', ...unknown(context), serial: shown(subject.norm), wanted };
  const facts = describe(subject.own, subject, context);
  return facts['order'] === null ? { ...facts, context: 'never-shipped', wanted } : { ...facts, wanted };
}
