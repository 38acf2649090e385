import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { columnsOf } from '@serialbridge/core/model';

/**
 * The plainest source there can be for a first pull: all units as COPY text down one HTTP answer. No snapshot, no chunks, no hashes, no
 * compression. Arguments: a SQLite file or a postgres:// address.
 */
const [source = ''] = process.argv.slice(2);
const names = columnsOf('unit').map(({ name }) => name);

function* linesOfSqlite(): Generator<string> {
  const db = new Database(source, { readonly: true });
  const line = names.map((name) => `coalesce("${name}", '\\N')`).join(' || char(9) || ');
  let lines: string[] = [];
  for (const one of db.prepare<[], string>(`SELECT ${line} FROM unit`).pluck(true).iterate()) {
    lines.push(one);
    if (lines.length < 1000) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
  db.close();
}

const server = createServer((_, response) => {
  const send = async (): Promise<void> => {
    if (!source.startsWith('postgres')) {
      await pipeline(Readable.from(linesOfSqlite()), response);
      return;
    }
    const client = new Client({ connectionString: source });
    await client.connect();
    const list = names.map((name) => `"${name}"`).join(', ');
    await pipeline(client.query(copyTo(`COPY unit (${list}) TO STDOUT`)), response);
    await client.end();
  };
  send().catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  console.log(JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}/` }));
});
process.once('SIGTERM', () => process.exit(0));
