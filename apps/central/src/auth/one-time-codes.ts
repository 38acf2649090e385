import { timingSafeEqual } from 'node:crypto';
import { hashSecret, makeOneTimeCode, normaliseTypedCode } from './secrets.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';

const LASTS_MS = 24 * 60 * 60 * 1000;

interface Whose {
  readonly tenant_id: string;
  readonly operator_id: string;
}

/** A code with which this person sets a password: good once, for 24 hours; an earlier code no longer works. Only its hash is kept. */
export async function giveOneTimeCode(
  { db }: WriteTx,
  { tenant_id, operator_id }: Whose,
  { made_by, now }: { readonly made_by: string | null; readonly now: number },
): Promise<{ one_time_code: string; expires_at: number }> {
  const one_time_code = makeOneTimeCode();
  const expires_at = now + LASTS_MS;
  const kept = { code_hash: hashSecret(normaliseTypedCode(one_time_code)), made_by, made_at: now, expires_at };
  await db
    .insertInto('one_time_code')
    .values({ tenant_id, operator_id, ...kept })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'operator_id']).doUpdateSet(kept))
    .execute();
  return { one_time_code, expires_at };
}

/** True if it is the code of this person and still good. */
export async function isOneTimeCode(
  db: ReadTx['db'],
  { tenant_id, operator_id }: Whose,
  typed: string,
  now: number,
): Promise<boolean> {
  const kept = await db
    .selectFrom('one_time_code')
    .select(['code_hash', 'expires_at'])
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .executeTakeFirst();
  const typed_hash = hashSecret(normaliseTypedCode(typed));
  return (
    kept !== undefined && kept.expires_at > now && timingSafeEqual(Buffer.from(kept.code_hash), Buffer.from(typed_hash))
  );
}

/** It is good no more after this. Of two that use it at once one deletes it. @returns true if it was this one */
export async function useOneTimeCode(
  { db }: WriteTx,
  { tenant_id, operator_id }: Whose,
  typed: string,
  now: number,
): Promise<boolean> {
  const used = await db
    .deleteFrom('one_time_code')
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .where('code_hash', '=', hashSecret(normaliseTypedCode(typed)))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return used.numDeletedRows === 1n;
}

export async function sweepOneTimeCodes(store: Store, tenant_id: string, now: number): Promise<void> {
  await store.transaction(({ db }) =>
    db.deleteFrom('one_time_code').where('tenant_id', '=', tenant_id).where('expires_at', '<', now).execute(),
  );
}
