import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Entity } from '@serialbridge/core/model';
import type { Database } from '../store/database.ts';
import type { CopyChunk, CopyOut } from '../store/store.ts';
import type { CopyAnswer, CopyTask } from './copy-rows.ts';

/** Copies a tenant out of the database file in a worker thread: a million rows take seconds, and this thread answers stations meanwhile. */
export async function copyOutSqlite(
  file: string,
  tenant_id: string,
  entities: readonly Entity[],
  warehouse_id: string | null,
): Promise<CopyOut> {
  const task: CopyTask = { file, tenant_id, entities, warehouse_id };
  const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), { workerData: task });
  const next = async (): Promise<CopyAnswer> => {
    const answered = once(worker, 'message');
    // A worker thread, not a window: there is no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage('next');
    const [answer] = (await answered) as [CopyAnswer];
    return answer;
  };
  const close = async (): Promise<void> => {
    await worker.terminate();
  };
  const first = await next();
  if (first.kind !== 'head' || first.head === undefined) {
    await close();
    throw new Error(`no tenant ${tenant_id}`);
  }
  return {
    head: first.head as Database['tenant_head'],
    total_rows: first.total_rows,
    async *chunks(): AsyncGenerator<CopyChunk> {
      // One is being made while the one before is compressed.
      let ahead = next();
      for (let answer = await ahead; answer.kind === 'chunk'; answer = await ahead) {
        ahead = next();
        // A failure is thrown where `ahead` is awaited; until then it must not count as unhandled.
        ahead.catch(() => undefined);
        yield { entity: answer.entity, rows: answer.rows, text: answer.text };
      }
    },
    close,
  };
}
