import { z } from 'zod';
import { EntityName, Quantity, ShortText } from '@serialbridge/core/model';
import { Sha256 } from '../envelope/envelope.ts';
import { Cursor } from './messages.ts';

/** Values of an entity's key columns in their order. */
const Key = z.array(z.string().max(400)).min(1).max(4);
const Columns = z.array(ShortText).min(1).max(200);
/** Keys (as keyOf makes them) that changed between the version compared and central's head: they count on neither side. */
const ChangedKeys = z.array(z.string().max(1300));

/** More changed keys than this, and the station pulls the tail before it compares. */
export const MAX_CHANGED_KEYS = 20_000;

/**
 * How central's rows digest, as of the cursor's version: central reads at its head and leaves out every key that
 * the feed names after the cursor; the station leaves the same keys out. 409 `sync.comparison-behind`: more than MAX_CHANGED_KEYS.
 */
export const DigestRequest = z.object({
  cursor: Cursor,
  /** Scope id of the station's cache. */
  scope: ShortText,
  /** The entities to compare, each with what the station keeps of it. Entities that central does not know are not answered. */
  columns: z.record(ShortText, Columns),
  /** `entities`: one digest each, which is nearly always enough. `ranges`: of about 4,000 rows each, to find where they differ. */
  detail: z.enum(['entities', 'ranges']),
});
const RowsDigest = z.object({ rows: Quantity, digest: Sha256 });
export const DigestResponse = z.object({
  head: Cursor,
  entities: z.array(
    RowsDigest.extend({
      entity: EntityName,
      changed: ChangedKeys,
      /** In key order without gaps, each up to and with its key; null: to the end. Only with detail `ranges`. */
      ranges: z.array(RowsDigest.extend({ upto: Key.nullable() })),
    }),
  ),
});
export type DigestRequest = z.infer<typeof DigestRequest>;
export type DigestResponse = z.infer<typeof DigestResponse>;

/** The rows of one range, as of the cursor's version with the same exception. Null: from the first, to the last key. */
export const RangeRequest = z.object({
  cursor: Cursor,
  scope: ShortText,
  entity: EntityName,
  after: Key.nullable(),
  upto: Key.nullable(),
});
export const RangeResponse = z.object({
  head: Cursor,
  changed: ChangedKeys,
  /** Not looked at field by field: there are thousands, and what is written into the cache is checked there. */
  rows: z.custom<Readonly<Record<string, unknown>>[]>(
    (rows) => Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null),
    'not a list of rows',
  ),
  /** How far these rows go; another key than asked for: the range has more, ask again from here. */
  upto: Key.nullable(),
});
export type RangeRequest = z.infer<typeof RangeRequest>;
export type RangeResponse = z.infer<typeof RangeResponse>;

/** What came of a comparison; central keeps the last one and a sum for the console. */
export const ComparedRequest = z.object({
  version: Quantity,
  rows: Quantity,
  ranges_differed: Quantity,
  rows_repaired: Quantity,
});
export type ComparedRequest = z.infer<typeof ComparedRequest>;
