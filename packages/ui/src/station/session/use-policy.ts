import { POLICY_KEYS, type PolicyKey, type PolicyValue } from '@serialbridge/core/policy';
import { useStation } from './station-provider.tsx';

/** An option in force at this station; its declared default as long as the host has not sent it. */
export function usePolicy<K extends PolicyKey>(key: K): PolicyValue<K> {
  const given = useStation()?.policy[key];
  const parsed = POLICY_KEYS[key].schema.safeParse(given);
  // The value was parsed with its own key's schema, which the compiler cannot follow through the map.
  return (parsed.success ? parsed.data : POLICY_KEYS[key].default) as PolicyValue<K>;
}
