import { type Found, linkKey } from '@serialbridge/devices';
import type { DeviceConfig, DeviceLink } from '@serialbridge/protocol/station';

/** The device of a configuration, if this is it: by its ids, or by the port where it is now. */
export function usedBy(found: Found, configs: readonly DeviceConfig[]): string | null {
  const key = linkKey(found.link);
  const uses = (link: DeviceLink): boolean =>
    linkKey(link) === key || (link.type === 'serial' && link.path === found.path);
  return configs.find(({ link }) => uses(link))?.device_id ?? null;
}

/** Whether this can be taken into use without asking: nothing that could be something else. */
function isSure({ link, kind, profile }: Found): boolean {
  if (kind === null) return false;
  // HID scanners and scales say what they are; a serial adapter or a printer is known by its ids or not at all
  return link.type === 'hid' || profile !== null;
}

/**
 * What is attached and can be used at once: plugged in, it works. A device that a configuration uses, that a person took
 * away, or that only a person can recognise is left alone.
 */
export function recognise(
  attached: readonly Found[],
  configs: readonly DeviceConfig[],
  ignored: ReadonlySet<string>,
): DeviceConfig[] {
  return attached.flatMap((found) => {
    const { attached_id, name, kind, link, profile } = found;
    if (kind === null || !isSure(found) || ignored.has(attached_id) || usedBy(found, configs) !== null) return [];
    return [{ device_id: attached_id, name, kind, link, ...(profile === null ? {} : { profile }) }];
  });
}
