import { describe, expect, it } from 'vitest';
import { configOf, draftOfAttached, draftOfDevice, NEW_DRAFT, type DeviceDraft } from './device-draft.ts';
import { FAKE_DOCK } from '../../testing/index.ts';

const draft = (change: Partial<DeviceDraft>): DeviceDraft => ({ ...NEW_DRAFT, ...change });
const faults = (change: Partial<DeviceDraft>): string[] =>
  configOf(draft(change), [])
    .faults.map(({ code }) => code.replace('ui.setup.fault.', ''))
    .toSorted();

describe('device draft', () => {
  it('every fault at once', () => {
    expect(faults({ type: 'tcp', port: '0' })).toEqual(['host', 'kind', 'name', 'port']);
    expect(faults({ kind: 'scale', name: ' ', path: '' })).toEqual(['name', 'path']);
    expect(faults({ kind: 'printer', name: 'P', type: 'cups' })).toEqual(['queue']);
  });

  it('line settings left open are not set; those typed are numbers', () => {
    const line = { ...NEW_DRAFT.line, baud: '4800', parity: 'even' };
    expect(configOf(draft({ kind: 'scale', name: ' Scale ', path: '/dev/ttyUSB0', line }), ['scale-1']).config).toEqual(
      {
        device_id: 'scale-2',
        name: 'Scale',
        kind: 'scale',
        link: { type: 'serial', path: '/dev/ttyUSB0', baud: 4800, parity: 'even' },
      },
    );
  });

  it('a USB adapter keeps its ids, and only its line settings change', () => {
    const adapter = FAKE_DOCK.attached.find(({ link }) => link.type === 'usb-serial');
    if (adapter === undefined) throw new Error('the fake dock has no adapter');
    const begun = draftOfAttached(adapter);
    const { config } = configOf({ ...begun, kind: 'scale', line: { ...begun.line, baud: '9600' } }, []);
    expect(config?.link).toEqual({ ...adapter.link, baud: 9600 });
    expect(
      configOf(
        {
          ...draftOfAttached({ ...adapter, link: { ...adapter.link, baud: 300 } as never }),
          kind: 'scale',
          line: NEW_DRAFT.line,
        },
        [],
      ).config?.link,
    ).not.toHaveProperty('baud');
  });

  it.each(FAKE_DOCK.devices)('$device_id: opened and saved unchanged is the same device', (device) => {
    const { device_id, kind, name, link, profile } = device;
    expect(configOf(draftOfDevice(device), []).config).toEqual({ device_id, kind, name, link, profile });
  });
});
