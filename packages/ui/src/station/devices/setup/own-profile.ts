import type { DeviceLink, MethodResult, ProfileRow } from '@serialbridge/protocol/station';

export type Learnt = MethodResult<'devices.learn_scanner'>;

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
    .slice(0, 60);

/** The name of a profile of this station's own, for a device called so; never one that another device may lean on. */
export function ownProfileId(name: string, taken: readonly string[]): string {
  const base = ['own', slug(name)].filter((part) => part !== '').join('-');
  let id = base;
  for (let n = 2; taken.includes(id); n += 1) id = `${base}-${n}`;
  return id;
}

/** A scanner's profile (packages/devices, profiles/profile.ts) of what was learnt; how its line is set stays with the device. */
export function ownProfile(id: string, name: string, learnt: Learnt, source: string) {
  const { framer, prefix, suffix } = learnt;
  return {
    profile: id,
    name,
    kind: 'scanner',
    protocol: 'line-scanner',
    framer,
    source,
    options: { ...(prefix === '' ? {} : { prefix }), ...(suffix === '' ? {} : { suffix }) },
  };
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** A scale's profile of what was found out: what the known profile says, with the line set as the scale answered. */
export function ownScaleProfile(
  id: string,
  name: string,
  base: ProfileRow['data'],
  link: DeviceLink,
  source: string,
): Fields {
  const known = fieldsOf(base);
  const { baud, data_bits, parity, stop_bits, flow_control }: Fields = link;
  const set = Object.entries({ baud, data_bits, parity, stop_bits, flow_control });
  const serial = {
    ...fieldsOf(known['serial']),
    ...Object.fromEntries(set.filter(([, value]) => value !== undefined)),
  };
  // USB ids are the known model's, not this one's
  return { ...known, profile: id, name, usb: [], serial, source };
}
