import type { StationStore } from '@serialbridge/cache';
import { MAX_LOG_POSITIONS, type LogPositionsRequest } from '@serialbridge/protocol';
import { CentralError } from './central-error.ts';
import type { CentralClient } from './central-client.ts';

interface OwnChains {
  readonly log: Pick<StationStore['log'], 'hashAt' | 'lastSeq'>;
  readonly retention: Pick<StationStore['retention'], 'prunedTo'>;
}

/** At most so many numbers after `from` up to `to`, evenly spread, the last one among them. */
function spread(from: number, to: number): number[] {
  const count = Math.min(MAX_LOG_POSITIONS, to - from);
  return Array.from({ length: count }, (_, at) => from + Math.ceil(((at + 1) * (to - from)) / count));
}

/**
 * Finds the last event of our chain that central has, when no end that central names is ours: central then has the events of a clone of this disk
 * under the same numbers (see compare-chains.ts). A few questions are enough, however long the chain. Null: this central is too old to be asked.
 * Rejects with CentralError.
 */
export async function findDivergencePoint(
  { log, retention }: OwnChains,
  central: Pick<CentralClient, 'logPositions'>,
  incarnation: string,
  signal: AbortSignal,
): Promise<number | null> {
  let known = retention.prunedTo(incarnation);
  let last = log.lastSeq(incarnation);
  while (known < last) {
    const asked = spread(known, last);
    const positions = asked.flatMap((seq): LogPositionsRequest['positions'] => {
      const hash = log.hashAt(incarnation, seq);
      return hash === null ? [] : [{ seq, hash }];
    });
    if (positions.length === 0) return known;
    let furthest: number;
    try {
      ({ furthest } = await central.logPositions({ incarnation, positions }, signal));
    } catch (error) {
      if (error instanceof CentralError && error.status === 404) return null;
      throw error;
    }
    known = Math.max(known, furthest);
    last = (asked.find((seq) => seq > known) ?? known + 1) - 1;
  }
  return known;
}
