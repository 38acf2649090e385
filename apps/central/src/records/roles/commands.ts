import { v7 as uuidv7 } from 'uuid';
import type { Row } from '@serialbridge/core/model';
import { isBuiltInRole, rightsOfRole } from '@serialbridge/core/rights';
import { CENTRAL_API, type RoleInput, type RoleListRow } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import type { SignedIn } from '../../auth/central.ts';
import { fault, notFound, Refusal } from '../../refusal.ts';
import { command, editedRow, refuseFaults, type CommandTx } from '../command.ts';
import { checkAdministered, checkReach, readStaff, type Staff } from './grants.ts';
import { ROLE_QUERIES, showRole } from './queries.ts';

type Role = Row<'role'>;

const holders = ({ people }: Staff, { code }: Role): number => people.filter((one) => one.role === code).length;

/** @throws Refusal if one of the rights is beyond whoever asks, or if nobody could manage people and roles any more */
function put(tx: CommandTx, who: SignedIn, staff: Staff, role: Role): RoleListRow {
  checkReach(who, rightsOfRole(role.code, role.rights), 'Making such a role');
  const others = staff.roles.filter(({ role_id }) => role_id !== role.role_id);
  checkAdministered(staff, { ...staff, roles: [...others, role] });
  tx.put('role', [role]);
  return showRole(role, holders(staff, role));
}

const codeFaults = async (tx: CommandTx, role: Role): Promise<void> => {
  if (isBuiltInRole(role.code))
    throw new Refusal('record.taken', {
      errors: [fault('record.taken', `The code ${role.code} is a built-in role's.`, 'code')],
    });
  refuseFaults(await tx.taken('role', role, 'role'));
};

const createRole: ServedCall = serve(CENTRAL_API['roles.create'], ({ central, who, body }) =>
  command(central, who, async (tx) => {
    const staff = await readStaff(tx);
    // A deleted role still has its code. Who makes a role of that code gets the record back, with what it is from now on.
    const gone = staff.roles.find(({ code, active }) => code === body.code && !active);
    const role = { role_id: uuidv7(), ...gone, ...body, active: true };
    await codeFaults(tx, role);
    return put(tx, who, staff, role);
  }),
);

/** The role as it was read, if whoever asks has all that it gives. */
async function ownRole(tx: CommandTx, who: SignedIn, role_id: string, revision: string): Promise<Role> {
  const present = await editedRow(tx, 'role', role_id, revision, 'role');
  if (!present.active) throw notFound('role');
  checkReach(who, rightsOfRole(present.code, present.rights), `Changing the role ${present.name}`);
  return present;
}

const renamed = (present: Role, { code }: RoleInput, staff: Staff): void => {
  if (code === present.code || holders(staff, present) === 0) return;
  throw new Refusal('request.conflict', {
    detail: `Somebody has the role ${present.name}, so its code stays ${present.code}; its name can change.`,
  });
};

const updateRole: ServedCall = serve(CENTRAL_API['roles.update'], ({ central, who, params, body }) =>
  command(central, who, async (tx) => {
    const { revision, ...fields } = body;
    const present = await ownRole(tx, who, params.role_id, revision);
    const staff = await readStaff(tx);
    renamed(present, fields, staff);
    const role = { ...present, ...fields, double_of: null };
    await codeFaults(tx, role);
    return put(tx, who, staff, role);
  }),
);

const deleteRole: ServedCall = serve(CENTRAL_API['roles.delete'], ({ central, who, params, query }) =>
  command(central, who, async (tx) => {
    const present = await ownRole(tx, who, params.role_id, query.revision);
    const people = holders(await readStaff(tx), present);
    if (people > 0)
      throw new Refusal('request.conflict', {
        detail: `${people} ${people === 1 ? 'person has' : 'people have'} the role ${present.name}; give them another one first.`,
      });
    tx.put('role', [{ ...present, active: false }]);
    return {};
  }),
);

export const ROLE_CALLS = {
  ...ROLE_QUERIES,
  'roles.create': createRole,
  'roles.update': updateRole,
  'roles.delete': deleteRole,
};
