import { z } from 'zod';
import { ENTITIES, type Entity } from './entities.ts';

/** How a column is stored: `id` is uuid in PostgreSQL and text in SQLite, `json` is jsonb / text, `boolean` is 0 or 1 in SQLite. */
export type ColumnType = 'id' | 'text' | 'integer' | 'real' | 'boolean' | 'json';
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

function typeOf(schema: z.ZodType): ColumnType {
  if (schema instanceof z.ZodUUID) return 'id';
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return 'text';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodNumber) return schema.isInt ? 'integer' : 'real';
  if (schema instanceof z.ZodUnion) return 'text' === typeOf(schema.options[0] as z.ZodType) ? 'text' : 'json';
  return 'json';
}

function columnsFrom(shape: Readonly<Record<string, z.ZodType>>): readonly Column[] {
  return Object.entries(shape).map(([name, field]) => {
    // An optional column is a nullable one: rows made before it was added may lack it.
    const optional = field instanceof z.ZodOptional || field instanceof z.ZodExactOptional;
    const schema = optional ? (field.unwrap() as z.ZodType) : field;
    const nullable = schema instanceof z.ZodNullable;
    const inner = nullable ? (schema.unwrap() as z.ZodType) : schema;
    return { name, type: typeOf(inner), nullable: nullable || optional };
  });
}

const all = Object.fromEntries(
  Object.entries(ENTITIES).map(([name, { row }]) => [name, columnsFrom(row.shape)]),
) as Record<Entity, readonly Column[]>;

/** The columns of an entity in their order, without tenant_id; the row schema is the only place they are written down. */
export function columnsOf(entity: Entity): readonly Column[] {
  return all[entity];
}
