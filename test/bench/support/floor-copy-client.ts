import { get, type IncomingMessage } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { columnsOf } from '@serialbridge/core/model';
import { check } from '../bench.ts';

export interface CopyFloor {
  /** Pull and insert, with the primary key only. */
  readonly ms: number;
  /** The cache's two indexes of units on top, in the same file. */
  readonly index_ms: number;
}

const answerOf = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, resolve).once('error', reject);
  });

/** One HTTP answer of COPY text into a table with the unit's columns and its key, in one transaction without a journal; by Node's own SQLite, which binds fastest. */
export async function pullByCopy(
  url: string,
  path: string,
  expected: { rows: number; cost: number },
): Promise<CopyFloor> {
  const columns = columnsOf('unit');
  const db = new DatabaseSync(path);
  const sqlType = {
    id: 'TEXT',
    text: 'TEXT',
    json: 'TEXT',
    integer: 'INTEGER',
    boolean: 'INTEGER',
    real: 'REAL',
  } as const;
  db.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536');
  const from = performance.now();
  const table = columns.map(({ name, type }) => `"${name}" ${sqlType[type]}`).join(', ');
  db.exec(`CREATE TABLE unit (${table}, PRIMARY KEY (unit_id)) WITHOUT ROWID`);
  const insert = db.prepare(`INSERT INTO unit VALUES (${columns.map(() => '?').join(', ')})`);
  const answer = await answerOf(url);
  answer.setEncoding('utf8');
  let rest = '';
  db.exec('BEGIN');
  for await (const text of answer) {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) insert.run(...line.split('\t').map((field) => (field === String.raw`\N` ? null : field)));
  }
  db.exec('COMMIT');
  const ms = performance.now() - from;
  db.exec(
    'CREATE INDEX by_serial ON unit (serial_norm); CREATE INDEX by_order ON unit (order_id) WHERE order_id IS NOT NULL',
  );
  const index_ms = performance.now() - from - ms;
  const { rows, cost } = { ...db.prepare('SELECT count(*) AS rows, sum(cost_cents) AS cost FROM unit').get() };
  db.close();
  check(
    rows === expected.rows && cost === expected.cost,
    `the floor's copy has ${String(rows)} units (cost ${String(cost)}), not ${expected.rows}`,
  );
  return { ms, index_ms };
}
