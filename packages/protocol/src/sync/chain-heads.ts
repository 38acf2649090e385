import { z } from 'zod';
import { Id, Quantity } from '@serialbridge/core/model';
import { Sha256 } from '../envelope/envelope.ts';

/** A station has few: one a disk, and one each time that its own files turned out to be a copy. */
export const MAX_EARLIER_INCARNATIONS = 100;

/**
 * Where one chain of an earlier incarnation ends in central, in the answer to hello. A forked incarnation has several; one that is not named has nothing
 * in central.
 */
export const ChainHead = z.object({ incarnation: Id, durable_seq: Quantity, hash: Sha256 });
export type ChainHead = z.infer<typeof ChainHead>;
