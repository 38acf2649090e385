import { z } from 'zod';
import { CATALOG_ENTITIES } from './catalog-rows.ts';
import { DOCUMENT_ENTITIES } from './document-rows.ts';
import { UNIT_ENTITIES } from './unit-rows.ts';

/**
 * Every replicated table. Central's tables carry the columns of the row behind a leading `tenant_id`; a station's cache.db carries them as
 * they are; the feed and the snapshots speak of them by these names. In the order in which they refer to each other: a record comes after
 * those that it names.
 */
export const ENTITIES = { ...CATALOG_ENTITIES, ...DOCUMENT_ENTITIES, ...UNIT_ENTITIES } as const;

export type Entity = keyof typeof ENTITIES;
export type Row<E extends Entity> = z.infer<(typeof ENTITIES)[E]['row']>;
/** Any entity's row, when the entity is known only at run time. */
export type AnyRow = Readonly<Record<string, unknown>>;

export const ENTITY_NAMES = Object.keys(ENTITIES) as [Entity, ...Entity[]];
export const EntityName = z.enum(ENTITY_NAMES);
export const isEntity = (name: string): name is Entity => Object.hasOwn(ENTITIES, name);

/** Entities that say who decides about a lost record (declare-entity.ts). */
export type LostEntity = { [E in Entity]: (typeof ENTITIES)[E] extends { readonly lost: string } ? E : never }[Entity];
export const LOST_ENTITIES = ENTITY_NAMES.filter((entity): entity is LostEntity => 'lost' in ENTITIES[entity]) as [
  LostEntity,
  ...LostEntity[],
];

/** The key of a row as one text: its key columns joined by `|`. */
export function keyOf(entity: Entity, row: AnyRow): string {
  return ENTITIES[entity].key.map((column) => String(row[column])).join('|');
}

/** The values of a key's columns again; the last takes what is left, should a text in it contain `|`. */
export function splitKey(entity: Entity, key: string): string[] {
  const last = ENTITIES[entity].key.length - 1;
  if (last === 0) return [key];
  const parts = key.split('|');
  return [...parts.slice(0, last), parts.slice(last).join('|')];
}

/** Entities whose rows LedgerView lists by a column, and those columns. */
export type Listed = { [E in Entity]: (typeof ENTITIES)[E] extends { readonly lists: object } ? E : never }[Entity];
export type ListColumn<E extends Listed> = keyof (typeof ENTITIES)[E]['lists'] & string;

type Lists = Readonly<Record<string, readonly string[]>>;

/** By column: what comes before the key when the rows are sorted. Empty: nobody lists the entity. */
export function listsOf(entity: Entity): Lists {
  const { lists = {} }: { readonly key: object; readonly lists?: Lists } = ENTITIES[entity];
  return lists;
}

/** Indexes that its lists and its look-ups need, the lists' first. */
export function indexesOf(entity: Entity): readonly (readonly string[])[] {
  const { key, indexes = [] }: { readonly key: readonly string[]; readonly indexes?: readonly (readonly string[])[] } =
    ENTITIES[entity];
  // A column that the key begins with is found by the key.
  const listed = Object.keys(listsOf(entity)).filter((column) => column !== key[0]);
  return [...listed.map((column) => [column]), ...indexes];
}
