import * as nodeCrypto from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { hashPin, normalPassword, parsePinHash, verifyPin, type ScryptCost } from '@serialbridge/protocol/credentials';
import type { WriteTx } from '../storage/store/store.ts';

/**
 * OWASP's cost for scrypt: 128 MiB and about 0.3 s a guess. scrypt and not Argon2id: Node has that only as a release candidate, and since 24.7
 * only, while central runs on Node 20 too.
 */
export const PASSWORD_COST: ScryptCost = { N: 131_072, r: 8, p: 1 };

export function hashPassword(password: string, cost: ScryptCost): Promise<string> {
  return hashPin(normalPassword(password), nodeCrypto, cost);
}

export function verifyPassword(password: string, password_hash: string): Promise<boolean> {
  return verifyPin(normalPassword(password), password_hash, nodeCrypto);
}

/** True if the hash is of another cost than passwords have today: it is made anew when its person signs in. */
export function isOfOtherCost(password_hash: string, { N, r, p }: ScryptCost): boolean {
  const kept = parsePinHash(password_hash);
  return kept?.N !== N || kept.r !== r || kept.p !== p;
}

const nobodys = new Map<number, Promise<string>>();

/** Checked when there is no such person or no password, so that the answer takes as long. */
export function nobodysPassword(cost: ScryptCost): Promise<string> {
  const made = nobodys.get(cost.N) ?? hashPassword(randomBytes(16).toString('hex'), cost);
  nobodys.set(cost.N, made);
  return made;
}

/** Puts a new hash in place of whatever there was. */
export async function keepPassword(
  { db }: WriteTx,
  { tenant_id, operator_id }: { readonly tenant_id: string; readonly operator_id: string },
  password_hash: string,
  now: number,
): Promise<void> {
  const kept = { password_hash, set_at: now };
  await db
    .insertInto('operator_password')
    .values({ tenant_id, operator_id, ...kept })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'operator_id']).doUpdateSet(kept))
    .execute();
}
