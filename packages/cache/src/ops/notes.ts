import type { OpsFile } from './open-ops.ts';

/** Small things a service keeps over a restart, by name: which session is open, which line is current. */
export interface Notes {
  read(name: string): unknown;
  /** Null or undefined forgets. One commit, or part of the transaction under way. */
  write(notes: Readonly<Record<string, unknown>>): void;
}

export function noteStore({ db, writing }: OpsFile): Notes {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM note WHERE name = ?');
  const put = db.prepare<[string, string]>('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)');
  const drop = db.prepare<[string]>('DELETE FROM note WHERE name = ?');
  const write = db.transaction((notes: Readonly<Record<string, unknown>>) => {
    for (const [name, value] of Object.entries(notes)) {
      if (value === null || value === undefined) drop.run(name);
      else put.run(name, JSON.stringify(value));
    }
  });
  return {
    read: (name) => {
      const text = get.get(name)?.value;
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    write: (notes) => writing(() => write(notes)),
  };
}

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

export function signInTries({ db }: OpsFile): SignInTries {
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
