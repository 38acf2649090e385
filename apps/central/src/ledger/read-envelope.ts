import { parseEvent, type ParsedEvent } from '@serialbridge/core/ledger';
import type { Envelope } from '@serialbridge/protocol';

/** An envelope on its way into the ledger. */
export interface Entry {
  readonly envelope: Envelope;
  /** The chain it is kept under: the envelope's own incarnation, or a synthetic one for a forked event. */
  readonly chain: string;
  readonly received_at: number;
  /** The event as the fold gets it, or why this software can't read it yet. An event that can't be read is held whole and never dropped. */
  readonly parsed: ParsedEvent;
}

export function readEnvelope(envelope: Envelope, chain: string, received_at: number): Entry {
  return { envelope, chain, received_at, parsed: parseEvent(envelope) };
}
