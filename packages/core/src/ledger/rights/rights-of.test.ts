import { expect, test } from 'vitest';
import type { RoleRow } from '../../model/catalog-rows.ts';
import { rightsOf } from './rights-of.ts';
import { MemoryView } from '../view/memory-view.ts';

const LEAD: RoleRow = {
  role_id: '00000001-0000-7000-8000-000000000001',
  code: 'dock-lead',
  name: 'Dock lead',
  rights: ['receive', 'releases', 'a-right-of-the-future'],
  active: true,
};

function viewWith(...roles: readonly RoleRow[]): MemoryView {
  const view = new MemoryView();
  view.putAll('role', roles);
  return view;
}

test('rights of an operator: of a built-in role as declared, of a made one as the view has it', () => {
  expect(rightsOf(viewWith(), { role: 'supervisor' }).has('releases')).toBe(true);
  expect([...rightsOf(viewWith(LEAD), { role: 'dock-lead' })]).toEqual(['receive', 'releases']);
});

test('rights of an operator: a role that is unknown, deleted or has another one’s code gives nothing', () => {
  expect(rightsOf(viewWith(), { role: 'dock-lead' }).size).toBe(0);
  expect(rightsOf(viewWith({ ...LEAD, active: false }), { role: 'dock-lead' }).size).toBe(0);
  expect(rightsOf(viewWith({ ...LEAD, double_of: LEAD.role_id }), { role: 'dock-lead' }).size).toBe(0);
});

test('rights of an operator: a made role that took the name of a built-in one changes nothing', () => {
  expect(rightsOf(viewWith({ ...LEAD, code: 'operator' }), { role: 'operator' }).has('releases')).toBe(false);
});

test('rights of an operator: of two roles with one code it is the one that has the code for itself', () => {
  const role_id = '00000001-0000-7000-8000-000000000002';
  const double: RoleRow = { ...LEAD, role_id, rights: ['people'], double_of: LEAD.role_id };
  expect([...rightsOf(viewWith(double, LEAD), { role: 'dock-lead' })]).toEqual(['receive', 'releases']);
});
