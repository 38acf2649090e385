import { parentPort, workerData } from 'node:worker_threads';
import type { Entity } from '@serialbridge/core/model';
import { COPY_CHUNK_ROWS } from '../copy-chunk-rows.ts';
import { copyLineQuery } from './copy-line.ts';
import { openReadHandle } from './sqlite-handles.ts';

/** Thread of one copy-out: reads everything in one read transaction and hands over a chunk whenever it is asked for one. */
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

function* answers(task: CopyTask): Generator<CopyAnswer> {
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

const port = parentPort;
if (port !== null) {
  const source = answers(workerData as CopyTask);
  port.on('message', (asked: 'next' | 'close') => {
    const step = asked === 'close' ? source.return(undefined) : source.next();
    if (step.done === true) {
      port.close();
      return;
    }
    const answer: CopyAnswer = step.value;
    port.postMessage(answer, answer.kind === 'chunk' ? [answer.text.buffer] : []);
  });
}
