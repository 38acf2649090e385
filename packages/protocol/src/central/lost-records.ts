import { z } from 'zod';
import { Instant, LOST_ENTITIES, Quantity, ShortText } from '@serialbridge/core/model';
import { RightName } from '@serialbridge/core/rights';
import { LostRecordKey } from '../sync/lost-records.ts';
import { Named, PageQuery, pageOf } from './paging.ts';

/** What a restored central lost of its own facts, as stations' caches tell it. */
export const LostRecordQuery = PageQuery.extend({
  state: z.enum(['open', 'restored', 'dismissed']).default('open'),
  entity: z.enum(LOST_ENTITIES).optional(),
});

export const LostRecordView = z
  .object({
    entity: z.enum(LOST_ENTITIES),
    key: z.string(),
    /** What a person calls the record. */
    title: z.string(),
    /** `missing`: central has no such record. `differs`: it has an older one. */
    kind: z.enum(['missing', 'differs']),
    /** Fields as the station's cache has them; of a record that differs only those, with central's value beside. */
    fields: z.array(z.object({ name: ShortText, there: z.string(), here: z.string().nullable() })),
    stations: z.array(Named.extend({ as_of_version: Quantity })),
    as_of_version: Quantity,
    reported_at: Instant,
    state: z.enum(['open', 'restored', 'dismissed']),
    decided_by: Named.nullable(),
    decided_at: Instant.nullable(),
    /** The right that it takes to decide. */
    who: RightName,
  })
  .meta({ id: 'LostRecordView' });
export type LostRecordView = z.infer<typeof LostRecordView>;
export const LostRecordPage = pageOf(LostRecordView);

export const LostRecordDecision = z.object({
  decision: z.enum(['restore', 'dismiss']),
  /** `all`: every open one that the person may decide. */
  records: z.union([z.array(LostRecordKey).min(1).max(500), z.literal('all')]),
});
export const LostRecordsDecided = z.object({
  decided: Quantity,
  /** Those that could not be restored, with the reason; they stay open. */
  refused: z.array(LostRecordKey.extend({ code: ShortText, reason: z.string() })),
});
export type LostRecordsDecided = z.infer<typeof LostRecordsDecided>;
