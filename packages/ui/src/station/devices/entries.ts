import type { AttachedDevice, DeviceRow, DevicesState, Finding } from '@serialbridge/protocol/station';

/** A row of the device screen. `key` stays the same as long as it is about the same thing. */
export type Entry =
  | {
      readonly key: string;
      readonly group: 'used';
      readonly device: DeviceRow;
      readonly attached: AttachedDevice | null;
    }
  | { readonly key: string; readonly group: 'attached'; readonly attached: AttachedDevice }
  | { readonly key: string; readonly group: 'problems'; readonly problem: Finding }
  | { readonly key: string; readonly group: 'station' };
export type EntryGroup = Entry['group'];

/** What the station uses, what is attached besides, what keeps devices from being found, and last the station itself. */
export function entriesOf(state: DevicesState): readonly Entry[] {
  const used = state.devices.map((device) => ({
    key: `device:${device.device_id}`,
    group: 'used' as const,
    device,
    attached: state.attached.find((one) => one.device_id === device.device_id) ?? null,
  }));
  const spare = state.attached
    .filter(({ device_id: id }) => id === null || !state.devices.some((device) => device.device_id === id))
    .map((attached) => ({ key: `attached:${attached.attached_id}`, group: 'attached' as const, attached }));
  const problems = state.problems.map((problem, index) => ({
    key: `problem:${problem.code}:${index}`,
    group: 'problems' as const,
    problem,
  }));
  return [...used, ...spare, ...problems, { key: 'station', group: 'station' }];
}
