import type { SignInRequest } from '@serialbridge/protocol/central';
import { passwordFaults } from '@serialbridge/protocol/credentials';
import { beginTry, takeBack, type Tried } from './attempts.ts';
import type { Caller } from './caller.ts';
import type { Central, SignedIn } from './central.ts';
import { isKnownDevice } from './known-devices.ts';
import { inLane } from './lanes.ts';
import { hashPassword, isOfOtherCost, keepPassword, nobodysPassword, verifyPassword } from './passwords.ts';
import { asSignedIn, findEnterer, tenantOf } from './people.ts';
import { fault, Refusal } from '../refusal.ts';
import { ERRORS } from '@serialbridge/protocol';

/** A wrong answer comes at a multiple of this, so that its time does not tell whether a row was written for it. */
const EVEN_MS = 250;
/** Too short for a password: this was typed at stations until now. */
const PIN_FORM = /^\d{4,11}$/u;

/** Waits until the answer to a wrong try tells nothing by its time. */
export async function answerEvenly({ wait }: Central, began: number): Promise<void> {
  const took = performance.now() - began;
  await wait(Math.ceil(took / EVEN_MS) * EVEN_MS - took);
}

/** The lane of a try: a browser that has signed this person in before has its own, everybody else shares that of the address. */
function laneOf({ operator_id, caller, is_known_device }: Tried): string {
  return is_known_device ? `device:${operator_id ?? ''}:${caller.device_hash ?? ''}` : `address:${caller.address}`;
}

/** @throws Refusal `auth.wrong-password`, `auth.locked`, `auth.slowed` */
async function judgePassword(central: Central, tried: Tried, password: string): Promise<void> {
  const { tenant_id, operator_id } = tried;
  const began = performance.now();
  await inLane(central, laneOf(tried), async (noteWrong) => {
    await beginTry(central, tried).catch((error: unknown) => {
      noteWrong();
      throw error;
    });
    const kept =
      operator_id === null
        ? undefined
        : await central.store.db
            .selectFrom('operator_password')
            .select('password_hash')
            .where('tenant_id', '=', tenant_id)
            .where('operator_id', '=', operator_id)
            .executeTakeFirst();
    const right = await verifyPassword(password, kept?.password_hash ?? (await nobodysPassword(central.password_cost)));
    if (!right || kept === undefined) {
      noteWrong();
      central.metrics.sign_ins.inc({ kind: 'console', result: 'wrong' });
      central.logger.warn({ tenant_id, operator_id, address: tried.caller.address }, 'wrong password');
      await answerEvenly(central, began);
      throw new Refusal('auth.wrong-password');
    }
    await takeBack(central, tried);
    if (operator_id !== null && isOfOtherCost(kept.password_hash, central.password_cost)) {
      const made = await hashPassword(password, central.password_cost);
      await central.store.transaction((tx) => keepPassword(tx, { tenant_id, operator_id }, made, central.now()));
    }
  });
}

/**
 * Judges a code (or badge) and password. Unknown people, people without a password and people who left take as long as a wrong password and get
 * the same answer; they are counted and locked alike, so that nobody learns whose code is good.
 * @throws Refusal `auth.pin-at-console`, `auth.wrong-password`, `auth.locked`, `auth.slowed`
 */
export async function signIn(central: Central, request: SignInRequest, caller: Caller): Promise<SignedIn> {
  if (PIN_FORM.test(request.password)) throw new Refusal('auth.pin-at-console');
  const tenant_id = await tenantOf(central, request.tenant_id);
  const column = 'code' in request ? 'code' : 'badge';
  const typed = ('code' in request ? request.code : request.badge).trim();
  const person = await findEnterer(central, tenant_id, column, typed);
  const is_known_device =
    person !== undefined &&
    (await isKnownDevice(central.store.db, { tenant_id, operator_id: person.operator_id }, caller));
  const tried: Tried = {
    tenant_id,
    operator_id: person?.operator_id ?? null,
    name: person?.name ?? null,
    typed: `${tenant_id} ${column} ${typed.toLowerCase()}`,
    caller,
    is_known_device,
  };
  await judgePassword(central, tried, request.password);
  // Nobody without a row has a password that is right.
  if (person === undefined) throw new Refusal('auth.wrong-password');
  central.metrics.sign_ins.inc({ kind: 'console', result: 'right' });
  return asSignedIn(central, tenant_id, person);
}

/** Somebody who is signed in proves once more to be that person. @throws as `signIn` */
export async function proveAgain(central: Central, who: SignedIn, password: string, caller: Caller): Promise<void> {
  const { tenant_id, operator_id, code, name } = who;
  const is_known_device = await isKnownDevice(central.store.db, who, caller);
  await judgePassword(
    central,
    { tenant_id, operator_id, name, typed: `${tenant_id} code ${code.toLowerCase()}`, caller, is_known_device },
    password,
  );
}

/** @throws Refusal with every fault of a new password */
export function refuseBadPassword(password: string, who: { readonly code: string; readonly name: string }): void {
  const faults = passwordFaults(password, who);
  const [first] = faults;
  if (first === undefined) return;
  throw new Refusal(first, {
    detail: faults.map((id) => ERRORS[id].meaning).join(' '),
    errors: faults.map((id) => fault(id, ERRORS[id].meaning, 'password')),
  });
}
