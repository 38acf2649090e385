import type { z } from 'zod';
import type { PolicyDeclaration } from './declare-key.ts';
import { PACKING_KEYS } from './packing-keys.ts';
import { RECEIVING_KEYS } from './receiving-keys.ts';
import { SERIAL_KEYS } from './serial-keys.ts';
import { SHIPPING_KEYS } from './shipping-keys.ts';
import { STATION_KEYS } from './station-keys.ts';

/** Every option there is. Nobody lists the options twice. */
export const POLICY_KEYS = {
  ...RECEIVING_KEYS,
  ...PACKING_KEYS,
  ...SHIPPING_KEYS,
  ...SERIAL_KEYS,
  ...STATION_KEYS,
} as const satisfies Record<string, PolicyDeclaration>;

export type PolicyKey = keyof typeof POLICY_KEYS;
export type PolicyValue<K extends PolicyKey> = z.output<(typeof POLICY_KEYS)[K]['schema']>;

export const POLICY_KEY_NAMES = Object.keys(POLICY_KEYS) as [PolicyKey, ...PolicyKey[]];

export function isPolicyKey(key: string): key is PolicyKey {
  return Object.hasOwn(POLICY_KEYS, key);
}
