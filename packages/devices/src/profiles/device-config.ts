import { DeviceConfig, type DeviceLink, type DeviceLinkType } from '@serialbridge/protocol/station';
import type { z } from 'zod';
import { KNOWN_PROFILES } from './known-profiles.ts';
import type { Profile } from './profile.ts';

export type ProfileBook = ReadonlyMap<string, Profile>;
export type DeviceConfigInput = z.input<typeof DeviceConfig>;

/** The links by which a device of this profile can be reached. */
export function linksOf(profile: Pick<Profile, 'kind' | 'protocol'>): readonly DeviceLinkType[] {
  if (profile.protocol === 'hid-pos' || profile.protocol === 'hid-scale') return ['hid', 'simulated'];
  if (profile.kind === 'printer') return ['usb', 'tcp', 'cups', 'spooler', 'serial', 'usb-serial', 'simulated'];
  return ['serial', 'usb-serial', 'tcp', 'simulated'];
}

const USUAL = { scanner: 'line-scanner', scale: 'mettler-toledo-mt-sics', printer: 'zpl-203' } as const;
const USUAL_HID: Partial<Readonly<Record<DeviceConfig['kind'], string>>> = {
  scanner: 'hid-pos-scanner',
  scale: 'hid-scale',
};

/** The profile a configuration means: the one it names, or the usual one of its kind and link. */
export function profileOf(
  config: Pick<DeviceConfig, 'kind' | 'profile'> & { readonly link: Pick<DeviceLink, 'type'> },
  profiles: ProfileBook = KNOWN_PROFILES,
): Profile | undefined {
  const usual = (config.link.type === 'hid' ? USUAL_HID[config.kind] : undefined) ?? USUAL[config.kind];
  return profiles.get(config.profile ?? usual);
}

/** A configuration as the contract has it, checked against the profiles there are. */
export function deviceConfigSchema(profiles: ProfileBook = KNOWN_PROFILES): z.ZodType<DeviceConfig, DeviceConfigInput> {
  return DeviceConfig.superRefine((config, context) => {
    const profile = profileOf(config, profiles);
    if (profile === undefined) {
      const known = [...profiles.keys()].join(', ');
      context.addIssue({ code: 'custom', path: ['profile'], message: `There is no such profile; there are ${known}.` });
      return;
    }
    if (profile.kind !== config.kind) {
      const message = `The profile ${profile.profile} is of a ${profile.kind}.`;
      context.addIssue({ code: 'custom', path: ['kind'], message });
    }
    const links = linksOf(profile);
    if (!links.includes(config.link.type)) {
      const message = `A device of the profile ${profile.profile} is reached by ${links.join(', ')}.`;
      context.addIssue({ code: 'custom', path: ['link'], message });
    }
  });
}
