import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The same value whatever the order of its keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, inner]: [string, unknown]) => [
      key,
      key === 'required' && Array.isArray(inner)
        ? inner.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
        : sorted(inner),
    ]),
  );
}

/** What a schema accepts, as JSON Schema. */
export function shapeOf(schema: z.ZodType): unknown {
  return sorted(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
}

/** Changes with anything that a schema accepts. */
export function fingerprint(schema: z.ZodType): string {
  return createHash('sha256')
    .update(JSON.stringify(shapeOf(schema)))
    .digest('hex');
}
