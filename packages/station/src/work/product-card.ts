import type { ProductRow } from '@serialbridge/core/model';
import type { EffectivePolicy } from '@serialbridge/core/policy';
import type { Finding, ProductCard } from '@serialbridge/protocol/station';

/** Says what a serial of this product looks like, for the person who searches the box for it. */
function serialHint(product: ProductRow, policy: EffectivePolicy): Finding | null {
  if (product.serial_policy === 'none') return null;
  const min = product.serial_min ?? policy.get('serial.length_min');
  const max = product.serial_max ?? policy.get('serial.length_max');
  return { code: min === max ? 'scan.serial-hint-exact' : 'scan.serial-hint', params: { min, max } };
}

export function productCard(product: ProductRow, policy: EffectivePolicy): ProductCard {
  const { product_id, sku, name, picture, serial_policy } = product;
  return { product_id, sku, name, picture, serial_policy, serial_hint: serialHint(product, policy) };
}
