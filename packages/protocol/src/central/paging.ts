import { z } from 'zod';

/** A switch in a query string: `true`, `false`, `1`, `0`, `on`, `off`. */
export const QueryFlag = z.union([z.boolean(), z.stringbool()]);

/** A whole number in a query string. */
export const QueryNumber = z.coerce.number<string | number>().int().min(0).max(8.64e15);

/**
 * Lists are read page by page by key (never by offset, so that millions of rows stay fast): `after` is the `next` of the page before,
 * an opaque text that fits only the same filters and order.
 */
export const PageQuery = z.object({
  limit: z.coerce.number<string | number>().int().min(1).max(500).default(100),
  after: z.string().max(4000).optional(),
});

/** How many rows match; counted up to 10,000, above that `exact` is false and there are more. */
export const Matching = z.object({ count: z.number().int().min(0), exact: z.boolean() }).meta({ id: 'Matching' });
export type Matching = z.infer<typeof Matching>;

/** One page. `next` null: this was the last one. */
export function pageOf<S extends z.ZodType>(
  row: S,
): z.ZodObject<{ rows: z.ZodArray<S>; next: z.ZodNullable<z.ZodString>; matching: typeof Matching }> {
  return z.object({ rows: z.array(row), next: z.string().nullable(), matching: Matching });
}

/** The answer of a call that has nothing to say. */
export const Done = z.object({}).meta({ id: 'Done' });

/** A number in front of a record: what a link shows. `name` null: not known here any more. */
export const Named = z.object({ id: z.uuid(), name: z.string().nullable() }).meta({ id: 'Named' });
export type Named = z.infer<typeof Named>;

/** A document by its number, for links. */
export const DocumentLink = z
  .object({
    kind: z.enum(['purchase_order', 'credit_memo', 'order', 'rma', 'receiving_session', 'package', 'shipment']),
    id: z.uuid(),
    number: z.string().nullable(),
  })
  .meta({ id: 'DocumentLink' });
export type DocumentLink = z.infer<typeof DocumentLink>;

/** Names the version of a record as it was read. An edit sends it back, and is refused (`request.conflict`) if the record has another by now. */
export const Revision = z.string().min(1).max(40);
/** What an answer says of a record that can be edited, and what an edit says of the record that it was made from. */
export const edited = { revision: Revision };
