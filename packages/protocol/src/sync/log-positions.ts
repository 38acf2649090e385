import { z } from 'zod';
import { Id, Quantity } from '@serialbridge/core/model';
import { Sha256 } from '../envelope/envelope.ts';

export const MAX_CHAIN_PLACES = 32;

/**
 * POST /api/sync/log-positions: places of one of the station's own incarnations, of which central says the furthest that it has on any of its
 * chains. For when no chain ends at an event of the asker's: two copies of a disk have their beginning in common, and where they part
 * neither an end nor its hash tells.
 */
export const LogPositionsRequest = z.object({
  protocol: z.number().int(),
  incarnation: Id,
  places: z
    .array(z.object({ seq: z.number().int().min(1), hash: Sha256 }))
    .min(1)
    .max(MAX_CHAIN_PLACES),
});
/** `furthest`: seq; 0: none of them. What comes before a place that central has it has too. */
export const LogPositionsResponse = z.object({ furthest: Quantity });
export type LogPositionsRequest = z.infer<typeof LogPositionsRequest>;
export type LogPositionsResponse = z.infer<typeof LogPositionsResponse>;
