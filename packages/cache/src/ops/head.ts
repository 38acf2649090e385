import { ZERO_HASH } from '@serialbridge/protocol/envelope';
import type { Sqlite } from '../sqlite.ts';

/** Where the chain ends: the next event gets `seq + 1` and `hash` as its prev_hash. */
export interface Head {
  readonly incarnation: string;
  readonly seq: number;
  readonly hash: string;
}

interface MetaRow {
  readonly value: string;
}

/** Begins a new chain; the events of the old one stay, and are pushed under their own incarnation. */
export function beginIncarnation(db: Sqlite, incarnation: string, file_id: string): Head {
  const head: Head = { incarnation, seq: 0, hash: ZERO_HASH };
  db.transaction(() => {
    db.prepare('INSERT OR REPLACE INTO head (only, incarnation, seq, hash) VALUES (1, ?, 0, ?)').run(
      incarnation,
      ZERO_HASH,
    );
    db.prepare(`INSERT OR REPLACE INTO meta VALUES ('file_id', ?)`).run(file_id);
  }).immediate();
  return head;
}

/**
 * Reads the head; begins a new incarnation when there is none, or when the file is a copy of the one it was begun on (another inode or time
 * of birth): a copied folder and the original must not write two histories under one name. A wrong guess costs nothing but a new chain.
 * A whole disk that was cloned looks the same from here; central finds that out by the hashes.
 */
export function readHead(db: Sqlite, file_id: string, newId: () => string): Head {
  const head = db.prepare<[], Head>('SELECT incarnation, seq, hash FROM head').get();
  const known = db.prepare<[], MetaRow>(`SELECT value FROM meta WHERE name = 'file_id'`).get()?.value;
  if (head === undefined || known !== file_id) return beginIncarnation(db, newId(), file_id);
  return head;
}
