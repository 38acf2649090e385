import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { columnsOf } from '@serialbridge/core/model';
import type { CentralUnderBench } from './central-under-bench.ts';
import { unitsAsCopyText } from './units.ts';

const CHUNK = 20_000;
const names = ['tenant_id', ...columnsOf('unit').map(({ name }) => name)].map((name) => `"${name}"`).join(', ');

function* texts({ w }: CentralUnderBench, units: number): Generator<string> {
  for (let from = 0; from < units; from += CHUNK) yield unitsAsCopyText(w, from, Math.min(units, from + CHUNK));
}

async function intoPostgres(central: CentralUnderBench, connectionString: string, units: number): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const lines = function* lines(): Generator<string> {
      for (const text of texts(central, units)) yield text.replaceAll(/^(?=.)/gmu, `${central.tenant_id}\t`);
    };
    await pipeline(Readable.from(lines()), client.query(copyFrom(`COPY unit (${names}) FROM STDIN`)));
    // As of a table that has long been there: or else its first vacuum and the writing back of its pages would take the disk in the midst of a measurement.
    await client.query('VACUUM (ANALYZE) unit');
    // Not every user may.
    await client.query('CHECKPOINT').catch(() => undefined);
  } finally {
    await client.end();
  }
}

function intoSqlite(central: CentralUnderBench, units: number): void {
  const booleans = columnsOf('unit').map(({ type }) => type === 'boolean');
  const db = new Database(join(central.data_dir, 'central.db'));
  db.exec('PRAGMA cache_size = -524288; BEGIN');
  const insert = db.prepare(`INSERT INTO unit (${names}) VALUES (?, ${booleans.map(() => '?').join(', ')})`);
  for (const text of texts(central, units)) {
    for (const line of text.trimEnd().split('\n')) {
      const values = line.split('\t').map((field, at) => {
        if (field === String.raw`\N`) return null;
        return booleans[at] === true ? Number(field === 't') : field;
      });
      insert.run(central.tenant_id, values);
    }
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

/** Units 0 … `units` straight into the table, as fast as the engine takes them: how they came there is not what is measured. Central must not run. */
export async function fillUnits(central: CentralUnderBench, units: number): Promise<void> {
  if (central.database_url === null) intoSqlite(central, units);
  else await intoPostgres(central, central.database_url, units);
}
