import { z } from 'zod';
import { LOST_ENTITIES, Quantity } from '@serialbridge/core/model';
import { Cursor } from './messages.ts';

export const MAX_LOST_RECORDS = 500;
export const MAX_LOST_BYTES: number = 512 * 1024;

/**
 * Rows of a cache of an earlier epoch that the cache of the present one lacks or has otherwise, as of the
 * earlier cache's cursor. Pages may come twice and in any order.
 */
export const LostRecordsRequest = z.object({
  as_of: Cursor,
  records: z
    .array(z.object({ entity: z.enum(LOST_ENTITIES), row: z.record(z.string(), z.unknown()) }))
    .min(1)
    .max(MAX_LOST_RECORDS),
});
/** How many of them central keeps for a person to look at: the others it has, or has newer. */
export const LostRecordsResponse = z.object({ listed: Quantity });
export type LostRecordsRequest = z.infer<typeof LostRecordsRequest>;
export type LostRecordsResponse = z.infer<typeof LostRecordsResponse>;

/** A record by its entity and key. */
export const LostRecordKey = z.object({ entity: z.enum(LOST_ENTITIES), key: z.string().min(1).max(400) });
export type LostRecordKey = z.infer<typeof LostRecordKey>;
