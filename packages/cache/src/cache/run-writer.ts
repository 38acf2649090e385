import { ENTITY_NAMES, keyOf, type AnyRow, type Column, type Entity } from '@serialbridge/core/model';
import type { FeedRun } from '@serialbridge/protocol/sync';
import type { Sqlite, Statement } from '../sqlite.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';
import { RowError } from '../tables/row-error.ts';
import type { CacheChange } from './cache-writer.ts';

const known: ReadonlySet<string> = new Set(ENTITY_NAMES);
const isEntity = (name: string): name is Entity => known.has(name);

/** SQLite's own reading of a decimal fraction may differ from JavaScript's in the last bit; such rows (products, rates) are few and go one by one. */
const EXACT: ReadonlySet<Entity> = new Set(
  ENTITY_NAMES.filter((entity) => codecOf(entity).columns.every(({ type }) => type !== 'real')),
);

function valueOf({ name, type, nullable }: Column): string {
  if (type !== 'json') return `value ->> '${name}'`;
  // `->` keeps JSON as JSON; what may be absent is so as JSON's null too.
  return nullable ? `nullif(value -> '${name}', 'null')` : `value -> '${name}'`;
}

/** All rows of an array in one statement: SQLite reads the JSON itself, at half of what reading it here and binding each value costs. */
function putAll(db: Sqlite, entity: Entity): Statement {
  const { columns, key } = codecOf(entity);
  const names = columns.map(({ name }) => quote(name));
  const updates = names
    .filter((name) => !key.some((of) => quote(of) === name))
    .map((name) => `${name} = excluded.${name}`);
  return db.prepare(
    `INSERT INTO ${quote(entity)} (${names.join(', ')}) SELECT ${columns.map(valueOf).join(', ')} FROM jsonb_each(?) WHERE true
     ON CONFLICT (${key.map(quote).join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
  );
}

interface OneByOne {
  readonly put: (entity: Entity, row: AnyRow) => void;
  readonly drop: (entity: Entity, key: string) => void;
}

const read = (run: FeedRun): unknown => JSON.parse(run.text);

/** Writes runs of the feed's lines. Throws RowError when a row does not fit. */
export function runWriter(db: Sqlite, { put, drop }: OneByOne): (run: FeedRun) => void {
  const statements = new Map<Entity, Statement>();
  return (run) => {
    const { entity, kind, text } = run;
    // A newer central may have entities that this software has no table for.
    if (!isEntity(entity)) return;
    if (kind === 'gone') for (const key of read(run) as readonly string[]) drop(entity, key);
    else if (!EXACT.has(entity)) for (const row of read(run) as readonly AnyRow[]) put(entity, row);
    else {
      const statement = statements.get(entity) ?? putAll(db, entity);
      statements.set(entity, statement);
      try {
        statement.run(text);
      } catch (error) {
        // SQLITE_CONSTRAINT_NOTNULL, _DATATYPE, or no JSON: the row's fault, not the disk's.
        const { code } = error as { readonly code?: string };
        if (code?.startsWith('SQLITE_CONSTRAINT') === true || code === 'SQLITE_ERROR')
          throw new RowError(`a row of ${entity} does not fit: ${String(error)}`, { cause: error });
        throw error;
      }
    }
  };
}

/** Which rows the runs change. */
export function changesOf(runs: readonly FeedRun[]): Pick<CacheChange, 'entity' | 'key'>[] {
  return runs.flatMap((run) => {
    const { entity } = run;
    if (!isEntity(entity)) return [];
    return run.kind === 'gone'
      ? (read(run) as readonly string[]).map((key) => ({ entity, key }))
      : (read(run) as readonly AnyRow[]).map((row) => ({ entity, key: keyOf(entity, row) }));
  });
}
