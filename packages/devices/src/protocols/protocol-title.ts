import { NO_FACTS } from '../links/link.ts';
import type { Profile } from '../profiles/profile.ts';
import { SCALE_PROTOCOLS } from './scale-protocols.ts';

/** What a device of this profile speaks, for people: the name on the device's own menu. */
export function protocolTitle(profile: Profile): string {
  if (profile.kind === 'scale') return SCALE_PROTOCOLS[profile.protocol](profile.options, NO_FACTS).title;
  if (profile.protocol === 'hid-pos') return 'HID POS';
  return profile.kind === 'printer' ? 'ZPL' : 'Serial (COM)';
}
