import type { StationStore } from '@serialbridge/cache';
import type { ChainHead, HelloResponse } from '@serialbridge/protocol';
import type { Log } from '../contract/host-context.ts';
import type { CentralClient } from './central-client.ts';
import { findDivergencePoint } from './find-divergence-point.ts';
import { giveUpPruned, recheckLost } from './lost-events.ts';

type Compared = Pick<StationStore, 'log' | 'outbox' | 'overlay' | 'retention' | 'notes'>;

/** Earlier incarnations of this station, to ask central about. */
export function earlierIncarnations(store: Compared, station_id: string, most: number): string[] {
  const { incarnation } = store.log.head();
  return store.log
    .incarnationsOf(station_id)
    .filter((one) => one !== incarnation)
    .slice(-most);
}

export interface ChainComparison {
  /**
   * Compares central's record of this station's chains with our own after a hello, and puts right what one of the two has lost.
   * `past`: the earlier incarnations that the hello asked about. False: a new incarnation began, and the hello did not ask what central
   * has of the one before it; nothing of this answer holds until another one has. Rejects with CentralError; it can be done again then.
   */
  compare(
    answer: HelloResponse,
    past: readonly string[],
    central: Pick<CentralClient, 'logPositions'>,
    signal: AbortSignal,
  ): Promise<boolean>;
}

export function chainComparison(store: Compared, now: () => number, log: Log): ChainComparison {
  /** Of incarnations none of whose chains ends in an event of ours: what central told when it was last asked where they part. */
  const asked = new Map<string, string>();

  const sendAgain = (incarnation: string, durable_seq: number): void => {
    const resent = store.outbox.rewind(incarnation, durable_seq);
    if (resent > 0) log.warn({ incarnation, resent, durable_seq }, 'central has lost events; they are sent again');
  };

  /** What central lost of an earlier incarnation is sent again: from the end of its furthest chain that is ours, or from where they part. */
  const comparePast = async (
    incarnation: string,
    epoch: string,
    chains: readonly ChainHead[],
    part: () => Promise<number | null>,
  ): Promise<void> => {
    const ours = chains.filter(
      ({ durable_seq, hash }) => durable_seq === 0 || store.log.hashAt(incarnation, durable_seq) === hash,
    );
    if (chains.length === 0 || ours.length > 0)
      return sendAgain(incarnation, Math.max(0, ...ours.map(({ durable_seq }) => durable_seq)));
    const told = JSON.stringify([epoch, ...chains.map(({ hash }) => hash)]);
    if (asked.get(incarnation) === told) return;
    const divergence = await part();
    if (divergence === null) log.warn({ incarnation }, 'central knows another history of an earlier incarnation');
    else sendAgain(incarnation, divergence);
    asked.set(incarnation, told);
  };

  const compareHead = ({ durable_seq, hash, epoch, head }: HelloResponse): boolean => {
    const { incarnation, seq } = store.log.head();
    const lost = giveUpPruned(store, durable_seq);
    if (lost !== null) {
      log.error(lost, 'central has lost events that are no longer here either; what came after them is sent again');
      return true;
    }
    if (durable_seq > seq || (durable_seq > 0 && store.log.hashAt(incarnation, durable_seq) !== hash)) {
      log.warn(
        { incarnation, seq, durable_seq },
        'central knows another history of this station: ours is a copy or an old backup; a new one begins',
      );
      store.log.beginIncarnation();
      return false;
    }
    sendAgain(incarnation, durable_seq);
    if (durable_seq > 0)
      store.outbox.acknowledge({ incarnation, durable_seq, epoch, version: head.version, outcomes: [], at: now() });
    return true;
  };

  return {
    compare: async (answer, past, central, signal) => {
      const { epoch, earlier_heads, pull, backed_up = [] } = answer;
      store.retention.noteBackedUp(backed_up);
      recheckLost(store, backed_up);
      if (earlier_heads !== undefined)
        for (const one of past) {
          const chains = earlier_heads.filter(({ incarnation }) => incarnation === one);
          await comparePast(one, epoch, chains, () => findDivergencePoint(store, central, one, signal));
        }
      if (!compareHead(answer)) return false;
      // What is acknowledged still was in the ledger before this epoch began: every snapshot of it has its effect.
      store.overlay.adoptEpoch(epoch);
      if (pull === 'tail') store.overlay.addUnsent();
      return true;
    },
  };
}
