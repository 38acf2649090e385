import { type DeviceConfig, DeviceConfig as DeviceConfigSchema } from '@serialbridge/protocol/station';
import { KNOWN_PROFILES, type Profile, type ProfileBook, profileSchema } from '@serialbridge/devices';
import { z } from 'zod';
import type { Log, Notes } from '../contract/host-context.ts';

const CONFIGS = 'devices.configs';
const IGNORED = 'devices.ignored';
const PROFILES = 'devices.profiles';

/** The rows of a list that still have the shape of this version. The others stay in ops.db until they are replaced, and are named in the log. */
function readRows<Row>(notes: Notes, log: Log, name: string, schema: z.ZodType<Row>): Row[] {
  const list = z.array(z.unknown()).safeParse(notes.recall(name) ?? []);
  return (list.data ?? []).flatMap((row) => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return [parsed.data];
    log.warn({ name, row, reason: parsed.error.message }, 'a device setting cannot be read and is passed over');
    return [];
  });
}

/** Devices, profiles and what is to be ignored, as set up at this station. Every change is kept at once. */
export class DeviceSettings {
  readonly #notes: Notes;
  #configs: readonly DeviceConfig[];
  #ignored: ReadonlySet<string>;
  #profiles: ReadonlyMap<string, Profile>;

  constructor(notes: Notes, log: Log) {
    this.#notes = notes;
    this.#configs = readRows(notes, log, CONFIGS, DeviceConfigSchema);
    this.#ignored = new Set(readRows(notes, log, IGNORED, z.string()));
    this.#profiles = new Map(readRows(notes, log, PROFILES, profileSchema).map((one) => [one.profile, one]));
  }

  get configs(): readonly DeviceConfig[] {
    return this.#configs;
  }

  /** Attached devices (by `attached_id`) that a person took away: not recognised by themselves any more. */
  get ignored(): ReadonlySet<string> {
    return this.#ignored;
  }

  /** This station's own. */
  get ownProfiles(): ReadonlyMap<string, Profile> {
    return this.#profiles;
  }

  /** The profiles there are: the product's, and this station's own. */
  get profiles(): ProfileBook {
    return new Map([...KNOWN_PROFILES, ...this.#profiles]);
  }

  saveConfig(config: DeviceConfig): void {
    this.#writeConfigs([...this.#configs.filter((one) => one.device_id !== config.device_id), config]);
  }

  removeConfig(deviceId: string): void {
    this.#writeConfigs(this.#configs.filter((one) => one.device_id !== deviceId));
  }

  ignore(attachedId: string, ignored: boolean): void {
    if (this.#ignored.has(attachedId) === ignored) return;
    const set = new Set(this.#ignored);
    if (ignored) set.add(attachedId);
    else set.delete(attachedId);
    this.#notes.remember({ [IGNORED]: [...set] });
    this.#ignored = set;
  }

  saveProfile(profile: Profile): void {
    this.#writeProfiles(new Map([...this.#profiles, [profile.profile, profile]]));
  }

  removeProfile(name: string): void {
    this.#writeProfiles(new Map([...this.#profiles].filter(([one]) => one !== name)));
  }

  #writeConfigs(configs: readonly DeviceConfig[]): void {
    this.#notes.remember({ [CONFIGS]: configs });
    this.#configs = configs;
  }

  #writeProfiles(profiles: ReadonlyMap<string, Profile>): void {
    this.#notes.remember({ [PROFILES]: [...profiles.values()] });
    this.#profiles = profiles;
  }
}
