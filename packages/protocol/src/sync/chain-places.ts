import { z } from 'zod';
import { Id, Quantity } from '@serialbridge/core/model';
import { Sha256 } from '../envelope/envelope.ts';

export const MAX_CHAIN_PLACES = 32;

/**
 * POST /api/sync/chain-places: places of one of the station's own incarnations, of which central says the furthest that it has on any of its
 * chains. For when no chain ends at an event of the asker's: two copies of a disk have their beginning in common, and where they part
 * neither an end nor its hash tells.
 */
export const ChainPlacesRequest = z.object({
  protocol: z.number().int(),
  incarnation: Id,
  places: z
    .array(z.object({ seq: z.number().int().min(1), hash: Sha256 }))
    .min(1)
    .max(MAX_CHAIN_PLACES),
});
/** `furthest`: seq; 0: none of them. What comes before a place that central has it has too. */
export const ChainPlacesResponse = z.object({ furthest: Quantity });
export type ChainPlacesRequest = z.infer<typeof ChainPlacesRequest>;
export type ChainPlacesResponse = z.infer<typeof ChainPlacesResponse>;
