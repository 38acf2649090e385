import { z } from 'zod';
import { Id, Quantity } from '@serialbridge/core/model';
import { Sha256 } from '../envelope/envelope.ts';

export const MAX_LOG_POSITIONS = 32;

/**
 * Positions in the log of one of the station's own incarnations, of which central says the furthest that it has on any of its
 * chains. For when no chain ends at an event of the asker's: two clones of a disk have their beginning in common, and where they diverge
 * neither an end nor its hash tells.
 */
export const LogPositionsRequest = z.object({
  incarnation: Id,
  positions: z
    .array(z.object({ seq: z.number().int().min(1), hash: Sha256 }))
    .min(1)
    .max(MAX_LOG_POSITIONS),
});
/** `furthest`: seq; 0: none of them. What comes before a position that central has it has too. */
export const LogPositionsResponse = z.object({ furthest: Quantity });
export type LogPositionsRequest = z.infer<typeof LogPositionsRequest>;
export type LogPositionsResponse = z.infer<typeof LogPositionsResponse>;
