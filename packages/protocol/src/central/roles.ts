import { z } from 'zod';
import { Id, Quantity, RoleRow, ShortText } from '@serialbridge/core/model';
import { RightName } from '@serialbridge/core/rights';
import { Revision } from './paging.ts';

/** A role as the console lists it, built in or made. `people`: how many have it, whoever left counted too. */
export const RoleListRow = z
  .object({
    /** Null: built in. */
    role_id: Id.nullable(),
    code: ShortText,
    /** What a made role is called; null: a built-in one, which is called by its code. */
    name: ShortText.nullable(),
    rights: z.array(RightName),
    people: Quantity,
    /** Null: built in, so that nobody changes it. */
    revision: Revision.nullable(),
  })
  .meta({ id: 'RoleListRow' });
export type RoleListRow = z.infer<typeof RoleListRow>;
/** The built-in ones first, then the made ones by their code. */
export const RoleList = z.object({ rows: z.array(RoleListRow) });

const RoleCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/u, 'A code is small letters, digits and dashes, 40 at most');

export const RoleInput = z
  .object({ code: RoleCode, name: RoleRow.shape.name.trim().min(1), rights: z.array(RightName).min(1) })
  .meta({ id: 'RoleFields' });
export type RoleInput = z.infer<typeof RoleInput>;
export const RoleEdit = RoleInput.extend({ revision: Revision }).meta({ id: 'RoleEdit' });
export const RoleRemoval = z.object({ revision: Revision });
