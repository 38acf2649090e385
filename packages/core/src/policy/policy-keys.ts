import { z } from 'zod';
import { option, type PolicyDeclaration } from './declare-key.ts';
import { PACKING_KEYS } from './packing-keys.ts';
import { RECEIVING_KEYS } from './receiving-keys.ts';
import { SERIAL_KEYS } from './serial-keys.ts';
import { SHIPPING_KEYS } from './shipping-keys.ts';

const on = z.boolean();
const general = { group: 'station.general', source: 'ours', built: true, who: 'options.administer' } as const;

/** What holds for a station of either kind. */
const STATION_KEYS = {
  'station.recognize_scanner': option(on, true, null, {
    ...general,
    source: 'named',
    who: 'options.change',
    meaning:
      "Tells a scan from typing and adapts to each scanner's prefix, suffix and AIM id; off: keys go to the field in focus.",
  }),
  'station.scanner_prefix': option(z.string().max(16), '', null, {
    ...general,
    who: 'options.change',
    meaning: 'Characters that the keyboard scanners are set to send before every code; they are taken off.',
  }),
  'station.scanner_gs_key': option(
    z.enum(['none', 'F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12']),
    'none',
    null,
    {
      ...general,
      who: 'options.change',
      meaning:
        'The key that the keyboard scanners are set to send for the separator GS within a code; Ctrl+] and Alt+029 are read without it.',
    },
  ),
  'station.badge_alone_signs_in': option(on, false, null, { ...general, meaning: 'A badge signs in without a PIN.' }),
  'station.pin_tries_before_lock': option(z.int().min(3).max(20), 5, 'tries', {
    ...general,
    meaning: 'How many wrong PINs lock an operator out of a station for a while.',
  }),
  'station.lock_minutes': option(z.int().min(1).max(1440), 15, 'minutes', {
    ...general,
    meaning: 'How long wrong PINs lock an operator out.',
  }),
  'station.network_addresses': option(
    z
      .string()
      .max(1000)
      .regex(/^[\da-f.:/, ]*$/iu, 'Addresses or ranges, separated by commas, such as 10.0.0.0/8, 192.168.1.20'),
    '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, 127.0.0.0/8, fc00::/7, fe80::/10, ::1',
    null,
    {
      ...general,
      meaning:
        'Where in the network a printer, scale or scanner of a station may be: addresses and ranges, with commas between.',
    },
  ),
  'station.network_ports': option(
    z
      .string()
      .max(300)
      .regex(
        /^(?:\s*\d{1,5}(?:-\d{1,5})?\s*(?:,|$))*$/u,
        'Ports or ranges of ports, separated by commas, such as 9100-9109, 4001',
      ),
    '9100-9109, 4001-4032, 10001-10032, 23',
    null,
    {
      ...general,
      meaning:
        'At which ports a printer, scale or scanner in the network may be reached: ports and ranges, with commas between.',
    },
  ),
  'station.log_level': option(z.enum(['error', 'warn', 'info', 'debug']), 'info', null, {
    group: 'station.admin',
    source: 'ours',
    built: false,
    levels: ['station'],
    meaning: 'How much a station writes to its log.',
  }),
};

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
