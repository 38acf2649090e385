import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Row } from '@serialbridge/core/model';
import type { Fault } from '@serialbridge/protocol';
import { CENTRAL_API, type OperatorInput, type OperatorListRow } from '@serialbridge/protocol/central';
import { hashPin } from '@serialbridge/protocol/credentials';
import { nodeScrypt } from '../../auth/node-scrypt.ts';
import { closeSessionsOf } from '../../auth/sessions.ts';
import type { Central } from '../../central.ts';
import { fault, notFound, Refusal } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { withoutTenant } from '../documents.ts';
import { putRows } from '../record.ts';

type Operator = Row<'operator'>;

/** The hash of a PIN goes to stations (sealed in their cache), never to the console. */
function show({ pin_hash, ...operator }: Operator): OperatorListRow {
  return { ...operator, has_pin: pin_hash !== null };
}

async function readOperators({ store }: Central, tenant_id: string): Promise<Operator[]> {
  const rows = await store.db
    .selectFrom('operator')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .orderBy('code')
    .execute();
  return rows.map(withoutTenant);
}

const listOperators: ServedCall = serve(CENTRAL_API['operators.list'], async ({ central, who }) => ({
  rows: (await readOperators(central, who.tenant_id)).map(show),
}));

const administers = (one: { role: string; active: boolean }): boolean => one.role === 'admin' && one.active;

async function checkInput(
  central: Central,
  tenant_id: string,
  operator_id: string,
  input: OperatorInput,
): Promise<void> {
  const others = (await readOperators(central, tenant_id)).filter((one) => one.operator_id !== operator_id);
  const taken: Fault[] = [];
  if (others.some((one) => one.code.toLowerCase() === input.code.toLowerCase()))
    taken.push(fault('record.taken', `The code ${input.code} is another operator's.`, 'code'));
  if (input.badge !== null && others.some((one) => one.badge === input.badge))
    taken.push(fault('record.taken', `The badge ${input.badge} is another operator's.`, 'badge'));
  if (taken.length > 0)
    throw new Refusal('record.taken', { errors: taken, detail: taken.map((one) => one.message).join(' ') });
  if (input.warehouse_ids !== null && input.warehouse_ids.length > 0) {
    const found = await central.store.db
      .selectFrom('warehouse')
      .select('warehouse_id')
      .where('tenant_id', '=', tenant_id)
      .where('warehouse_id', 'in', input.warehouse_ids)
      .execute();
    const known = new Set(found.map((row) => row.warehouse_id));
    const unknown = input.warehouse_ids.flatMap((id, at) =>
      known.has(id) ? [] : [fault('record.unknown', 'There is no such warehouse.', `warehouse_ids.${at}`)],
    );
    if (unknown.length > 0) throw new Refusal('record.unknown', { errors: unknown });
  }
  // Nobody left who may administer would lock everybody out for good.
  if (
    (!administers(input) || input.pin === null) &&
    others.length > 0 &&
    !others.some((one) => administers(one) && one.pin_hash !== null)
  ) {
    throw new Refusal('request.conflict', {
      detail: 'This is the last active admin with a PIN; make another one first.',
    });
  }
}

async function pinHashOf(pin: string | null | undefined, present: string | null): Promise<string | null> {
  if (pin === undefined) return present;
  return pin === null ? null : hashPin(pin, nodeScrypt, randomBytes);
}

async function put(
  central: Central,
  who: { tenant_id: string; operator_id: string },
  operator_id: string,
  input: OperatorInput,
  present: Operator | null,
): Promise<OperatorListRow> {
  const trimmed = { ...input, code: input.code.trim(), badge: input.badge?.trim() ?? null };
  await checkInput(central, who.tenant_id, operator_id, trimmed);
  const { pin, ...rest } = trimmed;
  const row = { operator_id, ...rest, pin_hash: await pinHashOf(pin, present?.pin_hash ?? null) };
  await putRows(central, who, 'operator', [row]);
  if (present !== null && (pin !== undefined || !row.active))
    await closeSessionsOf(central, who.tenant_id, operator_id);
  return show(row);
}

const createOperator: ServedCall = serve(CENTRAL_API['operators.create'], ({ central, who, body }) =>
  put(central, who, uuidv7(), body, null),
);

const updateOperator: ServedCall = serve(CENTRAL_API['operators.update'], async ({ central, who, params, body }) => {
  const present = (await readOperators(central, who.tenant_id)).find((one) => one.operator_id === params.operator_id);
  if (!present) throw notFound('operator');
  return put(central, who, params.operator_id, body, present);
});

export const OPERATOR_CALLS = {
  'operators.list': listOperators,
  'operators.create': createOperator,
  'operators.update': updateOperator,
};
