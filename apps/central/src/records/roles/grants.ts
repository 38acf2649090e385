import { roleAmong } from '@serialbridge/core/ledger';
import type { Row } from '@serialbridge/core/model';
import { rightsOfRole, type Right } from '@serialbridge/core/rights';
import type { SignedIn } from '../../auth/central.ts';
import { lacking, wordsOf } from '../../auth/rights.ts';
import { enterersOf } from '../../auth/people.ts';
import { Refusal } from '../../refusal.ts';
import type { CommandTx } from '../command.ts';

/** Without somebody who has both, nobody could let anybody in again. */
const ADMINISTERING: readonly Right[] = ['people', 'roles'];

/** Whether these rights are enough to let somebody in and to say what he may do. */
export const administers = (rights: ReadonlySet<Right>): boolean => ADMINISTERING.every((right) => rights.has(right));

/** What a role may do, by the tenant's roles as they were read. */
export function rightsAmong(roles: readonly Row<'role'>[], code: string): ReadonlySet<Right> {
  return rightsOfRole(code, roleAmong(roles, code)?.rights ?? null);
}

/**
 * Nobody gives, takes or touches rights that he lacks himself: else whoever manages people would make an admin, or give an admin a new PIN and
 * sign in as that person.
 * @throws Refusal `auth.forbidden`
 */
export function checkReach({ rights }: Pick<SignedIn, 'rights'>, touched: Iterable<Right>, what: string): void {
  const missing = [...new Set(touched)].filter((right) => !rights.has(right));
  if (missing.length > 0) throw lacking(missing, what);
}

/** Who works here, and what their roles may do. */
export interface Staff {
  readonly people: readonly Row<'operator'>[];
  readonly roles: readonly Row<'role'>[];
  /** Ids of people who have something to enter the console with. */
  readonly sign_in: ReadonlySet<string>;
}

/** What the people who can sign in and manage people and roles have between them: what can still be given to somebody. */
function grantable({ people, roles, sign_in }: Staff): ReadonlySet<Right> {
  const held = people
    .filter(({ operator_id, active }) => active && sign_in.has(operator_id))
    .map(({ role }) => rightsAmong(roles, role))
    .filter(administers);
  return new Set(held.flatMap((rights) => [...rights]));
}

/**
 * Nobody gives a right that he lacks. So a right that no manager of people and roles has any more would be lost for good, and with the last of
 * them every right.
 * @throws Refusal if the change would lose one
 */
export function checkAdministered(before: Staff, after: Staff): void {
  const left = grantable(after);
  const lost = [...grantable(before)].filter((right) => !left.has(right));
  if (lost.length === 0) return;
  throw new Refusal('request.conflict', {
    detail:
      left.size === 0
        ? 'This is the last active person who can enter the console and manage people and roles; give another person both rights first.'
        : `Nobody who manages people and roles would be left with ${lost.map(wordsOf).join(', ')}, and nobody could give it back; give it to another one of them first.`,
  });
}

export const readStaff = async (tx: CommandTx): Promise<Staff> => ({
  people: await tx.all('operator'),
  roles: await tx.all('role'),
  sign_in: await enterersOf(tx.db, tx.tenant_id, tx.now),
});

/**
 * The same for people and roles as a station's cache had them: whoever brings them back gives what they give.
 * @throws Refusal as checkReach and checkAdministered
 */
export async function checkRestored(
  tx: CommandTx,
  who: SignedIn,
  restored: { readonly people?: readonly Row<'operator'>[]; readonly roles?: readonly Row<'role'>[] },
): Promise<void> {
  const before = await readStaff(tx);
  const { people = [], roles = [] } = restored;
  const [gonePeople, goneRoles] = [
    before.people.filter((one) => people.some((other) => other.operator_id === one.operator_id)),
    before.roles.filter((one) => roles.some((other) => other.role_id === one.role_id)),
  ];
  checkReach(
    who,
    [
      ...[...people, ...gonePeople].flatMap((one) => [...rightsAmong(before.roles, one.role)]),
      ...[...roles, ...goneRoles].flatMap((one) => [...rightsOfRole(one.code, one.rights)]),
    ],
    'Restoring this',
  );
  checkAdministered(before, {
    ...before,
    people: [...before.people.filter((one) => !gonePeople.includes(one)), ...people],
    roles: [...before.roles.filter((one) => !goneRoles.includes(one)), ...roles],
  });
}
