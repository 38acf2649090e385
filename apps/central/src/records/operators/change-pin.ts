import * as nodeCrypto from 'node:crypto';
import { isTrusted } from '@serialbridge/core/rights';
import type { Row } from '@serialbridge/core/model';
import type { Fault } from '@serialbridge/protocol';
import { hashPin, judgePin, verifyPin, type PinOwner } from '@serialbridge/protocol/credentials';
import { noteAudit } from '../../audit/index.ts';
import { fault, Refusal } from '../../refusal.ts';
import { withoutTenant } from '../../storage/index.ts';
import type { ReadDb } from '../../storage/store/store.ts';
import { beginTry, takeBack, type Tried } from '../../auth/attempts.ts';
import type { Central } from '../../auth/central.ts';
import { inLane } from '../../auth/lanes.ts';
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

/** Whoever types the present PIN, counted by where: a station, or an address. */
function triedBy({ tenant_id, operator_id, by, address }: PinOwnerAt, { code, name }: Row<'operator'>): Tried {
  const caller = { address: by ?? address ?? '', device_hash: null, device: '' };
  return { tenant_id, operator_id, name, typed: `the PIN of ${code}`, caller, is_known_device: false, is_pin: true };
}

/** @throws Refusal `auth.wrong-pin`, `auth.locked` */
async function judgePresent(central: Central, tried: Tried, pin: string | null, kept: PinSecret | null): Promise<void> {
  await inLane(central, `pin:${tried.operator_id ?? ''}:${tried.caller.address}`, async (noteWrong) => {
    await beginTry(central, tried);
    if (kept === null || pin === null || !(await verifyPin(pin, kept.pin_hash, nodeCrypto))) {
      noteWrong();
      throw new Refusal('auth.wrong-pin');
    }
    await takeBack(central, tried);
  });
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
  if (present !== null || given.pin !== null) await judgePresent(central, triedBy(owner, operator), given.pin, present);
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
