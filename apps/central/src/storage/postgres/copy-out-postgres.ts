import { Buffer } from 'node:buffer';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { columnsOf, ENTITIES, type Entity } from '@serialbridge/core/model';
import { COPY_CHUNK_ROWS, type CopyChunk, type CopyOut } from '../store/store.ts';
import type { Database } from '../store/database.ts';
import { scopeCondition } from '../store/scope-condition.ts';

const LINE_END = 10;
const UUID = /^[0-9a-f-]{36}$/;

/** A line end inside a value is written as `\n` (backslash, n), so that every byte 10 ends a row. */
async function* chunksOfEntity(
  client: PoolClient,
  tenant_id: string,
  entity: Entity,
  warehouse_id: string | null,
): AsyncGenerator<CopyChunk> {
  const columns = columnsOf(entity).map((column) => `"${column.name}"`);
  const key = ENTITIES[entity].key.map((column) => `"${column}"`);
  const text = `copy (select ${columns.join(', ')} from "${entity}" t where tenant_id = '${tenant_id}'${scopeCondition(entity, 't', warehouse_id)} order by ${key.join(', ')}) to stdout`;
  const stream = client.query(copyTo(text, { highWaterMark: 1024 * 1024 }));
  let parts: Buffer[] = [];
  let rows = 0;
  const take = (): CopyChunk => {
    const chunk: CopyChunk = { entity, rows, text: Buffer.concat(parts) };
    parts = [];
    rows = 0;
    return chunk;
  };
  for await (const piece of stream) {
    const bytes = piece as Buffer;
    let from = 0;
    for (let at = bytes.indexOf(LINE_END); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) {
      rows += 1;
      if (rows === COPY_CHUNK_ROWS) {
        parts.push(bytes.subarray(from, at + 1));
        from = at + 1;
        yield take();
      }
    }
    if (from < bytes.length) parts.push(bytes.subarray(from));
  }
  if (rows > 0) yield take();
}

/** One REPEATABLE READ transaction on a connection of its own; the head is read in it first, so that every row is as of that version. */
export async function copyOutPostgres(
  pool: Pool,
  tenant_id: string,
  entities: readonly Entity[],
  warehouse_id: string | null,
): Promise<CopyOut> {
  if (!UUID.test(tenant_id)) throw new TypeError(`${tenant_id} is not a tenant id`);
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    const found = await client.query<Database['tenant_head']>('select * from tenant_head where tenant_id = $1', [
      tenant_id,
    ]);
    const [head] = found.rows;
    if (head === undefined) throw new Error(`no tenant ${tenant_id}`);
    const counts = entities.map((entity) => `(select count(*) from "${entity}" where tenant_id = '${tenant_id}')`);
    const counted = await client.query<{ total: string }>(`select ${counts.join(' + ')} as total`);
    broken = false;
    return {
      head,
      total_rows: Number(counted.rows[0]?.total),
      async *chunks() {
        // A copy that is left halfway leaves the connection in the middle of an answer: it is thrown away then.
        broken = true;
        for (const entity of entities) yield* chunksOfEntity(client, tenant_id, entity, warehouse_id);
        broken = false;
      },
      close: async () => {
        if (!broken) await client.query('commit');
        client.release(broken);
      },
    };
  } catch (error) {
    client.release(broken);
    throw error;
  }
}
