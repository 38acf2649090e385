import * as nodeCrypto from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Row } from '@serialbridge/core/model';
import type { Fault } from '@serialbridge/protocol';
import { CENTRAL_API, type OperatorInput, type OperatorListRow } from '@serialbridge/protocol/central';
import { hashPin } from '@serialbridge/protocol/credentials';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { closeSessionsOf } from '../../auth/sessions.ts';
import { fault, Refusal } from '../../refusal.ts';
import { command, editedRow, refuseFaults, type CommandTx } from '../command.ts';
import { unknownWarehouses } from '../warehouses/commands.ts';
import { OPERATOR_QUERIES, showOperator } from './queries.ts';

type Operator = Row<'operator'>;

const administers = (one: Operator): boolean => one.role === 'admin' && one.active;

/** Codes are compared without regard to capitals, as stations do. */
const codeTaken = (others: readonly Operator[], code: string): Fault[] =>
  others.some((one) => one.code.toLowerCase() === code.toLowerCase())
    ? [fault('record.taken', `The code ${code} is another operator's.`, 'code')]
    : [];

async function put(tx: CommandTx, operator: Operator, pin: OperatorInput['pin']): Promise<OperatorListRow> {
  const { operator_id, warehouse_ids } = operator;
  const others = (await tx.all('operator')).filter((one) => one.operator_id !== operator_id);
  const taken = [
    ...codeTaken(
      others.filter((one) => (one.double_of ?? null) === null),
      operator.code,
    ),
    ...(await tx.taken('operator', operator, 'operator')),
  ];
  refuseFaults([
    ...taken.filter((one, at) => taken.findIndex(({ where }) => where === one.where) === at),
    ...(await unknownWarehouses(
      tx,
      (warehouse_ids ?? []).map((warehouse_id, at) => ({ warehouse_id, field: `warehouse_ids.${at}` })),
    )),
  ]);
  // Without an admin everybody would be locked out for good.
  const isAdministered = others.some((one) => administers(one) && one.pin_hash !== null);
  if ((!administers(operator) || pin === null) && others.length > 0 && !isAdministered) {
    throw new Refusal('request.conflict', {
      detail: 'This is the last active admin with a PIN; make another one first.',
    });
  }
  tx.put('operator', [operator]);
  return showOperator(operator);
}

function fieldsOf(input: OperatorInput): Omit<Operator, 'operator_id' | 'pin_hash'> {
  const { name, role, warehouse_ids, active } = input;
  return { code: input.code.trim(), name, role, badge: input.badge?.trim() ?? null, warehouse_ids, active };
}

/** Undefined: the PIN stays as it is. Hashed before the tenant is locked, for it takes long on purpose. */
const pinHash = async ({ pin }: OperatorInput): Promise<string | null | undefined> =>
  typeof pin === 'string' ? hashPin(pin, nodeCrypto) : pin;

const createOperator: ServedCall = serve(CENTRAL_API['operators.create'], async ({ central, who, body }) => {
  const pin_hash = (await pinHash(body)) ?? null;
  return command(central, who, (tx) => put(tx, { operator_id: uuidv7(), ...fieldsOf(body), pin_hash }, body.pin));
});

const updateOperator: ServedCall = serve(CENTRAL_API['operators.update'], async ({ central, who, params, body }) => {
  const { revision, ...input } = body;
  const { operator_id } = params;
  const pin_hash = await pinHash(input);
  const shown = await command(central, who, async (tx) => {
    const present = await editedRow(tx, 'operator', operator_id, revision, 'operator');
    const operator = {
      operator_id,
      ...fieldsOf(input),
      pin_hash: pin_hash === undefined ? present.pin_hash : pin_hash,
    };
    return put(tx, operator, input.pin);
  });
  if (input.pin !== undefined || !input.active) await closeSessionsOf(central, who.tenant_id, operator_id);
  return shown;
});

export const OPERATOR_CALLS = {
  ...OPERATOR_QUERIES,
  'operators.create': createOperator,
  'operators.update': updateOperator,
};
