import type { AttachedDevice, DeviceKind, DeviceLinkType } from '@serialbridge/protocol/station';
import { linksOf, type ProfileBook } from '../profiles/device-config.ts';
import type { Profile } from '../profiles/profile.ts';

/** Something attached, before the station has said whether it uses it. */
export type Found = Omit<AttachedDevice, 'device_id'>;

/** The profile that knows a device by its ids and can be reached by such a link; one that names the product before one that names the maker. */
export function profileByIds(
  profiles: ProfileBook,
  ids: { readonly vid: string; readonly pid: string },
  link: DeviceLinkType,
  kind: DeviceKind | null,
): Profile | undefined {
  const fitting = [...profiles.values()].filter(
    (profile) => (kind === null || profile.kind === kind) && linksOf(profile).includes(link),
  );
  const has = (profile: Profile, pid: string | null): boolean =>
    profile.usb.some((id) => id.vid === ids.vid && id.pid === pid);
  return fitting.find((profile) => has(profile, ids.pid)) ?? fitting.find((profile) => has(profile, null));
}

/** Two of a kind that nothing tells apart are numbered, so that every row has an id of its own. */
export function numbered(found: readonly Found[]): Found[] {
  const seen = new Map<string, number>();
  return found.map((row) => {
    const count = (seen.get(row.attached_id) ?? 0) + 1;
    seen.set(row.attached_id, count);
    return count === 1 ? row : { ...row, attached_id: `${row.attached_id}#${String(count)}` };
  });
}
