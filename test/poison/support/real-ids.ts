import type { Store } from '@serialbridge/central/storage';
import { ENTITIES, ENTITY_NAMES } from '@serialbridge/core/model';

/** Ids of the records that are there, by the name of their key: the newest of each kind and some of all others. */
export async function realIds({ db }: Store, most: number): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const entity of ENTITY_NAMES) {
    const [column, ...more] = ENTITIES[entity].key;
    if (more.length > 0) continue;
    const rows = await db
      .selectFrom(entity)
      .select(column as never)
      .execute();
    const ids = rows.map((row) => String(row[column as never])).toSorted();
    const half = Math.ceil(most / 2);
    const step = Math.max(1, Math.floor(ids.length / half));
    found.set(column, [...new Set([...ids.filter((_, n) => n % step === 0).slice(0, half), ...ids.slice(-half)])]);
  }
  return found;
}
