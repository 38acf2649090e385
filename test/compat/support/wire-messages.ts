import { FeedHead, HeadHint, STATION_CALLS, type StationCall } from '@serialbridge/protocol/sync';
import type { z } from 'zod';

/** Messages of protocol 2 by name: what each declared call sends and gets as JSON, the head of the feed's lines, and a hint. */
export const WIRE_SCHEMAS: Readonly<Record<string, z.ZodType>> = Object.fromEntries([
  ...Object.entries<StationCall>(STATION_CALLS).flatMap(([name, { params, query, body, response }]) =>
    Object.entries({ params, query, body, response }).flatMap(([part, schema]) =>
      schema === undefined ? [] : [[`${name} ${part}`, schema] as const],
    ),
  ),
  ['feed head', FeedHead],
  ['hint', HeadHint],
]);
