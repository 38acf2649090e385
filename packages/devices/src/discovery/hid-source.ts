import type { DeviceKind } from '@serialbridge/protocol/station';
import type { ProfileBook } from '../profiles/device-config.ts';
import { cleanText } from '../links/clean-text.ts';
import type { HidInfo, LoadHid } from '../links/hid-module.ts';
import { usbIdOf } from '../links/usb-identity.ts';
import { type Found, profileByIds } from './found.ts';

/** What a device is by its usage page (HID Point of Sale Usage Tables 1.02). */
const KINDS: Readonly<Record<number, DeviceKind>> = { 0x8c: 'scanner', 0x8d: 'scale' };

function foundOf(info: HidInfo, profiles: ProfileBook): Found | null {
  const page = info.usagePage ?? 0;
  const ids = { vid: usbIdOf(info.vendorId), pid: usbIdOf(info.productId) };
  const known = profileByIds(profiles, ids, 'hid', KINDS[page] ?? null);
  // of another page only what is known by its product: a maker's keyboard is no scanner
  const named = known?.usb.some((id) => id.vid === ids.vid && id.pid === ids.pid) === true;
  const kind = KINDS[page] ?? (named ? known.kind : undefined);
  if (kind === undefined) return null;
  const serial = cleanText(info.serialNumber);
  const usb = { vendor_id: ids.vid, product_id: ids.pid, serial_number: serial };
  return {
    ...usb,
    attached_id: `hid:${ids.vid}:${ids.pid}:${serial ?? '-'}:${usbIdOf(page)}`,
    name: cleanText(info.product ?? info.manufacturer) ?? `HID ${ids.vid}:${ids.pid}`,
    kind,
    link: { type: 'hid', ...usb, usage_page: page },
    profile: known?.profile ?? null,
    path: info.path ?? null,
  };
}

/**
 * HID scanners and scales. A device shows once per collection: rows of one path and page are one, and of a composite device
 * with the page on several interfaces the first counts, as it does when it is opened.
 */
export async function findHidDevices(profiles: ProfileBook, load: LoadHid): Promise<Found[]> {
  const hid = await load();
  const infos = (await hid.devicesAsync()).toSorted((one, two) => one.interface - two.interface);
  const rows = new Map<string, { readonly found: Found; readonly interface: number }[]>();
  for (const info of infos) {
    const found = foundOf(info, profiles);
    if (found === null) continue;
    const same = rows.get(found.attached_id) ?? [];
    const listed = same.some((row) => row.found.path === found.path || row.interface !== info.interface);
    if (!listed) rows.set(found.attached_id, [...same, { found, interface: info.interface }]);
  }
  return [...rows.values()].flatMap((same) => same.map((row) => row.found));
}
