import * as nodeCrypto from 'node:crypto';
import { effectivePolicy } from '@serialbridge/core/policy';
import { isTrusted } from '@serialbridge/core/rights';
import type { Row } from '@serialbridge/core/model';
import type { Fault } from '@serialbridge/protocol';
import { hashPin, judgePin, verifyPin, type PinOwner } from '@serialbridge/protocol/credentials';
import { noteAudit } from '../../audit/index.ts';
import { fault, Refusal } from '../../refusal.ts';
import { withoutTenant } from '../../storage/index.ts';
import type { ReadDb } from '../../storage/store/store.ts';
import { beginTry, delayAfter, succeeded, type Limit } from '../../auth/attempts.ts';
import type { Central } from '../../auth/central.ts';
import { readPin, writePin, type PinSecret } from '../../auth/operator-secrets.ts';
import { command } from '../command.ts';
import { readRole } from '../../auth/rights.ts';

/** Whose PIN, and from where it is changed. */
interface PinOwnerAt {
  readonly tenant_id: string;
  readonly operator_id: string;
  /** The station's name; absent in the console. */
  readonly by?: string;
  readonly address?: string;
}

/** Everything that is wrong with a new PIN, at the field `where`. */
export const pinFaults = (pin: string, owner: PinOwner, where: string): Fault[] =>
  judgePin(pin, owner).map(({ code, message, params }) => fault(code, message, where, { ...params }));

/** Tries of a present PIN are counted apart from sign-ins: nobody is locked out of the console because somebody guesses at a station. */
async function limitOf({ store }: Central, { tenant_id, operator_id }: PinOwnerAt): Promise<Limit> {
  const values = await store.db
    .selectFrom('policy_value')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('level', '=', 'tenant')
    .execute();
  const policy = effectivePolicy(values, { warehouse_id: null, station_id: null });
  return {
    tenant_id,
    subject: `pin-of:${operator_id}`,
    tries: policy.get('station.pin_tries_before_lock'),
    lock_ms: policy.get('station.lock_minutes') * 60_000,
  };
}

async function ownerOf(db: ReadDb, { tenant_id, operator_id }: PinOwnerAt): Promise<Row<'operator'>> {
  const row = await db
    .selectFrom('operator')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .where('active', '=', true)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('auth.wrong-pin');
  return withoutTenant(row);
}

/**
 * A person changes the own PIN, with the present one. Whoever has none (it was taken away, or expired with a station) says null; then the caller
 * has made sure of the person by a password.
 * @throws Refusal `pin.refused`, `auth.wrong-pin`, `auth.locked`
 */
export async function changePin(
  central: Central,
  owner: PinOwnerAt,
  given: { readonly pin: string | null; readonly new_pin: string },
): Promise<PinSecret> {
  const { store } = central;
  const { tenant_id, operator_id } = owner;
  const operator = await ownerOf(store.db, owner);
  const { rights } = await readRole(store.db, tenant_id, operator.role);
  const faults = pinFaults(given.new_pin, { code: operator.code, is_trusted: isTrusted(rights) }, 'new_pin');
  if (given.pin === given.new_pin) faults.push(fault('pin.unchanged', 'This is the present PIN.', 'new_pin'));
  if (faults.length > 0)
    throw new Refusal('pin.refused', { errors: faults, detail: faults.map(({ message }) => message).join(' ') });
  const present = await readPin(store.db, tenant_id, operator_id);
  if (present !== null || given.pin !== null) {
    const limit = await limitOf(central, owner);
    const { failures } = await beginTry(central, [limit], 'auth.locked');
    if (present === null || given.pin === null || !(await verifyPin(given.pin, present.pin_hash, nodeCrypto))) {
      await delayAfter(failures);
      throw new Refusal('auth.wrong-pin');
    }
    await succeeded(central, [limit]);
  }
  const now = central.now();
  const secret: PinSecret = {
    pin_hash: await hashPin(given.new_pin, nodeCrypto),
    pin_state: 'set',
    pin_digits: given.new_pin.length,
    pin_changed_at: now,
  };
  await command(central, owner, async (tx, write) => {
    const row = await tx.row('operator', operator_id);
    const before = await readPin(tx.db, tenant_id, operator_id);
    // Somebody reset or took the PIN away meanwhile: theirs holds.
    if (row?.active !== true || before?.pin_hash !== present?.pin_hash) throw new Refusal('request.conflict');
    await writePin(write.db, tenant_id, operator_id, secret);
    const who = { tenant_id, now, operator_id, by: owner.by ?? null, address: owner.address ?? null };
    const about = { entity: 'operator', record_key: operator_id, subject_id: operator_id, label: row.name } as const;
    await noteAudit(write, who, { kind: 'pin-changed', ...about, details: {} });
    tx.put('operator', [{ ...row, pin_changed_at: now }]);
  });
  return secret;
}
