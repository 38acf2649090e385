import { revisionOf, type Row } from '@serialbridge/core/model';
import { BUILT_IN_ROLE_CODES, BUILT_IN_ROLES, rightsOfRole } from '@serialbridge/core/rights';
import { CENTRAL_API, type RoleListRow } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { withoutTenant } from '../../storage/index.ts';

export function showRole(role: Row<'role'>, people: number): RoleListRow {
  const { role_id, code, name, rights } = role;
  const revision = revisionOf('role', role);
  return { role_id, code, name, rights: [...rightsOfRole(code, rights)], people, revision };
}

const listRoles: ServedCall = serve(CENTRAL_API['roles.list'], ({ central, who }) =>
  central.store.read(async ({ db }) => {
    const roles = await db
      .selectFrom('role')
      .selectAll()
      .where('tenant_id', '=', who.tenant_id)
      .where('active', '=', true)
      .orderBy('code')
      .orderBy('role_id')
      .execute();
    const counts = await db
      .selectFrom('operator')
      .select(['role', (eb) => eb.fn.countAll<number>().as('people')])
      .where('tenant_id', '=', who.tenant_id)
      .groupBy('role')
      .execute();
    const people = new Map(counts.map((one) => [one.role, one.people]));
    const builtIn = BUILT_IN_ROLE_CODES.map((code) => ({
      role_id: null,
      code,
      name: null,
      rights: [...BUILT_IN_ROLES[code]],
      people: people.get(code) ?? 0,
      revision: null,
    }));
    return { rows: [...builtIn, ...roles.map((row) => showRole(withoutTenant(row), people.get(row.code) ?? 0))] };
  }),
);

export const ROLE_QUERIES = { 'roles.list': listRoles };
