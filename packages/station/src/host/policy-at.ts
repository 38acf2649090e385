import type { ReadHandle } from '@serialbridge/cache';
import { effectivePolicy, type EffectivePolicy } from '@serialbridge/core/policy';
import type { PolicyValueRow } from '@serialbridge/core/model';
import type { StationIdentity } from '../contract/host-context.ts';

type Place = { readonly vendor_id?: string | null; readonly product_id?: string | null };

export interface PolicyAt {
  (at?: Place): EffectivePolicy;
  /** The rows changed. */
  forget(): void;
}

/** The policy in force at this station; made once for each place and kept until the rows change. */
export function policyAt(read: ReadHandle, identity: () => StationIdentity | null): PolicyAt {
  let rows: readonly PolicyValueRow[] | null = null;
  const kept = new Map<string, EffectivePolicy>();
  const at = (place: Place = {}): EffectivePolicy => {
    const { vendor_id = null, product_id = null } = place;
    const key = `${vendor_id ?? ''}|${product_id ?? ''}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    rows ??= read.all('SELECT * FROM live_policy_value').map((row) => read.decode('policy_value', row));
    const here = identity();
    const made = effectivePolicy(rows, {
      warehouse_id: here?.warehouse_id ?? null,
      station_id: here?.station_id ?? null,
      vendor_id,
      product_id,
    });
    // A bulk over many products must not keep a policy for each for ever.
    if (kept.size > 1_000) kept.clear();
    kept.set(key, made);
    return made;
  };
  return Object.assign(at, {
    forget: () => {
      rows = null;
      kept.clear();
    },
  });
}
