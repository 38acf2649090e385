import { hashSecret, makeOneTimeCode, normaliseTypedCode } from './secrets.ts';
import type { WriteTx } from '../storage/store/store.ts';

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
