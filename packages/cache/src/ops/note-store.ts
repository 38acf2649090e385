import type { Sqlite } from '../sqlite.ts';

/** Small things a service keeps over a restart, by name: which session is open, which line is current. */
export interface NoteStore {
  read(name: string): unknown;
  /** Null or undefined forgets. One commit, or part of the transaction under way. */
  write(notes: Readonly<Record<string, unknown>>): void;
}

export function noteStore(db: Sqlite): NoteStore {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM note WHERE name = ?');
  const put = db.prepare<[string, string]>('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)');
  const drop = db.prepare<[string]>('DELETE FROM note WHERE name = ?');
  return {
    read: (name) => {
      const text = get.get(name)?.value;
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    write: db.transaction((notes: Readonly<Record<string, unknown>>) => {
      for (const [name, value] of Object.entries(notes)) {
        if (value === null || value === undefined) drop.run(name);
        else put.run(name, JSON.stringify(value));
      }
    }),
  };
}
