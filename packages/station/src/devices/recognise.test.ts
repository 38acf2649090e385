import type { Found } from '@serialbridge/devices';
import type { DeviceConfig, DeviceLink } from '@serialbridge/protocol/station';
import { expect, test } from 'vitest';
import { recognise, usedBy } from './recognise.ts';

const HID: DeviceLink = { type: 'hid', vendor_id: '0c2e', product_id: '0b61', serial_number: 'A1', usage_page: 0x8c };
const ADAPTER: Extract<DeviceLink, { type: 'usb-serial' }> = {
  type: 'usb-serial',
  vendor_id: '0403',
  product_id: '6001',
  serial_number: 'FT1',
};
const found = (link: DeviceLink, more: Partial<Found> = {}): Found => ({
  attached_id: `id-${link.type}`,
  name: 'A thing',
  kind: null,
  link,
  profile: null,
  vendor_id: null,
  product_id: null,
  serial_number: null,
  path: null,
  ...more,
});
const config = (link: DeviceLink): DeviceConfig => ({ device_id: 'mine', name: 'Mine', kind: 'scale', link });

test('recognise: a HID scanner works when it is plugged in', () => {
  expect(recognise([found(HID, { kind: 'scanner' })], [], new Set())).toEqual([
    { device_id: 'id-hid', name: 'A thing', kind: 'scanner', link: HID },
  ]);
});

test('recognise: an adapter that could be anything is left for a person, one that a profile knows is not', () => {
  expect(recognise([found(ADAPTER)], [], new Set())).toEqual([]);
  expect(recognise([found(ADAPTER, { kind: 'scale' })], [], new Set())).toEqual([]);
  expect(recognise([found(ADAPTER, { kind: 'scale', profile: 'sma' })], [], new Set())).toMatchObject([
    { profile: 'sma' },
  ]);
});

test('recognise: what is set up or was taken away is left alone', () => {
  const scanner = found(HID, { kind: 'scanner' });
  expect(recognise([scanner], [config(HID)], new Set())).toEqual([]);
  expect(recognise([scanner], [], new Set(['id-hid']))).toEqual([]);
});

test('recognise: a port that a configuration names by its path is in use, whatever its ids', () => {
  const adapter = found(ADAPTER, { path: '/dev/ttyUSB0' });
  expect(usedBy(adapter, [config({ type: 'serial', path: '/dev/ttyUSB0' })])).toBe('mine');
  expect(usedBy(adapter, [config({ ...ADAPTER, baud: 4800 })])).toBe('mine');
  expect(usedBy(adapter, [config({ ...ADAPTER, serial_number: 'FT2' })])).toBeNull();
});
