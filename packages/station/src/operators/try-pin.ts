import * as nodeCrypto from 'node:crypto';
import { CallError } from '@serialbridge/client';
import type { SignInTries, SignInTry, StationStore } from '@serialbridge/cache';
import { delayOf, hashPin, judgeTry, verifyPin, type TryLimit } from '@serialbridge/protocol/credentials';

export type PinLimits = TryLimit;

interface PinAttempt {
  /** Whose tries are counted: the operator's id, or what was typed if nobody has it. */
  readonly subject: string;
  /** Somebody has what was typed. */
  readonly is_known: boolean;
  /** Null: no such person, or no PIN. Takes as long as a wrong PIN. */
  readonly pin_hash: string | null;
  readonly pin: string;
  readonly limits: PinLimits;
}

export interface PinTrier {
  /** Resolves when the PIN is right; rejects with `auth.wrong-pin` or `auth.locked`. */
  try(attempt: PinAttempt): Promise<void>;
}

/** Tries of people whom nobody knows are counted alike, and leave no row: whoever invents codes fills no disk. */
const MOST_UNKNOWN = 1000;

function inMemory(): SignInTries {
  const kept = new Map<string, SignInTry>();
  return {
    read: (subject) => kept.get(subject) ?? null,
    write: (subject, value) => {
      kept.delete(subject);
      kept.set(subject, value);
      const [oldest] = kept.keys();
      if (kept.size > MOST_UNKNOWN && oldest !== undefined) kept.delete(oldest);
    },
    forget: (subject) => void kept.delete(subject),
  };
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 4_000;

/**
 * Checks PINs offline. Tries are counted per operator in ops.db and before the PIN is looked at, so that neither a restart nor pulling the plug
 * forgives one; one is checked at a time, so that guesses at once are no faster; each wrong one delays its answer, and a few lock.
 */
export function pinTrier(store: StationStore, now: () => number, delay: (ms: number) => Promise<void>): PinTrier {
  let last: Promise<unknown> = Promise.resolve();
  let nobody: string | null = null;
  const ofNobody = inMemory();

  const check = async ({ subject, is_known, pin_hash, pin, limits }: PinAttempt): Promise<void> => {
    const tries = is_known ? store.tries : ofNobody;
    const before = tries.read(subject);
    const at = now();
    // One process, one clock; and a lock that is over leaves one try before the next.
    const known = before && {
      failures: before.failures,
      last_failed_at: before.last_at,
      locked_until: before.locked_until === 0 ? null : before.locked_until,
    };
    const judged = judgeTry(known, at, { ...limits, forgets: false, skew_ms: 0 });
    if ('locked_until' in judged) {
      const minutes = Math.ceil((judged.locked_until - at) / 60_000);
      throw CallError.of('auth.locked', `Too many wrong tries; wait ${minutes} min or ask a supervisor.`, { minutes });
    }
    const { failures, locked_until } = judged.counted;
    tries.write(subject, { failures, last_at: at, locked_until: locked_until ?? 0 });
    nobody ??= await hashPin('nobody', nodeCrypto);
    const right = await verifyPin(pin, pin_hash ?? nobody, nodeCrypto);
    if (right && pin_hash !== null) {
      tries.forget(subject);
      return;
    }
    await delay(delayOf(failures, FIRST_DELAY_MS, LONGEST_DELAY_MS));
    throw CallError.of('auth.wrong-pin', 'No operator with that code and PIN; check both.', {
      left: Math.max(0, limits.tries - failures),
    });
  };

  return {
    try: (attempt) => {
      const mine = last.then(() => check(attempt));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
