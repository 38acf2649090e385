import {
  ENTITIES,
  ENTITY_NAMES,
  columnsOf,
  keyOf,
  type AnyRow,
  type Column,
  type Entity,
} from '@serialbridge/core/model';
import type { RowChange } from '@serialbridge/core/ledger';
import { ScopeTags, bumpVersion, lockTenant, writeChanges } from '@serialbridge/central/ledger';
import type { Store } from '@serialbridge/central/storage';

const LETTERS = Array.from(`aZ09 _-|"'\\\t\né😀€`);

/** Numbers in [0, 1) from a seed (mulberry32): the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomText(random: () => number): string {
  return Array.from({ length: 12 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
}

export function randomId(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function randomValue({ type, nullable }: Column, random: () => number): unknown {
  if (nullable && random() < 0.3) return null;
  switch (type) {
    case 'id':
      return randomId(random);
    case 'text':
      return randomText(random);
    case 'integer':
      return Math.floor(random() * 1e9);
    case 'real':
      return random() < 0.5 ? Math.floor(random() * 1e4) : random() * 1e4;
    case 'boolean':
      return random() < 0.5;
    case 'json':
      break;
  }
  return [{ zeta: randomText(random), a: null, mid: [1, random()] }, randomText(random)];
}

/** A row of any entity as the tables take it, with all that JSON, escaping and number formats can do wrong; not one that the rules allow. */
export function randomRow(entity: Entity, random: () => number): AnyRow {
  const key: readonly string[] = ENTITIES[entity].key;
  const row = Object.fromEntries(
    columnsOf(entity).map((column) => [
      column.name,
      // Only the last column of a key may hold a bar.
      key.includes(column.name) && column.type === 'text' ? `k${randomId(random)}` : randomValue(column, random),
    ]),
  );
  // A list of ids by its meaning: triggers and link tables read it.
  return entity === 'case' ? { ...row, unit_ids: [randomId(random), randomId(random)] } : row;
}

/** Writes rows into the tables and the feed under one version, past the rules. */
export async function publishChanges(store: Store, tenant_id: string, changes: readonly RowChange[]): Promise<void> {
  await store.transaction(async (tx) => {
    const head = await lockTenant(tx, tenant_id);
    const scopes = new ScopeTags(tx, head);
    await scopes.note(changes);
    await writeChanges(tenant_id, tx.bulk, changes);
    await bumpVersion(tx, head, changes, 9000, scopes);
  });
}

export const asPut = (entity: Entity, row: AnyRow): RowChange => ({ entity, key: keyOf(entity, row), row });

/** Some rows of every entity under one version. */
export async function publishAllKinds(store: Store, tenant_id: string, each: number, seed: number): Promise<void> {
  const random = seeded(seed);
  const changes = ENTITY_NAMES.flatMap((entity) =>
    Array.from({ length: each }, () => asPut(entity, randomRow(entity, random))),
  );
  await publishChanges(store, tenant_id, changes);
}

/** A column that is no part of the key and holds text or a number: what one wrong byte can be made in. */
export function plainColumn(entity: Entity): Column {
  const key: readonly string[] = ENTITIES[entity].key;
  const found = columnsOf(entity).find(({ name, type }) => !key.includes(name) && type !== 'json');
  if (found === undefined) throw new Error(`${entity} has nothing but its key`);
  return found;
}
