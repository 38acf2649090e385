import { linksOf, type ManagedDevice, protocolTitle, type Profile } from '@serialbridge/devices';
import type { DeviceRow, ProfileRow } from '@serialbridge/protocol/station';
import type { LiveView } from './live-view.ts';

const statusOf = (printer: ManagedDevice['printer']): string[] | null => {
  const status = printer?.status() ?? null;
  return status === null ? null : [...status];
};

/** A device as the device screen has it. */
export function deviceRow(device: ManagedDevice, origin: DeviceRow['origin'], live: LiveView): DeviceRow {
  const { config, profile, status, scale, printer } = device;
  const { device_id, kind, name, link } = config;
  return {
    device_id,
    kind,
    name,
    state: status.state,
    detail: status.detail,
    simulated: status.simulated,
    link,
    profile: profile.profile,
    protocol_title: scale?.title ?? protocolTitle(profile),
    origin,
    can_zero: scale?.canZero ?? false,
    weight: live.weight(device_id),
    jobs: printer === null ? [] : [...printer.jobs()],
    printer_status: statusOf(printer),
    last_scan_at: live.scannedAt(device_id),
  };
}

export function profileRow(profile: Profile, own: boolean): ProfileRow {
  const { profile: id, name, kind, protocol, source } = profile;
  return {
    profile: id,
    name,
    kind,
    protocol,
    protocol_title: protocolTitle(profile),
    links: [...linksOf(profile)],
    source,
    own,
    // a parsed profile is JSON: every field of its schema is
    data: structuredClone(profile) as unknown as ProfileRow['data'],
  };
}
