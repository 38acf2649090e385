import { expect, test } from 'vitest';
import { deviceConfigSchema as schemaOf } from './device-config.ts';
import { DEVICE_ERRORS, DeviceError, deviceErrorText } from '../errors/device-error.ts';

const deviceConfigSchema = schemaOf();
const device = { device_id: 'd', name: 'Scale', kind: 'scale', link: { type: 'serial', path: '/dev/ttyUSB0' } };

test('a device needs only what a person knows', () => {
  expect(deviceConfigSchema.parse(device)).toEqual(device);
  expect(deviceConfigSchema.safeParse({ ...device, profile: 'mt-sics-any-width' }).success).toBe(true);
});

test.each([
  [{ profile: 'nope' }, 'profile'],
  [{ kind: 'scanner', profile: 'mettler-toledo-mt-sics' }, 'kind'],
  [{ profile: 'hid-scale' }, 'link'],
  [{ kind: 'printer', profile: 'zpl-203', link: { type: 'hid' } }, 'link'],
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
