import type { Entity } from '@serialbridge/core/model';
import { COPY_CHUNK_ROWS } from '../copy-chunk-rows.ts';
import type { Database } from '../database.ts';
import type { CopyChunk, CopyOut } from '../store.ts';
import { copyLineQuery } from './copy-line.ts';
import { openReadHandle } from './sqlite-handles.ts';

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
