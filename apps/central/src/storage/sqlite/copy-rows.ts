import { type Column, columnsOf, ENTITIES, type Entity } from '@serialbridge/core/model';
import { COPY_CHUNK_ROWS, type CopyChunk, type CopyOut } from '../store/store.ts';
import type { Database } from '../store/database.ts';
import { openReadHandle } from './sqlite-handles.ts';
import { scopeCondition } from '../store/scope-condition.ts';

const quoted = (name: string): string => `"${name}"`;
const orNull = (expression: string): string => `coalesce(${expression}, '\\N')`;
const escaped = (name: string): string =>
  `replace(replace(replace(replace(${quoted(name)}, '\\', '\\\\'), char(9), '\\t'), char(10), '\\n'), char(13), '\\r')`;
const isText = (column: Column): boolean => column.type === 'text' || column.type === 'json';

function field(column: Column, careful: boolean): string {
  if (column.type === 'boolean') return orNull(`substr('ft', ${quoted(column.name)} + 1, 1)`);
  return orNull(isText(column) && careful ? escaped(column.name) : quoted(column.name));
}

/**
 * A query that gives each row of an entity as one line of PostgreSQL's COPY text format, without the line end, sorted by key. Hardly any row
 * has a character that needs escaping, and escaping every field costs more than all the rest: one test a row decides.
 */
function copyLineQuery(entity: Entity, warehouse_id: string | null): string {
  const columns = columnsOf(entity);
  // concat_ws fills one buffer; a chain of || copies the line again for every field, and takes twice as long.
  const line = (careful: boolean): string =>
    `concat_ws(char(9), ${columns.map((column) => field(column, careful)).join(', ')})`;
  const texts = columns.filter(isText).map((column) => quoted(column.name));
  const odd =
    texts.length === 0
      ? '0'
      : `concat_ws('', ${texts.join(', ')}) glob '*[\\' || char(9) || char(10) || char(13) || ']*'`;
  const key = ENTITIES[entity].key.map(quoted).join(', ');
  return `select case when ${odd} then ${line(true)} else ${line(false)} end from ${quoted(entity)} t where tenant_id = ?${scopeCondition(entity, 't', warehouse_id)} order by ${key}`;
}

/** What is copied out. */
export interface CopyTask {
  readonly file: string;
  readonly tenant_id: string;
  readonly entities: readonly Entity[];
  readonly warehouse_id: string | null;
}
export type CopyAnswer =
  | { readonly kind: 'head'; readonly head: unknown; readonly total_rows: number }
  | { readonly kind: 'chunk'; readonly entity: Entity; readonly rows: number; readonly text: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' };

const encoder = new TextEncoder();

/** Reads everything in one read transaction, and hands over a chunk whenever it is asked for one. */
export function* copyAnswers(task: CopyTask): Generator<CopyAnswer> {
  const handle = openReadHandle(task.file);
  try {
    handle.exec('begin');
    const head: unknown = handle.prepare('select * from tenant_head where tenant_id = ?').get(task.tenant_id);
    const count = (entity: Entity): number =>
      Number(handle.prepare(`select count(*) from "${entity}" where tenant_id = ?`).pluck(true).get(task.tenant_id));
    yield { kind: 'head', head, total_rows: task.entities.reduce((sum, entity) => sum + count(entity), 0) };
    for (const entity of task.entities) {
      let lines: string[] = [];
      const chunk = (): CopyAnswer => {
        // Bytes with a buffer of their own, which can be handed over without a copy.
        const text = encoder.encode(`${lines.join('\n')}\n`);
        const rows = lines.length;
        lines = [];
        return { kind: 'chunk', entity, rows, text };
      };
      for (const line of handle
        .prepare<[string], string>(copyLineQuery(entity, task.warehouse_id))
        .pluck(true)
        .iterate(task.tenant_id)) {
        lines.push(line);
        if (lines.length === COPY_CHUNK_ROWS) yield chunk();
      }
      if (lines.length > 0) yield chunk();
    }
    handle.exec('commit');
    yield { kind: 'end' };
  } finally {
    handle.close();
  }
}

/** The same in the calling thread, which it holds from chunk to chunk: for small databases (the simulator's). */
export function copyOutInline(task: CopyTask): CopyOut {
  const source = copyAnswers(task);
  const first = source.next().value;
  if (first?.kind !== 'head' || first.head === undefined) throw new Error(`no tenant ${task.tenant_id}`);
  return {
    head: first.head as Database['tenant_head'],
    total_rows: first.total_rows,
    async *chunks(): AsyncGenerator<CopyChunk> {
      for (const answer of source) if (answer.kind === 'chunk') yield answer;
    },
    close: () => {
      source.return(undefined);
      return Promise.resolve();
    },
  };
}
