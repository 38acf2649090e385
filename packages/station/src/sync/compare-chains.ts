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

/*
 * Whose events are these? After each hello central's record of this station's chains is compared with our own. A chain is the events of one
 * incarnation, numbered without a gap, each with the hash of the one before: if one event of ours has the hash that central names, all before
 * it are the same too. Three things can be wrong.
 *
 * 1. Central was restored from a backup. It has lost the newest events of a chain and names an older end, which is an event of ours. We have
 *    the rest still (retention.ts keeps what central's backups do not hold) and send it again from there.
 *
 * 2. This disk was cloned, or this station was restored from an old backup. Two histories go on under one incarnation and give one number to
 *    different events. Central keeps the first that came, and the other as a fork with a case. We notice by the hash: the end that central
 *    names is no event of ours. A new incarnation begins here, so that from now on no number means two things. The events of the old one
 *    stay in the log, and those that are unsent are sent under its name.
 *
 * 3. Both at once. Central was restored and has lost events of ours, and meanwhile the clone has sent its own under the same numbers. The end
 *    that central names is the clone's and says nothing of ours. If we sent nothing, what central lost would stay lost. If we sent
 *    everything, each event that central has long had would become a fork with a case. So we ask central up to which of our own events it has
 *    the chain (find-divergence-point.ts: a few questions, however long the chain), and send again what comes after. We ask only when no end of
 *    that incarnation is ours, and only once for each answer, because an old backup of which central has everything looks the same.
 *
 * The order matters. The earlier incarnations come first, then the present one. If the present one ends in a new incarnation, the answer is about a
 * chain that is no longer the present one. Then hello is said again, and it asks about the former chain as an earlier one. The new epoch is adopted
 * last, when all that is lost is unsent again. What is still acknowledged then was in the ledger before the epoch began, so every snapshot of the
 * epoch has it. If the epoch were adopted earlier, a lost event would leave the overlay at a snapshot that does not have it.
 */
export interface ChainComparison {
  /**
   * Compares central's record of this station's chains with our own after a hello, and puts right what one of the two has lost.
   * `earlier`: the incarnations that the hello asked about. False: a new incarnation began, and the hello did not ask what central has of
   * the one before it; nothing of this answer holds until another one has. Rejects with CentralError; it can be done again then.
   */
  compare(
    answer: HelloResponse,
    earlier: readonly string[],
    central: Pick<CentralClient, 'logPositions'>,
    signal: AbortSignal,
  ): Promise<boolean>;
}

export function chainComparison(store: Compared, now: () => number, log: Log): ChainComparison {
  /** Of incarnations none of whose ends is an event of ours: the ends that central named when it was last asked where they diverge. */
  const asked = new Map<string, string>();

  const sendAgain = (incarnation: string, durable_seq: number): void => {
    const resent = store.outbox.rewind(incarnation, durable_seq);
    if (resent > 0) log.warn({ incarnation, resent, durable_seq }, 'central has lost events; they are sent again');
  };

  /** What central lost of an earlier incarnation is sent again: from the furthest end that is ours, or from where the chains diverge. */
  const compareEarlier = async (
    incarnation: string,
    epoch: string,
    chains: readonly ChainHead[],
    findDivergence: () => Promise<number | null>,
  ): Promise<void> => {
    const ours = chains.filter(
      ({ durable_seq, hash }) => durable_seq === 0 || store.log.hashAt(incarnation, durable_seq) === hash,
    );
    if (chains.length === 0 || ours.length > 0)
      return sendAgain(incarnation, Math.max(0, ...ours.map(({ durable_seq }) => durable_seq)));
    const ends = JSON.stringify([epoch, ...chains.map(({ hash }) => hash)]);
    if (asked.get(incarnation) === ends) return;
    const divergence = await findDivergence();
    if (divergence === null) log.warn({ incarnation }, 'central knows another history of an earlier incarnation');
    else sendAgain(incarnation, divergence);
    asked.set(incarnation, ends);
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
        'central knows another history of this station: ours is a clone or an old backup; a new one begins',
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
    compare: async (answer, earlier, central, signal) => {
      const { epoch, earlier_heads, pull, backed_up } = answer;
      store.retention.noteBackedUp(backed_up);
      recheckLost(store, backed_up);
      for (const one of earlier) {
        const chains = earlier_heads.filter(({ incarnation }) => incarnation === one);
        await compareEarlier(one, epoch, chains, () => findDivergencePoint(store, central, one, signal));
      }
      if (!compareHead(answer)) return false;
      store.overlay.adoptEpoch(epoch);
      if (pull === 'tail') store.overlay.addUnsent();
      return true;
    },
  };
}
