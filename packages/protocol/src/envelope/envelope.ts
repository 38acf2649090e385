import { z } from 'zod';
import { Id, MOST_COUNT, ShortText } from '@serialbridge/core/model';

/** SHA-256 as 64 lower-case hex digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** prev_hash of the first event of an incarnation. */
export const ZERO_HASH: string = '0'.repeat(64);

/**
 * Any JSON. Its inside is not walked: envelopes come from JSON.parse, so that it can't be anything else, and walking it cost more than all the rest of a
 * push's parsing. Only that it is there is asked.
 */
const Body = z
  .unknown()
  .refine((body) => body !== undefined, 'is missing') as unknown as z.ZodType<z.core.util.JSONType>;

/**
 * What a station says beside the fact: by which clock, by which policy, by which cache. None of it is a reason to refuse the fact, so any number is
 * taken and kept as it came. Whoever uses one bounds it (core's model/bounds.ts), and nothing is ordered by it.
 */
const Claimed = z.number();

/**
 * An event as it is stored and sent, verbatim, for ever (resources/docs/SYNC.md "Event envelope"). `body` is any JSON here: what a receiver does not
 * know it keeps. seq counts 1, 2, 3 … without a gap per (station, incarnation). At most 128 KiB as canonical JSON.
 */
export const Envelope = z.object({
  station_id: Id,
  incarnation: Id,
  seq: z.number().int().min(1).max(MOST_COUNT),
  event_id: Id,
  type: ShortText,
  v: z.number().int().min(1),
  body: Body,
  operator_id: Id.nullable(),
  approved_by: Id.nullable(),
  captured_at: Claimed,
  /** Central's clock minus the station's, as measured at the last contact; null: never measured. */
  clock_offset_ms: Claimed.nullable(),
  policy_version: Claimed,
  /** Feed version of the cache that the station judged by; 0: none yet. */
  cache_version: Claimed,
  prev_hash: Sha256,
  hash: Sha256,
});
export type Envelope = z.infer<typeof Envelope>;

export const MAX_EVENT_BYTES: number = 128 * 1024;
