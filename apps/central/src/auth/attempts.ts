import { setTimeout as sleep } from 'node:timers/promises';
import type { Central } from './central.ts';
import { Refusal } from '../refusal.ts';
import type { ErrorCode } from '@serialbridge/protocol';
import { delayOf, judgeTry, type Tries, type TryLimit } from '@serialbridge/protocol/credentials';

/** Tries that belong to no tenant (pairing, addresses) are counted under this id. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';

export interface Limit extends TryLimit {
  readonly tenant_id: string;
  /** What is counted: an operator's code, an address. */
  readonly subject: string;
}

/** Tries at once read the clock at moments of their own. */
const SKEW_MS = 60_000;
/** Waits of wrong tries. */
const FIRST_DELAY_MS = 100;
const MOST_DELAY_MS = 2000;

/**
 * Counts a try as failed before it is judged, in one transaction, so that a hundred guesses sent at once are no more than a hundred sent
 * in a row; `succeeded` takes it back. The counts are in the database: a restart does not reset them.
 * @throws Refusal `locked` with the seconds to wait, when any of the limits is reached.
 */
export async function beginTry(
  { store, now }: Central,
  limits: readonly Limit[],
  locked: ErrorCode,
): Promise<{ failures: number }> {
  const at = now();
  const outcome = await store.transaction(async ({ db }) => {
    let locked_until = 0;
    const counted: (Tries & Pick<Limit, 'tenant_id' | 'subject'>)[] = [];
    for (const limit of limits.toSorted((a, b) => (a.subject < b.subject ? -1 : 1))) {
      const { tenant_id, subject } = limit;
      // Writing first makes whoever tries the same at the same time wait here (PostgreSQL); reading first would let all of them read the same count.
      await db
        .insertInto('sign_in_attempt')
        .values({ tenant_id, subject, failures: 0, last_failed_at: 0, locked_until: null })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'subject']).doUpdateSet({ subject }))
        .execute();
      const row = await db
        .selectFrom('sign_in_attempt')
        .selectAll()
        .where('tenant_id', '=', limit.tenant_id)
        .where('subject', '=', limit.subject)
        .executeTakeFirst();
      const judged = judgeTry(row ?? null, at, { ...limit, forgets: true, skew_ms: SKEW_MS });
      if ('counted' in judged) counted.push({ tenant_id, subject, ...judged.counted });
      else locked_until = Math.max(locked_until, judged.locked_until);
    }
    const failures = Math.max(0, ...counted.map((one) => one.failures));
    if (locked_until > 0) return { failures, locked_until };
    for (const values of counted)
      await db
        .insertInto('sign_in_attempt')
        .values(values)
        .onConflict((conflict) => conflict.columns(['tenant_id', 'subject']).doUpdateSet(values))
        .execute();
    return { failures, locked_until };
  });
  if (outcome.locked_until > 0) {
    throw new Refusal(locked, { retry_after: Math.ceil((outcome.locked_until - at) / 1000) });
  }
  return { failures: outcome.failures };
}

/** The try was right: the counts of these subjects go back to nothing. */
export async function succeeded({ store }: Central, limits: readonly Limit[]): Promise<void> {
  await store.transaction(async ({ db }) => {
    for (const { tenant_id, subject } of limits) {
      await db
        .deleteFrom('sign_in_attempt')
        .where('tenant_id', '=', tenant_id)
        .where('subject', '=', subject)
        .execute();
    }
  });
}

/** The try was right, but the limit is shared with others (an address): only this try is taken back. */
export async function takeBack({ store }: Central, limits: readonly Limit[]): Promise<void> {
  await store.transaction(async ({ db }) => {
    for (const { tenant_id, subject } of limits) {
      await db
        .updateTable('sign_in_attempt')
        .set((eb) => ({ failures: eb('failures', '-', 1), locked_until: null }))
        .where('tenant_id', '=', tenant_id)
        .where('subject', '=', subject)
        .where('failures', '>', 0)
        .execute();
    }
  });
}

/** Makes guessing slow before it locks. */
export async function delayAfter(failures: number): Promise<void> {
  await sleep(delayOf(failures, FIRST_DELAY_MS, MOST_DELAY_MS));
}
