import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { timed } from '../measure.ts';

const BATCH = 500;
/** About what an envelope of one scan takes. */
const ENVELOPE = JSON.stringify({ text: 'x'.repeat(850) });

export interface EventFloor {
  /** Milliseconds for so many event rows, 500 a transaction, each durable when it is over. */
  insert(rows: number): Promise<number>;
  close(): Promise<void>;
}

interface Batch {
  readonly ids: readonly string[];
  readonly seqs: readonly number[];
}

function batches(rows: number): Batch[] {
  return Array.from({ length: Math.ceil(rows / BATCH) }, (_, at) => {
    const size = Math.min(BATCH, rows - at * BATCH);
    return {
      ids: Array.from({ length: size }, () => randomUUID()),
      seqs: Array.from({ length: size }, (__, index) => at * BATCH + index),
    };
  });
}

async function openPostgres(url: string): Promise<EventFloor> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE bench_floor (seq bigint NOT NULL, event_id uuid NOT NULL, envelope text NOT NULL)');
  return {
    insert: (rows) => {
      const prepared = batches(rows);
      return timed(async () => {
        for (const { ids, seqs } of prepared) {
          const envelopes = ids.map(() => ENVELOPE);
          await client.query('INSERT INTO bench_floor SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[])', [
            seqs,
            ids,
            envelopes,
          ]);
        }
      });
    },
    close: () => client.end(),
  };
}

function openSqlite(path: string): EventFloor {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE bench_floor (seq INTEGER NOT NULL, event_id TEXT NOT NULL, envelope TEXT NOT NULL)');
  const insert = db.prepare(`INSERT INTO bench_floor SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`);
  return {
    insert: (rows) => {
      const prepared = batches(rows);
      return timed(() => {
        for (const { ids, seqs } of prepared) insert.run(JSON.stringify(ids.map((id, at) => [seqs[at], id, ENVELOPE])));
      });
    },
    close: () => {
      db.close();
      return Promise.resolve();
    },
  };
}

/** The fewest statements that keep so many events: one batched insert a transaction, nothing read, checked or applied. */
export function openEventFloor(place: string): Promise<EventFloor> {
  return place.startsWith('postgres') ? openPostgres(place) : Promise.resolve(openSqlite(place));
}
