import { describe, expect, it } from 'vitest';
import { ownProfile, ownProfileId } from './own-profile.ts';

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
