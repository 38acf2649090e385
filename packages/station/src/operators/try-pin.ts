import { randomBytes, scrypt as nodeScrypt } from 'node:crypto';
import { CallError } from '@serialbridge/client';
import type { StationStore } from '@serialbridge/cache';
import { hashPin, verifyPin, type Scrypt } from '@serialbridge/protocol/credentials';

const scrypt: Scrypt = (secret, salt, length, cost) =>
  new Promise((resolve, reject) => {
    nodeScrypt(secret, salt, length, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });

export interface PinLimits {
  /** This many wrong tries in a row lock. */
  readonly tries: number;
  readonly lock_ms: number;
}

interface PinAttempt {
  /** Whose tries are counted: the operator's id, or what was typed if nobody has it. */
  readonly subject: string;
  /** Null: no such person, or no PIN. Takes as long as a wrong PIN. */
  readonly pin_hash: string | null;
  readonly pin: string;
  readonly limits: PinLimits;
}

export interface PinTrier {
  /** Resolves when the PIN is right; rejects with `auth.wrong-pin` or `auth.locked`. */
  try(attempt: PinAttempt): Promise<void>;
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

  const check = async ({ subject, pin_hash, pin, limits }: PinAttempt): Promise<void> => {
    const before = store.tries.read(subject);
    const at = now();
    // A lock that ends later than any can was written while the clock was wrong.
    if (before !== null && before.locked_until > at && before.locked_until <= at + limits.lock_ms) {
      const minutes = Math.ceil((before.locked_until - at) / 60_000);
      throw CallError.of('auth.locked', `Too many wrong tries; wait ${minutes} min or ask a supervisor.`, { minutes });
    }
    // A lock that is over leaves one try before the next.
    const failures = (before?.failures ?? 0) + 1;
    const locked = failures >= limits.tries;
    store.tries.write(subject, { failures, last_at: at, locked_until: locked ? at + limits.lock_ms : 0 });
    nobody ??= await hashPin('nobody', scrypt, randomBytes);
    const right = await verifyPin(pin, pin_hash ?? nobody, scrypt);
    if (right && pin_hash !== null) {
      store.tries.forget(subject);
      return;
    }
    await delay(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 10)));
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
