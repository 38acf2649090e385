import { z } from 'zod';
import { Quantity, type Entity } from '@serialbridge/core/model';
import { Cursor } from './messages.ts';

/**
 * What central makes itself and no station can send again. Receipts, units, stock, boxes and shipments are not among them: they follow from
 * events that stations keep. Of cases the decided ones count: a case opens again by itself. In the order in which they refer to each other.
 */
export const LOST_ENTITIES = [
  'warehouse',
  'station',
  'operator',
  'vendor',
  'customer',
  'bin',
  'rate',
  'policy_value',
  'product',
  'product_code',
  'purchase_order',
  'po_line',
  'expected_unit',
  'order',
  'order_line',
  'rma',
  'rma_line',
  'case',
] as const satisfies readonly Entity[];
export type LostEntity = (typeof LOST_ENTITIES)[number];

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
