import { setTimeout as sleep } from 'node:timers/promises';
import type { Central } from '../central.ts';
import { Refusal } from '../refusal.ts';
import type { ErrorCode } from '@serialbridge/protocol';

/** Tries that belong to no tenant (pairing, addresses) are counted under this id. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';

export interface Limit {
  readonly tenant_id: string;
  /** What is counted: an operator's code, an address. */
  readonly subject: string;
  /** Wrong tries until it locks. */
  readonly tries: number;
  readonly lock_ms: number;
}

/** Tries at once read the clock at moments of their own. */
const SKEW_MS = 60_000;
/** Waits double from 100 ms with every wrong try, up to this. */
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
  /** No lock ends later, and no failure counts longer: an instant farther away was written while the clock was wrong. */
  const isNear = (instant: number, { lock_ms }: Limit): boolean => Math.abs(instant - at) <= lock_ms + SKEW_MS;
  const outcome = await store.transaction(async ({ db }) => {
    let failures = 0;
    let locked_until = 0;
    const found: { limit: Limit; count: number }[] = [];
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
      if (row?.locked_until && isNear(row.locked_until, limit) && row.locked_until > at)
        locked_until = Math.max(locked_until, row.locked_until);
      // Old failures are forgotten when as long has gone by as a lock lasts.
      const count =
        row && isNear(row.last_failed_at, limit) && !(row.locked_until !== null && row.locked_until <= at)
          ? row.failures
          : 0;
      found.push({ limit, count });
    }
    if (locked_until > 0) return { failures, locked_until };
    for (const { limit, count } of found) {
      failures = Math.max(failures, count + 1);
      const values = {
        tenant_id: limit.tenant_id,
        subject: limit.subject,
        failures: count + 1,
        last_failed_at: at,
        locked_until: count + 1 >= limit.tries ? at + limit.lock_ms : null,
      };
      await db
        .insertInto('sign_in_attempt')
        .values(values)
        .onConflict((conflict) => conflict.columns(['tenant_id', 'subject']).doUpdateSet(values))
        .execute();
    }
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
  await sleep(Math.min(MOST_DELAY_MS, 100 * 2 ** (failures - 1)));
}
