import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { ENTITY_NAMES, TENANT_SCOPE, type Entity } from '@serialbridge/core/model';
import type { Cursor, SnapshotChunk } from '@serialbridge/protocol/sync';
import { DiskFull, RowError } from '../errors.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';
import { CACHE_INDEXES, CACHE_SCHEMA_ID, CACHE_TABLES } from '../tables/entity-tables.ts';
import { bulkLoad, type BulkLoad, type LoadPlan, type LoadTask } from './bulk-load.ts';
import type { DiscardCache, LoaderMode } from './discard-cache.ts';
import type { LoadAnswer } from './load-thread.ts';
import { cursorMeta } from './open-cache.ts';

export interface SnapshotLoader {
  /** Loads rows that are there as COPY text. Answers their number. Rejects with RowError, DiskFull. */
  load(entity: Entity, columns: readonly string[], text: string): Promise<number>;
  /**
   * Keeps, verifies, decompresses and loads a chunk: the bytes that came (they are handed over and can't be used any more), or null for the kept ones.
   * Answers its rows; null: it is not what its hash says and must be fetched. Rejects with RowError, DiskFull. Several may be under way: they are
   * loaded in order.
   */
  take(
    chunk: Pick<SnapshotChunk, 'entity' | 'sha256'>,
    columns: readonly string[],
    bytes: Uint8Array<ArrayBuffer> | null,
  ): Promise<number | null>;
  /** Builds the indexes and marks the file complete; after this it may be swapped in. */
  finish(at: Cursor, scope?: string): Promise<void>;
  /** Throws the half-built file away; kept chunks stay. */
  abandon(): Promise<void>;
}

type LoadFiles = Pick<LoadPlan, 'path' | 'chunk_dir'>;

function planOf({ path, chunk_dir }: LoadFiles): LoadPlan {
  const entities = ENTITY_NAMES.map((entity) => {
    const columns = codecOf(entity).columns.map(({ name, type }) => ({ name, type }));
    const names = columns.map(({ name }) => quote(name)).join(', ');
    const insert = `INSERT INTO ${quote(entity)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`;
    return [entity, { insert, columns }] as const;
  });
  return {
    path,
    chunk_dir,
    driver: createRequire(import.meta.url).resolve('better-sqlite3'),
    tables: CACHE_TABLES,
    indexes: CACHE_INDEXES,
    entities: Object.fromEntries(entities),
  };
}

interface LoadRunner {
  /** As BulkLoad's, one after another in the order of the calls. */
  run(task: LoadTask): Promise<number | null>;
  /** Resolves when nothing holds the file any more. What waits is rejected. */
  end(): Promise<void>;
}

function inlineRunner(plan: LoadPlan): LoadRunner {
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

function threadRunner(plan: LoadPlan): LoadRunner {
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

/** Builds a fresh cache at `path`, beside the one in use. */
export function snapshotLoader(files: LoadFiles, mode: LoaderMode, discard: DiscardCache): SnapshotLoader {
  const plan = planOf(files);
  const runner = mode === 'thread' ? threadRunner(plan) : inlineRunner(plan);
  return {
    load: async (entity, given, text) => (await runner.run({ do: 'load', entity, given: [...given], text })) ?? 0,
    take: ({ entity, sha256 }, given, bytes) => runner.run({ do: 'take', entity, given: [...given], sha256, bytes }),
    finish: async (at, scope = TENANT_SCOPE) => {
      await runner.run({ do: 'finish', meta: { ...cursorMeta(at), schema_id: CACHE_SCHEMA_ID, scope } });
      await runner.end();
    },
    abandon: async () => {
      await runner.end();
      await discard(files.path);
    },
  };
}
