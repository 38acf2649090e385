import type { ReadHandle } from '@serialbridge/cache';
import type { PolicyValueRow } from '@serialbridge/core/model';
import { effectivePolicy, type EffectivePolicy } from '@serialbridge/core/policy';
import type { Pairing, PolicyAbout, PolicyReader } from '../contract/host-context.ts';

/** How many policies are kept: a bulk entry over many products must not keep one for each for ever. */
const MOST_KEPT = 1_000;

export interface KeptPolicy extends PolicyReader {
  /** The rows of options changed, or this station's warehouse did. */
  forget(): void;
}

/** The options in force at this station. They are computed once for each vendor and product, and kept until the rows change. */
export function policyReader(read: ReadHandle, pairing: Pairing, version: () => number): KeptPolicy {
  let rows: readonly PolicyValueRow[] | null = null;
  const kept = new Map<string, EffectivePolicy>();
  const at = ({ vendor_id = null, product_id = null }: PolicyAbout = {}): EffectivePolicy => {
    const key = `${vendor_id ?? ''}|${product_id ?? ''}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    rows ??= read.all('SELECT * FROM live_policy_value').map((row) => read.decode('policy_value', row));
    const here = pairing.identity();
    const made = effectivePolicy(rows, {
      warehouse_id: here?.warehouse_id ?? null,
      station_id: here?.station_id ?? null,
      vendor_id,
      product_id,
    });
    if (kept.size > MOST_KEPT) kept.clear();
    kept.set(key, made);
    return made;
  };
  return {
    at,
    get: (key) => at().get(key),
    version,
    forget: () => {
      rows = null;
      kept.clear();
    },
  };
}
