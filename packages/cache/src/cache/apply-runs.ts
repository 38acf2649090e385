import { ENTITY_NAMES, keyOf, splitKey, type AnyRow, type Column, type Entity } from '@serialbridge/core/model';
import { feedRuns, type Cursor, type FeedRun, type Witness } from '@serialbridge/protocol/sync';
import { RowError } from '../errors.ts';
import type { Sqlite, Statement } from '../sqlite.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';
import { cursorMeta, witnessMeta, writeMeta } from './open-cache.ts';

/** Which row the feed changes. */
export interface ChangedRow {
  readonly entity: Entity;
  readonly key: string;
}

/** One change of the feed; the row's fields are checked when it is written. */
export interface CacheChange extends ChangedRow {
  readonly row: AnyRow | null;
}

const known: ReadonlySet<string> = new Set(ENTITY_NAMES);
/** A newer central may have entities that this software has no table for; their runs are passed over. */
export const isEntity = (name: string): name is Entity => known.has(name);
const keysIn = ({ text }: FeedRun): readonly string[] => JSON.parse(text) as string[];
const rowsIn = ({ text }: FeedRun): readonly AnyRow[] => JSON.parse(text) as AnyRow[];

/** Changes as the feed's lines have them. */
export function runsOf(changes: readonly CacheChange[]): FeedRun[] {
  return feedRuns(changes.map(({ row, ...of }) => ({ ...of, row: row === null ? null : JSON.stringify(row) })));
}

/** Which rows the runs change. */
export function changedRows(runs: readonly FeedRun[]): ChangedRow[] {
  return runs.flatMap((run) => {
    const { entity, kind } = run;
    if (!isEntity(entity)) return [];
    return kind === 'gone'
      ? keysIn(run).map((key) => ({ entity, key }))
      : rowsIn(run).map((row) => ({ entity, key: keyOf(entity, row) }));
  });
}

/** SQLite's own reading of a decimal fraction may differ from JavaScript's in the last bit; such rows (products, rates) are few and go one by one. */
const EXACT: ReadonlySet<Entity> = new Set(
  ENTITY_NAMES.filter((entity) => codecOf(entity).columns.every(({ type }) => type !== 'real')),
);

function valueOf({ name, type, nullable }: Column): string {
  if (type !== 'json') return `value ->> '${name}'`;
  // `->` keeps JSON as JSON; what may be absent is so as JSON's null too.
  return nullable ? `nullif(value -> '${name}', 'null')` : `value -> '${name}'`;
}

interface EntityStatements {
  readonly put: Statement;
  /** All rows of an array in one statement: SQLite reads the JSON itself, at half of what reading it here and binding each value costs. */
  readonly putAll: Statement;
  readonly drop: Statement;
}

function prepareEntity(db: Sqlite, entity: Entity): EntityStatements {
  const { columns, key } = codecOf(entity);
  const names = columns.map(({ name }) => name);
  const updates = names.filter((name) => !key.includes(name)).map((name) => `${quote(name)} = excluded.${quote(name)}`);
  const into = `INSERT INTO ${quote(entity)} (${names.map(quote).join(', ')})`;
  const orUpdate = `ON CONFLICT (${key.map(quote).join(', ')}) DO UPDATE SET ${updates.join(', ')}`;
  return {
    put: db.prepare(`${into} VALUES (${names.map(() => '?').join(', ')}) ${orUpdate}`),
    putAll: db.prepare(`${into} SELECT ${columns.map(valueOf).join(', ')} FROM jsonb_each(?) WHERE true ${orUpdate}`),
    drop: db.prepare(`DELETE FROM ${quote(entity)} WHERE ${key.map((name) => `${quote(name)} = ?`).join(' AND ')}`),
  };
}

export interface CacheWriter {
  /** Applies the runs of whole versions and moves the cursor, in one transaction. `signature`: central's word that it showed `next`. Throws RowError when a row does not fit: then nothing changed. */
  apply(runs: readonly FeedRun[], next: Cursor, signature: string | null): void;
  setFreshAt(fresh_at: number): void;
  keepWitness(witness: Witness): void;
}

export function cacheWriter(db: Sqlite): CacheWriter {
  const kept = new Map<Entity, EntityStatements>();
  const of = (entity: Entity): EntityStatements => {
    const found = kept.get(entity) ?? prepareEntity(db, entity);
    kept.set(entity, found);
    return found;
  };
  const putRun = (entity: Entity, run: FeedRun): void => {
    if (!EXACT.has(entity)) {
      for (const row of rowsIn(run)) of(entity).put.run(codecOf(entity).encode(row));
      return;
    }
    try {
      of(entity).putAll.run(run.text);
    } catch (error) {
      // SQLITE_CONSTRAINT_NOTNULL, _DATATYPE, or no JSON: the row's fault, not the disk's.
      const { code } = error as { readonly code?: string };
      if (code?.startsWith('SQLITE_CONSTRAINT') === true || code === 'SQLITE_ERROR')
        throw new RowError(`a row of ${entity} does not fit: ${String(error)}`, { cause: error });
      throw error;
    }
  };
  const apply = db.transaction((runs: readonly FeedRun[], next: Cursor, signature: string | null) => {
    for (const run of runs) {
      const { entity, kind } = run;
      if (!isEntity(entity)) continue;
      if (kind === 'gone') for (const key of keysIn(run)) of(entity).drop.run(splitKey(entity, key));
      else putRun(entity, run);
    }
    writeMeta(db, { ...cursorMeta(next), ...(signature === null ? {} : witnessMeta({ ...next, signature })) });
  });
  return {
    apply: (runs, next, signature) => {
      apply(runs, next, signature);
    },
    setFreshAt: (fresh_at) => writeMeta(db, { fresh_at: String(fresh_at) }),
    keepWitness: (witness) => writeMeta(db, witnessMeta(witness)),
  };
}
