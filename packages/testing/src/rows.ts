import { ENTITIES, type Entity, type Row } from '@serialbridge/core/model';
import { z } from 'zod';

let made = 0;
/** A new id, the same in every run of a test file: a counter in the form of a UUIDv7. */
function nextId(): string {
  made += 1;
  return `018f0000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

/** Columns whose texts are of a set. */
const PLAIN_TEXTS: Readonly<Record<string, string>> = { currency: 'USD', country: 'US', role: 'operator' };

function plainValue(schema: z.ZodType, name: string): unknown {
  if (schema instanceof z.ZodNullable) return null;
  if (schema instanceof z.ZodUUID) return nextId();
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodNumber) return 0;
  if (schema instanceof z.ZodArray) return [];
  if (schema instanceof z.ZodString) return PLAIN_TEXTS[name] ?? name;
  if (schema instanceof z.ZodUnion) return '';
  return null;
}

/**
 * A valid row of any entity: what is not given is the plainest value of its schema (null, the first of an enum, a new id, the column's name as
 * text), and an optional column is left out. Parsed, so that a test can't stand on a row that the model does not allow.
 */
export function rowOf<E extends Entity>(entity: E, fields: Partial<Row<E>> = {}): Row<E> {
  const schema: z.ZodObject = ENTITIES[entity].row;
  const plain = Object.entries(schema.shape)
    .filter(([, column]) => !(column instanceof z.ZodOptional || column instanceof z.ZodExactOptional))
    .map(([name, column]) => [name, plainValue(column as z.ZodType, name)]);
  // The schema is the entity's own.
  return schema.parse({ ...Object.fromEntries(plain), ...fields }) as Row<E>;
}
