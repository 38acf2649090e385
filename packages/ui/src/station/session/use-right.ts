import type { Right } from '@serialbridge/core/rights';
import { useStation } from './station-provider.tsx';

/** Whether whoever is signed in has a right. At a station that is not paired anybody may do what is done there. */
export function useRight(right: Right): boolean {
  const state = useStation();
  if (state === null) return false;
  return state.station === null || (state.operator?.rights.includes(right) ?? false);
}
