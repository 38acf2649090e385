import { describe, expect, it } from 'vitest';
import { ownProfile, ownProfileId, ownScaleProfile } from './own-profile.ts';

const learnt = { prefix: '\u0002', suffix: '', aim_id: ']C0', framer: 'cr', warnings: [] };

describe('own profile', () => {
  it.each([
    ['Back dock scanner', [], 'own-back-dock-scanner'],
    ['Back dock scanner', ['own-back-dock-scanner'], 'own-back-dock-scanner-2'],
    ['Größe №1!', [], 'own-gr-e-1'],
    ['扫描器', [], 'own'],
    ['扫描器', ['own', 'own-2'], 'own-3'],
  ])('%s beside %j is %s', (name, taken, id) => {
    expect(ownProfileId(name, taken)).toBe(id);
    expect(id).toMatch(/^[a-z0-9-]+$/u);
  });

  it('of a scale is the known one, with the line set as the scale answered', () => {
    const base = {
      profile: 'sma',
      name: 'SMA',
      kind: 'scale',
      protocol: 'sma',
      usb: [{ vid: '0b67', pid: null }],
      serial: { baud: 9600, data_bits: 8, parity: 'none', stop_bits: 1 },
      options: {},
      source: 'manual',
    };
    const link = { type: 'serial', path: 'COM3', baud: 4800, parity: 'even', data_bits: 7 } as const;
    expect(ownScaleProfile('own-x', 'X', base, link, 'here')).toEqual({
      ...base,
      profile: 'own-x',
      name: 'X',
      usb: [],
      serial: { baud: 4800, data_bits: 7, parity: 'even', stop_bits: 1 },
      source: 'here',
    });
  });

  it('holds only what was learnt', () => {
    expect(ownProfile('own-x', 'X', learnt, 'here')).toEqual({
      profile: 'own-x',
      name: 'X',
      kind: 'scanner',
      protocol: 'line-scanner',
      framer: 'cr',
      source: 'here',
      options: { prefix: '\u0002' },
    });
  });
});
