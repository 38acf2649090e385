import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { AnyRow, Entity, Row } from '@serialbridge/core/model';
import { ENTITIES, ENTITY_NAMES, keyOf } from '@serialbridge/core/model';
import type { ImportCounts } from '@serialbridge/protocol/central';
import type { CommandTx } from '../command.ts';

/** Rows made into events before other work may run. */
const AT_ONCE = 5000;

const same = (entity: Entity, a: AnyRow, b: AnyRow): boolean =>
  Object.keys(ENTITIES[entity].row.shape).every(
    (column) => JSON.stringify(a[column] ?? null) === JSON.stringify(b[column] ?? null),
  );

/** What an import comes to: rows to record, and how many are new, changed or already so. */
export class ImportPlan {
  readonly #rows = new Map<Entity, Map<string, { row: AnyRow; kind: 'created' | 'updated' | 'unchanged' }>>();

  /** `present` undefined: a new record. */
  put<E extends Entity>(entity: E, row: Row<E>, present: AnyRow | undefined): void {
    const rows =
      this.#rows.get(entity) ?? new Map<string, { row: AnyRow; kind: 'created' | 'updated' | 'unchanged' }>();
    this.#rows.set(entity, rows);
    const kind = present === undefined ? 'created' : same(entity, row, present) ? 'unchanged' : 'updated';
    rows.set(keyOf(entity, row), { row, kind });
  }

  counts(rows: number): ImportCounts {
    const by_entity: ImportCounts['by_entity'] = {};
    const total = { created: 0, updated: 0, unchanged: 0 };
    for (const [entity, planned] of this.#rows) {
      const mine = { created: 0, updated: 0, unchanged: 0 };
      for (const { kind } of planned.values()) {
        mine[kind] += 1;
        total[kind] += 1;
      }
      by_entity[entity] = mine;
    }
    return { rows, ...total, by_entity };
  }

  /** Records what is new or changed. */
  async record(tx: CommandTx, import_id: string): Promise<void> {
    // In the order of the model, where what is referred to stands before what refers to it.
    for (const entity of ENTITY_NAMES) {
      const rows = [...(this.#rows.get(entity)?.values() ?? [])]
        .filter(({ kind }) => kind !== 'unchanged')
        // Each was put as a row of its entity.
        .map(({ row }) => row as Row<typeof entity>);
      for (let at = 0; at < rows.length; at += AT_ONCE) {
        tx.put(entity, rows.slice(at, at + AT_ONCE), import_id);
        await letOthersRun();
      }
    }
  }
}
