import type { PolicyLevel, PolicyValueRow } from '../model/catalog-rows.ts';
import { isPolicyKey, POLICY_KEYS, type PolicyKey, type PolicyValue } from './policy-keys.ts';

/** Whose value is asked for: the row of each level that the question is about. A vendor or product counts only for keys that declare that level. */
export interface PolicyLevelIds {
  readonly warehouse_id: string | null;
  readonly station_id: string | null;
  readonly vendor_id?: string | null;
  readonly product_id?: string | null;
}

export type PolicySource = 'default' | PolicyLevel;

export interface EffectivePolicy {
  get<K extends PolicyKey>(key: K): PolicyValue<K>;
  /** Where the effective value comes from, for "from tenant", "set here". */
  source(key: PolicyKey): PolicySource;
}

/** Higher beats lower. */
const RANK: Readonly<Record<PolicySource, number>> = {
  default: 0,
  tenant: 1,
  warehouse: 2,
  station: 3,
  vendor: 4,
  product: 5,
};

function applies(row: PolicyValueRow, at: PolicyLevelIds): boolean {
  const here: Readonly<Record<PolicyLevel, string | null | undefined>> = {
    tenant: row.level_id,
    warehouse: at.warehouse_id,
    station: at.station_id,
    vendor: at.vendor_id,
    product: at.product_id,
  };
  return here[row.level] === row.level_id;
}

/**
 * The policy in force for a station's work. A row is passed over, so that the next level's value applies, when its key is unknown, its level is
 * not declared for the key, or its value does not fit: central may be newer or older than this software, and a station must go on.
 */
export function effectivePolicy(values: readonly PolicyValueRow[], at: PolicyLevelIds): EffectivePolicy {
  const chosen = new Map<PolicyKey, { readonly value: unknown; readonly source: PolicySource }>();
  for (const row of values) {
    if (!isPolicyKey(row.key) || !applies(row, at)) continue;
    const { levels, schema } = POLICY_KEYS[row.key];
    if (!levels.includes(row.level) || RANK[row.level] <= RANK[chosen.get(row.key)?.source ?? 'default']) continue;
    const parsed = schema.safeParse(row.value);
    if (parsed.success) chosen.set(row.key, { value: parsed.data, source: row.level });
  }
  return {
    get<K extends PolicyKey>(key: K): PolicyValue<K> {
      // The map's values were parsed with their own key's schema, which the compiler can't follow through the map.
      return (chosen.has(key) ? chosen.get(key)?.value : POLICY_KEYS[key].default) as PolicyValue<K>;
    },
    source: (key) => chosen.get(key)?.source ?? 'default',
  };
}
