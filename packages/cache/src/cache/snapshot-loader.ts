import { createRequire } from 'node:module';
import { ENTITY_NAMES, TENANT_SCOPE, type Entity } from '@serialbridge/core/model';
import type { Cursor, SnapshotChunk } from '@serialbridge/protocol/sync';
import { codecOf, quote } from '../tables/entity-columns.ts';
import { CACHE_INDEXES, CACHE_SCHEMA_ID, CACHE_TABLES } from '../tables/entity-tables.ts';
import type { LoadPlan } from './bulk-load.ts';
import { cursorMeta } from './cache-meta.ts';
import { inlineRunner, threadRunner, type LoaderMode } from './load-runner.ts';
import type { DiscardCache } from './discard-cache.ts';
import { syncSteadily } from './sync-steadily.ts';

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

type LoadPlaces = Pick<LoadPlan, 'path' | 'in_use' | 'chunk_dir'>;

function planOf({ path, in_use, chunk_dir }: LoadPlaces): LoadPlan {
  const entities = ENTITY_NAMES.map((entity) => {
    const columns = codecOf(entity).columns.map(({ name, type }) => ({ name, type }));
    const names = columns.map(({ name }) => quote(name)).join(', ');
    const insert = `INSERT INTO ${quote(entity)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`;
    return [entity, { insert, columns }] as const;
  });
  return {
    path,
    in_use,
    chunk_dir,
    driver: createRequire(import.meta.url).resolve('better-sqlite3'),
    tables: CACHE_TABLES,
    indexes: CACHE_INDEXES,
    entities: Object.fromEntries(entities),
  };
}

/** Builds a fresh cache at `path`, beside the one in use. */
export function snapshotLoader(places: LoadPlaces, mode: LoaderMode, discard: DiscardCache): SnapshotLoader {
  const plan = planOf(places);
  const runner = mode === 'thread' ? threadRunner(plan) : inlineRunner(plan);
  return {
    load: async (entity, given, text) => (await runner.run({ do: 'load', entity, given: [...given], text })) ?? 0,
    take: ({ entity, sha256 }, given, bytes) => runner.run({ do: 'take', entity, given: [...given], sha256, bytes }),
    finish: async (at, scope = TENANT_SCOPE) => {
      const steady = mode === 'thread' ? syncSteadily(places.path) : null;
      try {
        await runner.run({ do: 'finish', meta: { ...cursorMeta(at), schema_id: CACHE_SCHEMA_ID, scope } });
      } finally {
        await steady?.stop();
      }
      await runner.end();
    },
    abandon: async () => {
      await runner.end();
      await discard(places.path);
    },
  };
}
