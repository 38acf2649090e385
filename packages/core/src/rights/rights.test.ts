import { expect, test } from 'vitest';
import { BUILT_IN_ROLES, RIGHT_NAMES, isTrusted, rightsOfRole } from './rights.ts';

test('each built-in role has all rights of the one before it, and an admin has all', () => {
  const { operator, supervisor, admin } = BUILT_IN_ROLES;
  expect([...operator].filter((right) => !supervisor.has(right))).toEqual([]);
  expect([...supervisor].filter((right) => !admin.has(right))).toEqual([]);
  expect([...admin].toSorted()).toEqual([...RIGHT_NAMES].toSorted());
});

test('an operator sees neither addresses nor costs, takes no lists out and decides nothing', () => {
  for (const right of ['addresses.see', 'costs.see', 'export', 'releases', 'cases.resolve', 'people'] as const)
    expect(rightsOfRole('operator', null).has(right), right).toBe(false);
});

test('a role that the house made has its own rights, cannot take the name of a built-in one, and is nothing if it is unknown', () => {
  expect([...rightsOfRole('dock-lead', ['receive', 'releases'])]).toEqual(['receive', 'releases']);
  expect(rightsOfRole('operator', ['people']).has('people')).toBe(false);
  expect(rightsOfRole('dock-lead', null).size).toBe(0);
});

test('whoever may do more than work at a station is trusted', () => {
  expect(isTrusted(rightsOfRole('operator', null))).toBe(false);
  expect(isTrusted(rightsOfRole('dock-lead', ['receive', 'releases']))).toBe(true);
});
