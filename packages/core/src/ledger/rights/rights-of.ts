import type { RoleRow } from '../../model/catalog-rows.ts';
import { isBuiltInRole, type Right, rightsOfRole } from '../../rights/rights.ts';
import type { LedgerView } from '../view/ledger-view.ts';

/** Of these rows the role of this code that the house still has. Of two with one code it is the one that has the code for itself. */
export function roleAmong(roles: readonly RoleRow[], code: string): RoleRow | null {
  return roles.find((role) => role.code === code && role.active && (role.double_of ?? null) === null) ?? null;
}

/** The made role of this code; null: none, or a built-in one. */
export function madeRole(view: Pick<LedgerView, 'list'>, code: string): RoleRow | null {
  return isBuiltInRole(code) ? null : roleAmong(view.list('role', 'code', code), code);
}

/** What this person may do, as the view knows it. A built-in role takes no look at the view. */
export function rightsOf(view: Pick<LedgerView, 'list'>, operator: { readonly role: string }): ReadonlySet<Right> {
  return rightsOfRole(operator.role, madeRole(view, operator.role)?.rights ?? null);
}
