import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { RowError } from '../tables/row-error.ts';
import { bulkLoad, type BulkLoad, type LoadPlan, type LoadTask } from './bulk-load.ts';
import { DiskFull } from '../disk-full.ts';
import type { LoadAnswer } from './load-thread.ts';

/** Where a load is done: in a thread of its own, so that scans never wait for it, or in the calling one, for a run that must be the same each time. */
export type LoaderMode = 'thread' | 'inline';

export interface LoadRunner {
  /** As BulkLoad's, one after another in the order of the calls. */
  run(task: LoadTask): Promise<number | null>;
  /** Resolves when nothing holds the file any more. What waits is rejected. */
  end(): Promise<void>;
}

export function inlineRunner(plan: LoadPlan): LoadRunner {
  let load: BulkLoad | null = null;
  return {
    // Async: what it throws is a rejection, as the thread's is.
    // oxlint-disable-next-line require-await
    run: async (task) => {
      load ??= bulkLoad(plan);
      return load.run(task);
    },
    end: () => {
      load?.close();
      return Promise.resolve();
    },
  };
}

/**
 * Beside the sources it is a module; beside a bundle, a script that is read and handed over as text: in a packaged app only this thread can read the
 * archive it lies in.
 */
function startThread(plan: LoadPlan): Worker {
  if (import.meta.url.endsWith('.ts'))
    return new Worker(new URL('load-thread.ts', import.meta.url), { workerData: plan });
  const text = readFileSync(new URL('load-thread.cjs', import.meta.url), 'utf8');
  return new Worker(text, { eval: true, workerData: plan });
}

function failureOf({ name, message }: { readonly name: string; readonly message: string }): Error {
  if (name === 'RowError') return new RowError(message);
  return name === 'DiskFull' ? new DiskFull(message) : new Error(message);
}

export function threadRunner(plan: LoadPlan): LoadRunner {
  const waiting: { readonly done: (rows: number | null) => void; readonly fail: (error: Error) => void }[] = [];
  const worker = startThread(plan);
  let over: Error | null = null;
  const giveUp = (error: Error): void => {
    over ??= error;
    for (const { fail } of waiting.splice(0)) fail(over);
  };
  // A host that ends does not wait for a load.
  worker.unref();
  worker.on('message', (answer: LoadAnswer) => {
    const first = waiting.shift();
    if ('failed' in answer) first?.fail(failureOf(answer.failed));
    else first?.done(answer.rows);
  });
  worker.on('error', (error) => giveUp(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => giveUp(new Error(`the thread that loads a snapshot ended with ${code}`)));
  return {
    run: (task) =>
      new Promise((done, fail) => {
        if (over !== null) {
          fail(over);
          return;
        }
        waiting.push({ done, fail });
        const bytes = task.do === 'take' ? task.bytes : null;
        worker.postMessage(task, bytes === null ? [] : [bytes.buffer]);
      }),
    end: async () => {
      await worker.terminate();
    },
  };
}
