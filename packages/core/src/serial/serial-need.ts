import type { ProductRow } from '../model/catalog-rows.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { SerialUse } from './verdict.ts';

/** `none`: no serial is asked; `optional`: it may be given; `required`: no unit without one. */
export type SerialNeed = 'none' | 'optional' | 'required';

const SWITCH = {
  receive: 'receiving.require_serial_input',
  'return-to-vendor': 'receiving.require_serial_input',
  return: 'returns.require_serial_validation',
  pack: 'packing.require_serial_validation',
} as const satisfies Record<SerialUse, string>;

/** Whether a unit of this product needs a serial for this use: the product's own flag first, then the policy in force. */
export function serialNeed(
  product: Pick<ProductRow, 'serial_policy'>,
  use: SerialUse,
  policy: EffectivePolicy,
): SerialNeed {
  if (product.serial_policy === 'none') return 'none';
  // Its serial is first read when it is shipped, so there is none to ask for when it comes in or goes back to the vendor.
  if (product.serial_policy === 'ship-only' && use === 'receive') return 'none';
  if (use === 'receive' && policy.get('receiving.skip_serial_prompt')) return 'none';
  if (product.serial_policy === 'optional' || (product.serial_policy === 'ship-only' && use === 'return-to-vendor'))
    return 'optional';
  return policy.get(SWITCH[use]) ? 'required' : 'optional';
}

/** May serials outnumber the units of a line. In a box they never may: a serial in it is a unit in it. */
export function mayExceedUnits(use: SerialUse, policy: EffectivePolicy): boolean {
  return use === 'receive' && policy.get('receiving.allow_more_serials');
}
