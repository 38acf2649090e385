import type { SetPasswordRequest } from '@serialbridge/protocol/central';
import { noteAudit } from '../audit/index.ts';
import { forgiveAll } from './attempts.ts';
import type { Caller } from './caller.ts';
import type { Central, SignedIn } from './central.ts';
import { forgetDevicesOf } from './known-devices.ts';
import { inLane } from './lanes.ts';
import { giveOneTimeCode, isOneTimeCode, useOneTimeCode } from './one-time-codes.ts';
import { removePasskeysOf } from './passkeys.ts';
import { hashPassword, keepPassword } from './passwords.ts';
import { asSignedIn, findEnterer, tenantOf } from './people.ts';
import { endSessions } from './sessions.ts';
import { answerEvenly, proveAgain, refuseBadPassword } from './sign-in.ts';
import { Refusal } from '../refusal.ts';

/**
 * A password set with a one-time code. The code is looked at first, so that nobody learns a person's name from what is wrong with a password; it
 * is used up only by a password that is taken. Every session of before ends.
 * @throws Refusal `auth.wrong-one-time-code`, `auth.slowed`, `password.…`
 */
export async function setPasswordByCode(
  central: Central,
  request: SetPasswordRequest,
  caller: Caller,
): Promise<SignedIn> {
  const { store, now } = central;
  const began = performance.now();
  const tenant_id = await tenantOf(central, request.tenant_id);
  return inLane(central, `address:${caller.address}`, async (noteWrong) => {
    const refuse = async (): Promise<never> => {
      noteWrong();
      central.metrics.sign_ins.inc({ kind: 'one-time-code', result: 'wrong' });
      await answerEvenly(central, began);
      throw new Refusal('auth.wrong-one-time-code');
    };
    const person = await findEnterer(central, tenant_id, 'code', request.code.trim());
    const whose = { tenant_id, operator_id: person?.operator_id ?? tenant_id };
    const isRight = await isOneTimeCode(store.db, whose, request.one_time_code, now());
    if (!isRight || person === undefined) return refuse();
    refuseBadPassword(request.password, person);
    const made = await hashPassword(request.password, central.password_cost);
    const isUsed = await store.transaction(async (tx) => {
      if (!(await useOneTimeCode(tx, whose, request.one_time_code, now()))) return false;
      await keepPassword(tx, whose, made, now());
      await forgiveAll(tx, tenant_id, whose.operator_id);
      await endSessions(tx, whose);
      await notePassword(tx, { ...whose, name: person.name }, caller, now());
      return true;
    });
    if (!isUsed) return refuse();
    central.metrics.sign_ins.inc({ kind: 'one-time-code', result: 'right' });
    return asSignedIn(central, tenant_id, person);
  });
}

function notePassword(
  tx: Parameters<typeof noteAudit>[0],
  { tenant_id, operator_id, name }: Pick<SignedIn, 'tenant_id' | 'operator_id' | 'name'>,
  { address }: Caller,
  now: number,
): Promise<void> {
  return noteAudit(
    tx,
    { tenant_id, operator_id, address, now },
    { kind: 'password-changed', entity: 'operator', subject_id: operator_id, label: name, details: {} },
  );
}

/**
 * Somebody's own password, by the old one. The own other sessions end.
 * @throws Refusal `auth.wrong-password`, `auth.locked`, `auth.slowed`, `password.…`
 */
export async function changeOwnPassword(
  central: Central,
  who: SignedIn & { readonly session_id: string },
  { current_password, password }: { readonly current_password: string; readonly password: string },
  caller: Caller,
): Promise<void> {
  refuseBadPassword(password, who);
  await proveAgain(central, who, current_password, caller);
  const made = await hashPassword(password, central.password_cost);
  await central.store.transaction(async (tx) => {
    await keepPassword(tx, who, made, central.now());
    await endSessions(tx, who, { but: who.session_id });
    await notePassword(tx, who, caller, central.now());
  });
}

/** An admin gives a person a one-time code. `reset`: the old password, passkeys, sessions and known browsers end with it. */
export async function giveCode(
  { store, now }: Central,
  admin: SignedIn,
  person: { readonly operator_id: string; readonly name: string },
  { reset, caller }: { readonly reset: boolean; readonly caller: Caller },
): Promise<{ one_time_code: string; expires_at: number }> {
  const whose = { tenant_id: admin.tenant_id, operator_id: person.operator_id };
  return store.transaction(async (tx) => {
    if (reset) {
      await tx.db
        .deleteFrom('operator_password')
        .where('tenant_id', '=', whose.tenant_id)
        .where('operator_id', '=', whose.operator_id)
        .execute();
      await removePasskeysOf(tx, whose);
      await forgetDevicesOf(tx, whose);
      await forgiveAll(tx, whose.tenant_id, whose.operator_id);
      await endSessions(tx, whose);
    }
    await noteAudit(
      tx,
      { tenant_id: admin.tenant_id, operator_id: admin.operator_id, address: caller.address, now: now() },
      {
        kind: reset ? 'password-reset' : 'one-time-code-given',
        entity: 'operator',
        subject_id: person.operator_id,
        label: person.name,
        details: {},
      },
    );
    return giveOneTimeCode(tx, whose, { made_by: admin.operator_id, now: now() });
  });
}
