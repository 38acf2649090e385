import { isBuiltInRole, RIGHTS, rightsOfRole, type Right } from '@serialbridge/core/rights';
import { fault, Refusal } from '../refusal.ts';
import type { ReadDb } from '../storage/index.ts';

/** What a role may do, and what a made one is called. */
export interface RoleFacts {
  readonly rights: ReadonlySet<Right>;
  readonly role_name: string | null;
}

/** The role of this code as the tenant has it now. A role that is unknown or deleted has no rights. */
export async function readRole(db: ReadDb, tenant_id: string, code: string): Promise<RoleFacts> {
  if (isBuiltInRole(code)) return { rights: rightsOfRole(code, null), role_name: null };
  const made = await db
    .selectFrom('role')
    .select(['rights', 'name'])
    .where('tenant_id', '=', tenant_id)
    .where('code', '=', code)
    .where('active', '=', true)
    // Of two roles that came to one code only the one that has it for itself gives rights.
    .where('double_of', 'is', null)
    .executeTakeFirst();
  return { rights: rightsOfRole(code, made?.rights ?? null), role_name: made?.name ?? null };
}

/** A right in the words of its declaration, for the middle of a sentence. */
export const wordsOf = (right: Right): string => `"${RIGHTS[right].meaning.replace(/\.$/u, '')}"`;

/** The refusal that says which rights are missing, and by whom the lack is mended. */
export function lacking(rights: readonly Right[], what = 'This'): Refusal {
  const many = rights.length > 1;
  const named = rights.map(wordsOf).join(', ');
  const detail = `${what} needs the ${many ? 'rights' : 'right'} ${named}, which your role does not have. Ask somebody who manages people and roles.`;
  return new Refusal('auth.forbidden', {
    detail,
    errors: [fault('auth.forbidden', detail, null, { needed: rights.join(', ') })],
  });
}

/** @throws Refusal `auth.forbidden` */
export function checkRight({ rights }: Pick<RoleFacts, 'rights'>, right: Right): void {
  if (!rights.has(right)) throw lacking([right]);
}
