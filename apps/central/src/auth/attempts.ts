import { judgeSliding, type SlidingLimit } from '@serialbridge/protocol/credentials';
import { noteAudit } from '../audit/index.ts';
import type { Caller } from './caller.ts';
import type { Central } from './central.ts';
import { Refusal } from '../refusal.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';

/** What belongs to no tenant (tries of unknown people, the key of challenges) is kept under this id. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Tries at once read the clock at moments of their own. */
const SKEW_MS = MINUTE_MS;

/** Wrong tries of one person from one address, or from one browser that has signed this person in before. */
const CLOSE: SlidingLimit = { tries: 5, window_ms: 15 * MINUTE_MS, skew_ms: SKEW_MS };
/** Wrong tries of one person from all browsers that have not: who guesses from many addresses gets no further. */
const FAR: SlidingLimit = { tries: 50, window_ms: DAY_MS, skew_ms: SKEW_MS };
/** A lock that goes on because somebody goes on is one entry of the audit log an hour. */
const SAME_LOCK_MS = 60 * MINUTE_MS;

/** Whose try it is. `operator_id` null: nobody has what was typed, `typed`. */
export interface Tried {
  readonly tenant_id: string;
  readonly operator_id: string | null;
  readonly name: string | null;
  readonly typed: string;
  readonly caller: Caller;
  /** The caller's browser has signed this person in before: nobody else's tries count there. */
  readonly is_known_device: boolean;
  /** True: the present PIN, which somebody types to change it. It is counted apart, so that nobody is locked out of the console at a station. */
  readonly is_pin?: boolean;
}

interface Counter extends SlidingLimit {
  readonly subject: string;
  /** A right try forgives the wrong ones before it. Not of those that other people may have made. */
  readonly forgives: boolean;
}

function countersOf({ operator_id, typed, caller, is_known_device, is_pin }: Tried): readonly Counter[] {
  const who = operator_id ?? `typed:${typed}`;
  if (is_pin === true) return [{ ...CLOSE, subject: `pin:${who}:${caller.address}`, forgives: true }];
  if (is_known_device) return [{ ...CLOSE, subject: `device:${who}:${caller.device_hash ?? ''}`, forgives: true }];
  // The wider one first: once it locks, another address makes no row.
  return [
    { ...FAR, subject: `person:${who}`, forgives: false },
    { ...CLOSE, subject: `address:${who}:${caller.address}`, forgives: true },
  ];
}

/** Wrong tries that were kept of a subject. */
interface Kept {
  readonly failed_at: readonly number[];
  readonly locked_until: number | null;
}

/** Where the counts of one try are kept. */
interface Keeper {
  read(subject: string): Promise<Kept>;
  write(subject: string, kept: Kept): Promise<void>;
}

function parseTimes(text: string | null | undefined): readonly number[] {
  const times: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(times) ? times.filter((one): one is number => typeof one === 'number') : [];
}

function inDatabase({ db }: WriteTx, tenant_id: string): Keeper {
  return {
    read: async (subject) => {
      // Writing first makes whoever tries the same at the same time wait here (PostgreSQL); reading first would let all of them read the same count.
      const fresh = { failures: 0, last_failed_at: 0, locked_until: null, failed_at: null };
      await db
        .insertInto('sign_in_attempt')
        .values({ tenant_id, subject, ...fresh })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'subject']).doUpdateSet({ subject }))
        .execute();
      const row = await db
        .selectFrom('sign_in_attempt')
        .select(['failed_at', 'locked_until'])
        .where('tenant_id', '=', tenant_id)
        .where('subject', '=', subject)
        .executeTakeFirst();
      return { failed_at: parseTimes(row?.failed_at), locked_until: row?.locked_until ?? null };
    },
    write: async (subject, { failed_at, locked_until }) => {
      if (failed_at.length === 0) {
        await db
          .deleteFrom('sign_in_attempt')
          .where('tenant_id', '=', tenant_id)
          .where('subject', '=', subject)
          .execute();
        return;
      }
      await db
        .updateTable('sign_in_attempt')
        .set({
          failed_at: JSON.stringify(failed_at),
          failures: failed_at.length,
          last_failed_at: failed_at.at(-1) ?? 0,
          locked_until,
        })
        .where('tenant_id', '=', tenant_id)
        .where('subject', '=', subject)
        .execute();
    },
  };
}

/** Tries of people whom nobody knows are counted alike, so that nobody learns whose code is good, and leave no row: whoever invents codes fills nothing. */
const MOST_UNKNOWN = 10_000;
const unknown = new WeakMap<Store, Map<string, Kept>>();

function inMemory(store: Store): Keeper {
  const counts = unknown.get(store) ?? new Map<string, Kept>();
  unknown.set(store, counts);
  return {
    read: async (subject) => counts.get(subject) ?? { failed_at: [], locked_until: null },
    write: async (subject, value) => {
      counts.delete(subject);
      counts.set(subject, value);
      for (const oldest of counts.keys()) {
        if (counts.size <= MOST_UNKNOWN) break;
        counts.delete(oldest);
      }
    },
  };
}

/** Does something with the counts of a try, all of it or nothing. */
function withKeeper<T>(central: Central, tried: Tried, work: (keeper: Keeper, tx: WriteTx | null) => Promise<T>) {
  const { operator_id, tenant_id } = tried;
  if (operator_id === null) return work(inMemory(central.store), null);
  return central.store.transaction((tx) => work(inDatabase(tx, tenant_id), tx));
}

/**
 * Counts a try as failed before it is judged, in one transaction, so that a hundred guesses sent at once are no more than a hundred sent in a
 * row; `takeBack` does what a right one deserves. The counts are in the database: a restart does not reset them.
 * @throws Refusal `auth.locked` with the seconds to wait
 */
export async function beginTry(central: Central, tried: Tried): Promise<void> {
  const at = central.now();
  const locked_until = await withKeeper(central, tried, async (keeper, tx) => {
    const counted: { readonly counter: Counter; readonly before: Kept; readonly kept: Kept }[] = [];
    for (const counter of countersOf(tried)) {
      const before = await keeper.read(counter.subject);
      const judged = judgeSliding(before.failed_at, at, counter);
      if (!('failed_at' in judged)) return judged.locked_until;
      counted.push({ counter, before, kept: judged });
    }
    for (const { counter, before, kept } of counted) {
      await keeper.write(counter.subject, kept);
      if (tx !== null && kept.locked_until !== null) await noteLock(tx, tried, before, kept.locked_until, at);
    }
    return null;
  });
  if (locked_until === null) return;
  central.metrics.sign_ins.inc({ kind: 'console', result: 'locked' });
  throw new Refusal('auth.locked', { retry_after: Math.max(1, Math.ceil((locked_until - at) / 1000)) });
}

async function noteLock(tx: WriteTx, tried: Tried, before: Kept, locked_until: number, now: number): Promise<void> {
  const { tenant_id, operator_id, name, typed, caller } = tried;
  if (before.locked_until !== null && Math.abs(now - before.locked_until) < SAME_LOCK_MS) return;
  await noteAudit(
    tx,
    { tenant_id, operator_id: null, by: null, address: caller.address, now },
    {
      kind: 'sign-in-locked',
      entity: 'operator',
      subject_id: operator_id,
      label: name,
      // Counted under the tenant's id, which says nothing to people.
      details: { subject: typed.replace(`${tenant_id} `, ''), minutes: Math.ceil((locked_until - now) / MINUTE_MS) },
    },
  );
}

/** The try was right: what this person got wrong here before is forgiven, and elsewhere only this try is taken back. */
export async function takeBack(central: Central, tried: Tried): Promise<void> {
  await withKeeper(central, tried, async (keeper) => {
    for (const { subject, forgives } of countersOf(tried)) {
      const { failed_at } = await keeper.read(subject);
      await keeper.write(subject, { failed_at: forgives ? [] : failed_at.slice(0, -1), locked_until: null });
    }
  });
}

/** Counts that lock nobody any more, and what a clock that was ahead has left. */
export async function sweepAttempts(store: Store, tenant_id: string, now: number): Promise<void> {
  await store.transaction(({ db }) =>
    db
      .deleteFrom('sign_in_attempt')
      .where('tenant_id', '=', tenant_id)
      .where((eb) => eb.or([eb('last_failed_at', '<', now - DAY_MS), eb('last_failed_at', '>', now + DAY_MS)]))
      .execute(),
  );
}

/** An admin gives this person a new start: everything counted is forgotten. */
export async function forgiveAll({ db }: WriteTx, tenant_id: string, operator_id: string): Promise<void> {
  await db
    .deleteFrom('sign_in_attempt')
    .where('tenant_id', '=', tenant_id)
    .where((eb) =>
      eb.or([
        eb('subject', '=', `person:${operator_id}`),
        eb('subject', 'like', `address:${operator_id}:%`),
        eb('subject', 'like', `device:${operator_id}:%`),
        eb('subject', 'like', `pin:${operator_id}:%`),
      ]),
    )
    .execute();
}

export interface Lock {
  readonly operator_id: string;
  readonly address: string | null;
  readonly known_device: boolean;
  readonly locked_until: number;
}

/** Who is locked out now, and where. */
export async function locksOf(db: ReadTx['db'], tenant_id: string, now: number): Promise<Lock[]> {
  const rows = await db
    .selectFrom('sign_in_attempt')
    .select(['subject', 'locked_until'])
    .where('tenant_id', '=', tenant_id)
    .where('locked_until', '>', now)
    .where('locked_until', '<=', now + DAY_MS + SKEW_MS)
    .orderBy('locked_until')
    .limit(20)
    .execute();
  return rows.flatMap(({ subject, locked_until }) => {
    const [, kind, operator_id, where] = /^(person|address|device):([0-9a-f-]{36})(?::(.*))?$/u.exec(subject) ?? [];
    if (operator_id === undefined || locked_until === null) return [];
    return [
      {
        operator_id,
        address: kind === 'address' ? (where ?? null) : null,
        known_device: kind === 'device',
        locked_until,
      },
    ];
  });
}
