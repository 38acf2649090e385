import type { Sqlite } from '../sqlite.ts';

/** Wrong tries of one operator at this station; kept in ops.db, so that a restart doesn't forgive them. */
export interface SignInTry {
  readonly failures: number;
  readonly last_at: number;
  /** 0: not locked. */
  readonly locked_until: number;
}

export interface SignInTries {
  read(subject: string): SignInTry | null;
  write(subject: string, value: SignInTry): void;
  forget(subject: string): void;
}

export function signInTries(db: Sqlite): SignInTries {
  const get = db.prepare<[string], SignInTry>(
    'SELECT failures, last_at, locked_until FROM sign_in_try WHERE subject = ?',
  );
  const put = db.prepare<[string, number, number, number]>(
    'INSERT OR REPLACE INTO sign_in_try (subject, failures, last_at, locked_until) VALUES (?, ?, ?, ?)',
  );
  const drop = db.prepare<[string]>('DELETE FROM sign_in_try WHERE subject = ?');
  return {
    read: (subject) => get.get(subject) ?? null,
    write: (subject, { failures, last_at, locked_until }) => {
      put.run(subject, failures, last_at, locked_until);
    },
    forget: (subject) => {
      drop.run(subject);
    },
  };
}
