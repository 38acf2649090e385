import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { KNOWN_PROFILES } from './known-profiles.ts';
import type { Profile } from './profile.ts';

const hid = [...KNOWN_PROFILES.values()].filter(({ protocol }) => protocol === 'hid-pos' || protocol === 'hid-scale');
const rules = readFileSync(new URL('../../../../resources/udev/60-serialbridge.rules', import.meta.url), 'utf8');

/** Which profile the file names for a device, and how many do. */
const naming = (kind: Profile['kind'], vid: string, pid: string): string[] =>
  hid
    .filter((profile) => profile.kind === kind && profile.usb.some((id) => id.vid === vid && (id.pid ?? pid) === pid))
    .map(({ profile }) => profile);

test('profiles: every file is known, and named as its profile', () => {
  const files = readdirSync(new URL('..', import.meta.url), { recursive: true, encoding: 'utf8' });
  const names = files.filter((file) => /profiles\/[^/]+\.json$/u.test(file)).map((file) => basename(file, '.json'));
  expect(new Set(names)).toEqual(new Set(KNOWN_PROFILES.keys()));
});

test('hid profiles: the generic ones name no device, and no device is named twice', () => {
  expect(KNOWN_PROFILES.get('hid-pos-scanner')).toMatchObject({
    usb: [],
    options: { layout: 'auto', feature_on_open: [] },
  });
  expect(KNOWN_PROFILES.get('hid-scale')).toMatchObject({ usb: [], options: {} });
  const ids = hid.flatMap(({ kind, usb }) => usb.map(({ vid, pid }) => `${kind} ${vid}:${pid ?? '*'}`));
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  ['scanner', '0c2e', '0b81', 'hid-pos-honeywell'],
  ['scanner', '0db5', '0139', 'hid-pos-access-is'],
  ['scanner', '1eab', '0010', 'hid-pos-newland'],
  ['scale', '0922', '8003', 'hid-scale-dymo'],
  ['scale', '0922', '8009', 'hid-scale-dymo'],
  ['scale', '0eb8', 'f000', 'hid-scale-mettler-toledo'],
  ['scale', '0b67', '555e', 'hid-scale-fairbanks'],
  ['scale', '1446', '6a79', 'hid-scale-postal'],
  ['scale', '1446', '6a73', 'hid-scale-stamps-510'],
] as const)('hid profiles: %s %s:%s is known by %s alone', (kind, vid, pid, profile) => {
  expect(naming(kind, vid, pid)).toEqual([profile]);
});

test('udev rules: every maker of a HID profile has one, printers have one by their class', () => {
  for (const vid of new Set(hid.flatMap(({ usb }) => usb.map((id) => id.vid)))) {
    expect(rules).toContain(`\nATTRS{idVendor}=="${vid}", MODE="0660", GROUP="plugdev", TAG+="uaccess"\n`);
  }
  expect(rules).toMatch(/ID_USB_INTERFACES\}=="\*:0701\?\?:\*".*TAG\+="uaccess"/u);
  expect(rules).not.toMatch(/MODE="0666"/u);
});
