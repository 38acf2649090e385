import { CallError } from '@serialbridge/client';
import { type DeviceManager, profileSchema } from '@serialbridge/devices';
import type { DeviceConfig } from '@serialbridge/protocol/station';
import type { Handlers } from '../contract/host-context.ts';
import { asCalls } from './as-calls.ts';
import { profileRow } from './device-rows.ts';
import type { DeviceSettings } from './device-settings.ts';

type ProfileMethod = 'devices.list_profiles' | 'devices.save_profile' | 'devices.remove_profile';

/** Methods of profiles: the product's are listed, this station's own are kept, changed and taken away. */
export function profileMethods(
  manager: DeviceManager,
  settings: DeviceSettings,
  changedRows: () => void,
): Required<Pick<Handlers, ProfileMethod>> {
  const usersOf = (profile: string): DeviceConfig[] =>
    manager.devices().flatMap(({ config }) => (config.profile === profile ? [config] : []));
  return {
    'devices.list_profiles': () => ({
      profiles: [...settings.profiles.values()].map((one) => profileRow(one, settings.ownProfiles.has(one.profile))),
    }),
    'devices.save_profile': async ({ profile }) => {
      const parsed = await asCalls(() => profileSchema.parse(profile), 'device.profile');
      if (settings.profiles.has(parsed.profile) && !settings.ownProfiles.has(parsed.profile)) {
        const message = `The profile ${parsed.profile} comes with the product; choose another name.`;
        throw CallError.of('device.profile-taken', message, { profile: parsed.profile });
      }
      settings.saveProfile(parsed);
      const users = usersOf(parsed.profile);
      for (const config of users) await asCalls(() => manager.put(config, settings.profiles));
      changedRows();
      return {};
    },
    'devices.remove_profile': ({ profile }) => {
      const users = usersOf(profile);
      if (users.length > 0) {
        const names = users.map(({ name }) => name).join(', ');
        throw CallError.of('device.profile-in-use', `The profile is used by ${names}.`, { profile, names });
      }
      settings.removeProfile(profile);
      changedRows();
      return {};
    },
  };
}
