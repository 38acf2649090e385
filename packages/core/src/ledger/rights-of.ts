import type { RoleRow } from '../model/catalog-rows.ts';
import { isBuiltInRole, type Right, rightsOfRole } from '../rights/rights.ts';
import type { LedgerView } from './view/ledger-view.ts';

/** The role of this code that the house made and still has; null: none. Of two with one code it is the one that has the code for itself. */
function madeRole(view: Pick<LedgerView, 'list'>, code: string): RoleRow | null {
  return view.list('role', 'code', code).find((role) => role.active && (role.double_of ?? null) === null) ?? null;
}

/** What this person may do, as the view knows it. A built-in role takes no look at the view. */
export function rightsOf(view: Pick<LedgerView, 'list'>, operator: { readonly role: string }): ReadonlySet<Right> {
  return rightsOfRole(
    operator.role,
    isBuiltInRole(operator.role) ? null : (madeRole(view, operator.role)?.rights ?? null),
  );
}
