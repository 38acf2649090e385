import { expect, test } from 'vitest';
import { deviceConfigSchema } from './device-config.ts';
import { DEVICE_ERRORS, DeviceError, deviceErrorText } from './device-error.ts';
import { KNOWN_PROFILES } from './profiles/known-profiles.ts';

const device = { device_id: 'd', name: 'Scale', kind: 'scale', link: { type: 'serial', path: '/dev/ttyUSB0' } };

test('every profile in the folder parses and is named as its file', () => {
  expect([...KNOWN_PROFILES.keys()]).toEqual([
    'line-scanner',
    'line-scanner-no-suffix',
    'mettler-toledo-mt-sics',
    'mt-sics-any-width',
  ]);
});

test('a device needs only what a person knows', () => {
  expect(deviceConfigSchema.parse(device)).toEqual(device);
  expect(deviceConfigSchema.safeParse({ ...device, protocol: 'mt-sics', profile: 'mt-sics-any-width' }).success).toBe(
    true,
  );
});

test.each([
  [{ profile: 'nope' }, 'profile'],
  [{ kind: 'scanner', profile: 'mettler-toledo-mt-sics' }, 'kind'],
  [{ protocol: 'line-scanner' }, 'protocol'],
  [{ link: { type: 'serial', path: '' } }, 'link'],
  [{ link: { type: 'serial', path: '/dev/x', baud: 5 } }, 'link'],
])('%j is refused, naming %s', (wrong, path) => {
  expect(deviceConfigSchema.safeParse({ ...device, ...wrong }).error?.issues[0]?.path[0]).toBe(path);
});

test('every device error fills its blanks', () => {
  expect(deviceErrorText('device.missing', { path: 'COM3' })).toContain('plugged in at COM3');
  expect(new DeviceError('device.missing', { path: 'COM3' })).toMatchObject({
    id: 'device.missing',
    finding: { code: 'device.missing', params: { path: 'COM3' } },
  });
  expect(Object.keys(DEVICE_ERRORS).every((id) => /^(?:device|label|printer)\./u.test(id))).toBe(true);
});
