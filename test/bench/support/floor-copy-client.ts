import Database from 'better-sqlite3';
import { columnsOf } from '@serialbridge/core/model';
import { check } from '../bench.ts';

export interface CopyFloor {
  /** Pull and insert, with the primary key only. */
  readonly ms: number;
  /** The cache's two indexes of units on top, in the same file. */
  readonly index_ms: number;
}

/** One HTTP answer of COPY text into a table with the unit's columns and its key, in one transaction without a journal. */
export async function pullByCopy(
  url: string,
  path: string,
  expected: { rows: number; cost: number },
): Promise<CopyFloor> {
  const columns = columnsOf('unit');
  const db = new Database(path);
  const sqlType = {
    id: 'TEXT',
    text: 'TEXT',
    json: 'TEXT',
    integer: 'INTEGER',
    boolean: 'INTEGER',
    real: 'REAL',
  } as const;
  db.pragma('page_size = 8192');
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -65536');
  const from = performance.now();
  const table = columns.map(({ name, type }) => `"${name}" ${sqlType[type]}`).join(', ');
  db.exec(`CREATE TABLE unit (${table}, PRIMARY KEY (unit_id)) WITHOUT ROWID`);
  const insert = db.prepare(`INSERT INTO unit VALUES (${columns.map(() => '?').join(', ')})`);
  const response = await fetch(url);
  if (response.body === null) throw new Error('the floor sent nothing');
  const decoder = new TextDecoder();
  let rest = '';
  db.exec('BEGIN');
  for await (const bytes of response.body as ReadableStream<Uint8Array>) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) insert.run(line.split('\t').map((field) => (field === String.raw`\N` ? null : field)));
  }
  db.exec('COMMIT');
  const ms = performance.now() - from;
  db.exec(
    'CREATE INDEX by_serial ON unit (serial_norm); CREATE INDEX by_order ON unit (order_id) WHERE order_id IS NOT NULL',
  );
  const index_ms = performance.now() - from - ms;
  const [rows, cost] = db.prepare('SELECT count(*), sum(cost_cents) FROM unit').raw(true).get() as [number, number];
  db.close();
  check(
    rows === expected.rows && cost === expected.cost,
    `the floor's copy has ${rows} units (cost ${cost}), not ${expected.rows}`,
  );
  return { ms, index_ms };
}
