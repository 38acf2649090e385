import * as nodeCrypto from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { roleAmong } from '@serialbridge/core/ledger';
import type { Row } from '@serialbridge/core/model';
import { isBuiltInRole, isTrusted } from '@serialbridge/core/rights';
import type { Fault } from '@serialbridge/protocol';
import { CENTRAL_API, type OperatorInput, type OperatorListRow } from '@serialbridge/protocol/central';
import { hashPin } from '@serialbridge/protocol/credentials';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { noteAudit } from '../../audit/index.ts';
import { readPins, writePin, type PinSecret } from '../../auth/operator-secrets.ts';
import { enterersOf } from '../../auth/people.ts';
import { endSessions } from '../../auth/sessions.ts';
import type { SignedIn } from '../../auth/central.ts';
import { fault } from '../../refusal.ts';
import { command, editedRow, refuseFaults, type CommandTx } from '../command.ts';
import type { WriteTx } from '../../storage/store/store.ts';
import { checkAdministered, checkReach, rightsAmong } from '../roles/grants.ts';
import { unknownWarehouses } from '../warehouses/commands.ts';
import { changePin, pinFaults } from './change-pin.ts';
import { OPERATOR_QUERIES, showOperator } from './queries.ts';
import { SIGN_IN_CALLS } from './sign-in-calls.ts';

type Operator = Row<'operator'>;

/** Codes are compared without regard to capitals, as stations do. */
const codeTaken = (others: readonly Operator[], code: string): Fault[] =>
  others.some((one) => one.code.toLowerCase() === code.toLowerCase())
    ? [fault('record.taken', `The code ${code} is another operator's.`, 'code')]
    : [];

/** What an admin says of somebody's PIN: undefined leaves it as it is, null takes it away. */
type GivenPin = PinSecret | null | undefined;

/** An unknown role gives nothing, and whoever has it can do nothing. */
const unknownRole = (roles: readonly Row<'role'>[], { role }: Operator): Fault[] =>
  isBuiltInRole(role) || roleAmong(roles, role) !== null
    ? []
    : [fault('record.unknown', `There is no role ${role}.`, 'role')];

interface Change {
  readonly operator: Operator;
  /** As it was; null: a new person. */
  readonly present: Operator | null;
  readonly given: GivenPin;
  /** The new PIN itself, to be judged for this person. */
  readonly typed: string | null;
}

async function put(
  tx: CommandTx,
  write: WriteTx,
  who: SignedIn,
  { operator, present, given, typed }: Change,
): Promise<OperatorListRow> {
  const { operator_id, warehouse_ids } = operator;
  const [people, roles] = [await tx.all('operator'), await tx.all('role')];
  const touched = [...(present === null ? [] : rightsAmong(roles, present.role)), ...rightsAmong(roles, operator.role)];
  checkReach(who, touched, present === null ? 'Making such a person' : `Changing ${present.name}`);
  const others = people.filter((one) => one.operator_id !== operator_id);
  const taken = [
    ...codeTaken(
      others.filter((one) => (one.double_of ?? null) === null),
      operator.code,
    ),
    ...(await tx.taken('operator', operator, 'operator')),
  ];
  const is_trusted = isTrusted(rightsAmong(roles, operator.role));
  refuseFaults([
    ...(typed === null ? [] : pinFaults(typed, { code: operator.code, is_trusted }, 'pin')),
    ...unknownRole(roles, operator),
    ...taken.filter((one, at) => taken.findIndex(({ where }) => where === one.where) === at),
    ...(await unknownWarehouses(
      tx,
      (warehouse_ids ?? []).map((warehouse_id, at) => ({ warehouse_id, field: `warehouse_ids.${at}` })),
    )),
  ]);
  const pins = await readPins(tx.db, tx.tenant_id);
  const pin = given === undefined ? (pins.get(operator_id) ?? null) : given;
  const sign_in = await enterersOf(tx.db, tx.tenant_id, tx.now);
  checkAdministered({ people, roles, sign_in }, { people: [...others, operator], roles, sign_in });
  const row = given === undefined ? operator : { ...operator, pin_changed_at: pin?.pin_changed_at ?? tx.now };
  if (given !== undefined) await writePin(write.db, tx.tenant_id, operator_id, given);
  tx.put('operator', [row]);
  if (given !== undefined && (given !== null || pins.has(operator_id))) {
    const about = {
      entity: 'operator',
      record_key: operator_id,
      subject_id: operator_id,
      label: operator.name,
    } as const;
    await noteAudit(
      write,
      { ...who, now: tx.now, address: who.address ?? null },
      operator_id === who.operator_id && given !== null
        ? { kind: 'pin-changed', ...about, details: {} }
        : { kind: 'pin-reset', ...about, details: { has_pin: given !== null } },
    );
  }
  return showOperator(row, pin, rightsAmong(roles, row.role));
}

function fieldsOf(input: OperatorInput): Omit<Operator, 'operator_id'> {
  const { name, role, warehouse_ids, active } = input;
  return { code: input.code.trim(), name, role, badge: input.badge?.trim() ?? null, warehouse_ids, active };
}

/** Hashed before the tenant is locked, for it takes long on purpose. */
async function pinOf({ pin }: OperatorInput, mustChange: boolean, now: number): Promise<GivenPin> {
  if (typeof pin !== 'string') return pin;
  const pin_state = mustChange ? 'must-change' : 'set';
  return { pin_hash: await hashPin(pin, nodeCrypto), pin_state, pin_digits: pin.length, pin_changed_at: now };
}

const createOperator: ServedCall = serve(CENTRAL_API['operators.create'], async ({ central, who, body }) => {
  const pin = await pinOf(body, body.pin_must_change ?? false, central.now());
  return command(central, who, (tx, write) =>
    put(tx, write, who, {
      operator: { operator_id: uuidv7(), ...fieldsOf(body) },
      present: null,
      given: pin ?? undefined,
      typed: body.pin ?? null,
    }),
  );
});

const updateOperator: ServedCall = serve(CENTRAL_API['operators.update'], async ({ central, who, params, body }) => {
  const { revision, ...input } = body;
  const { operator_id } = params;
  const pin = await pinOf(input, input.pin_must_change ?? operator_id !== who.operator_id, central.now());
  return command(central, who, async (tx, write) => {
    const present = await editedRow(tx, 'operator', operator_id, revision, 'operator');
    // Who left is out at once, and stays out when the person comes back.
    if (!input.active) await endSessions(write, { tenant_id: who.tenant_id, operator_id });
    return put(tx, write, who, {
      operator: { ...present, ...fieldsOf(input) },
      present,
      given: pin,
      typed: input.pin ?? null,
    });
  });
});

const changeOwnPin: ServedCall = serve(CENTRAL_API['account.change_pin'], async ({ central, who, body }) => {
  await changePin(central, who, body);
  return {};
});

export const OPERATOR_CALLS = {
  ...OPERATOR_QUERIES,
  'account.change_pin': changeOwnPin,
  ...SIGN_IN_CALLS,
  'operators.create': createOperator,
  'operators.update': updateOperator,
};
