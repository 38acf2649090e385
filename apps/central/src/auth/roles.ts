import { ROLES, type Role } from '@serialbridge/core/model';
import { Refusal } from '../refusal.ts';

/** Roles are a ladder: whoever stands higher may do all that lower ones may. */
export function mayAct(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** @throws Refusal `auth.forbidden` */
export function checkRole(role: Role, least: Role): void {
  if (!mayAct(role, least))
    throw new Refusal('auth.forbidden', { detail: `This needs the role ${least}; yours is ${role}.` });
}
