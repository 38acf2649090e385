import type { SerialRule } from './rule.ts';
import { scopeKey } from './serial-key.ts';
import { describeUnit, isAllocatedElsewhere, isOutgoing, mayBeUsed } from './subject.ts';
import { shown, type RuleParams, type SerialContext } from './verdict.ts';

/** On a packing station the option "Require serials to match PO" stands behind these; what goes back to a vendor must always match. */
function mustMatch({ use, policy }: SerialContext): boolean {
  if (use !== 'pack') return use === 'return-to-vendor';
  return policy.get('packing.require_serial_validation') && policy.get('packing.require_serial_match_po');
}

/** A station that keeps one warehouse's units must not say more of a serial it does not know than that. */
function unknown({ own_warehouse_only }: SerialContext): RuleParams {
  return own_warehouse_only === true ? { context: 'unknown-here' } : {};
}

const OUTGOING = 'pack, return-to-vendor';
const MATCH_PO = '`packing.require_serial_match_po`; always for return-to-vendor';

/** About the units that already have the serial. */
export const UNIT_RULES: readonly SerialRule[] = [
  {
    /**
     * A new unit may have the serial of another product's unit unless both share the scope in which serials are unique; any other use
     * is of a unit that exists, so a serial known only for another product is a wrong item.
     */
    id: 'serial.other-product',
    refuses: (subject, context) => {
      const { foreign, own, known } = subject;
      const { use, policy, product } = context;
      if (foreign === null || own !== null) return null;
      if (use === 'receive') {
        const scope = scopeKey(product.product_id, product);
        const taken = policy.get('receiving.validate_duplicates')
          ? known.find((unit) => unit.scope_key === scope)
          : undefined;
        return taken === undefined ? null : { ...describeUnit(taken, subject, context), wanted: product.sku };
      }
      const applies = use === 'return' ? policy.get('returns.require_serial_validation') : mustMatch(context);
      return applies ? { ...describeUnit(foreign, subject, context), wanted: product.sku } : null;
    },
    when: 'known, but only for another product; when receiving only if both share the scope in which serials are unique',
    switched:
      '`receiving.validate_duplicates`, `returns.require_serial_validation`, `packing.require_serial_match_po`; always for return-to-vendor',
  },
  {
    /** Products whose serials are first read when they ship were never received with one. */
    id: 'serial.not-received',
    refuses: (subject, context) => {
      const { norm, own, foreign } = subject;
      const { serial_policy, sku } = context.product;
      if (!mustMatch(context) || norm === '' || serial_policy === 'ship-only') return null;
      if (own === null) return foreign === null ? { ...unknown(context), serial: shown(norm), sku } : null;
      return own.state === 'expected' ? { context: 'expected', ...describeUnit(own, subject, context) } : null;
    },
    when: 'no unit with it was ever received',
    applies: 'pack (not `ship-only` products), return-to-vendor',
    switched: MATCH_PO,
  },
  {
    id: 'serial.not-in-stock',
    refuses: (subject, context) => {
      const unit = subject.own;
      if (!mustMatch(context) || unit === null || unit.state === 'expected') return null;
      // A dispute is its own rule; look at the state as if it were settled.
      if (mayBeUsed({ ...unit, disputed: false }, context)) return null;
      const damaged = unit.condition === 'damaged' && (unit.state === 'in_stock' || unit.state === 'allocated');
      const why = damaged ? 'damaged' : isAllocatedElsewhere(unit, context) ? 'allocated' : unit.state;
      return { context: why, ...describeUnit(unit, subject, context), condition: unit.condition };
    },
    when: "the unit's state, condition or allocation does not let it leave",
    applies: OUTGOING,
    switched: MATCH_PO,
  },
  {
    id: 'serial.other-warehouse',
    refuses: (subject, context) => {
      const unit = subject.own;
      if (!mustMatch(context) || unit === null || unit.warehouse_id === null) return null;
      if (unit.warehouse_id === context.warehouse_id) return null;
      if (!mayBeUsed({ ...unit, disputed: false }, context)) return null;
      return { ...describeUnit(unit, subject, context), here: context.warehouseNameOf(context.warehouse_id) };
    },
    when: 'the unit could leave, but is in another warehouse',
    applies: OUTGOING,
    switched: MATCH_PO,
  },
  {
    /** No option switches this off: until a person has decided, nobody knows what would leave. */
    id: 'serial.disputed',
    refuses: (subject, context) =>
      isOutgoing(context.use) && subject.own?.disputed === true ? describeUnit(subject.own, subject, context) : null,
    when: 'the unit has an open case',
    applies: OUTGOING,
  },
  {
    id: 'serial.not-sold-on-order',
    refuses: (subject, context) => {
      const { norm, own } = subject;
      const { use, units_sold, order_id, policy } = context;
      if (use !== 'return' || units_sold === null || norm === '') return null;
      if (!policy.get('returns.require_serial_validation')) return null;
      if (own !== null && units_sold.has(own.unit_id)) return null;
      const wanted = order_id === null ? null : context.orderNumberOf(order_id);
      if (own === null) return { context: 'unknown', ...unknown(context), serial: shown(norm), wanted };
      const facts = describeUnit(own, subject, context);
      return facts['order'] === null ? { ...facts, context: 'never-shipped', wanted } : { ...facts, wanted };
    },
    when: "not shipped on the RMA's order",
    applies: 'return',
    switched: '`returns.require_serial_validation`',
  },
];
