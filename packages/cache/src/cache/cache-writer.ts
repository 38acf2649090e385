import type { AnyRow, Entity } from '@serialbridge/core/model';
import type { Cursor, FeedRun } from '@serialbridge/protocol/sync';
import type { Sqlite, Statement } from '../sqlite.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';
import { runWriter } from './run-writer.ts';
import { cursorMeta, writeMeta } from './cache-meta.ts';

/** One change of the feed; the row's fields are checked when it is written. */
export interface CacheChange {
  readonly entity: Entity;
  readonly key: string;
  readonly row: AnyRow | null;
}

export interface CacheWriter {
  /** Applies changes of whole versions and moves the cursor, in one transaction. Throws RowError when a row does not fit: then nothing changed. */
  applyTail(changes: readonly CacheChange[], next: Cursor): void;
  /** The same for changes as the feed's lines have them; entities that this software does not know are passed over. */
  applyRuns(runs: readonly FeedRun[], next: Cursor): void;
  setFreshAt(fresh_at: number): void;
}

interface EntityStatements {
  readonly put: Statement;
  readonly drop: Statement;
}

function prepareEntity(db: Sqlite, entity: Entity): EntityStatements {
  const { columns, key } = codecOf(entity);
  const names = columns.map(({ name }) => name);
  const updates = names.filter((name) => !key.includes(name)).map((name) => `${quote(name)} = excluded.${quote(name)}`);
  return {
    put: db.prepare(
      `INSERT INTO ${quote(entity)} (${names.map(quote).join(', ')}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (${key.map(quote).join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
    ),
    drop: db.prepare(`DELETE FROM ${quote(entity)} WHERE ${key.map((name) => `${quote(name)} = ?`).join(' AND ')}`),
  };
}

export function cacheWriter(db: Sqlite): CacheWriter {
  const kept = new Map<Entity, EntityStatements>();
  const of = (entity: Entity): EntityStatements => {
    const known = kept.get(entity) ?? prepareEntity(db, entity);
    kept.set(entity, known);
    return known;
  };
  const apply = db.transaction((changes: readonly CacheChange[], next: Cursor) => {
    for (const { entity, key, row } of changes) {
      if (row === null) of(entity).drop.run(codecOf(entity).splitKey(key));
      else of(entity).put.run(codecOf(entity).encode(row));
    }
    writeMeta(db, cursorMeta(next));
  });
  const writeRun = runWriter(db, {
    put: (entity, row) => of(entity).put.run(codecOf(entity).encode(row)),
    drop: (entity, key) => of(entity).drop.run(codecOf(entity).splitKey(key)),
  });
  const applyRuns = db.transaction((runs: readonly FeedRun[], next: Cursor) => {
    for (const run of runs) writeRun(run);
    writeMeta(db, cursorMeta(next));
  });
  return {
    applyRuns: (runs, next) => {
      applyRuns(runs, next);
    },
    applyTail: (changes, next) => {
      apply(changes, next);
    },
    setFreshAt: (fresh_at) => writeMeta(db, { fresh_at: String(fresh_at) }),
  };
}
