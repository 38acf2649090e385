import { keyOf, type AnyRow, type Entity, type Row } from '@serialbridge/core/model';
import type { LedgerView } from '@serialbridge/core/ledger';
import { isEntity, type ChangedRow } from '../cache/apply-runs.ts';
import type { FeedRun } from '@serialbridge/protocol/sync';

/** When more keys of one entity changed, all of the entity counts as changed: it is quicker to read a list anew than to look at each key. */
const MOST_KEYS = 100;
/** So long a run has more rows than that, and need not be read again to say so. */
const LONG_RUN = 64 * 1024;

/** Which rows of the present (overlay over cache) changed; `all`: every one of an entity, or of the whole, may have. */
export type ChangedKeys = 'all' | ReadonlyMap<Entity, 'all' | ReadonlySet<string>>;

/** Whether a row of one of these entities changed. */
export function touches(changed: ChangedKeys, ...entities: readonly Entity[]): boolean {
  return changed === 'all' || entities.some((entity) => changed.has(entity));
}

/** Whether a changed row of the entity is one of those looked for. One that is gone may have been. */
export function touchesRow<E extends Entity>(
  changed: ChangedKeys,
  view: LedgerView,
  entity: E,
  isMine: (row: Row<E>) => boolean,
): boolean {
  const keys = changed === 'all' ? 'all' : changed.get(entity);
  if (keys === undefined || keys === 'all') return keys === 'all';
  return [...keys].some((key) => {
    const row = view.row(entity, key);
    return row === undefined || isMine(row);
  });
}

/** Gathers what changed until somebody takes it. */
export class ChangeCollector {
  #all = false;
  #keys = new Map<Entity, 'all' | Set<string>>();

  everything(): void {
    this.#all = true;
    this.#keys = new Map();
  }

  row({ entity, key }: ChangedRow): void {
    if (this.#all) return;
    const keys = this.#keys.get(entity) ?? new Set();
    if (keys === 'all') return;
    keys.add(key);
    this.#keys.set(entity, keys.size > MOST_KEYS ? 'all' : keys);
  }

  runs(runs: readonly FeedRun[]): void {
    if (this.#all) return;
    for (const { entity, kind, text } of runs) {
      if (!isEntity(entity) || this.#keys.get(entity) === 'all') continue;
      if (text.length > LONG_RUN) this.#keys.set(entity, 'all');
      else
        for (const one of JSON.parse(text) as (string | AnyRow)[])
          this.row({ entity, key: kind === 'gone' ? (one as string) : keyOf(entity, one as AnyRow) });
    }
  }

  take(): ChangedKeys {
    const taken = this.#all ? 'all' : this.#keys;
    this.#all = false;
    this.#keys = new Map();
    return taken;
  }
}
