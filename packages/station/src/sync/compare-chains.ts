import type { StationStore } from '@serialbridge/cache';
import type { HelloResponse } from '@serialbridge/protocol';
import type { Log } from '../host/context.ts';
import type { CentralClient } from './central-client.ts';
import { findParting } from './find-parting.ts';
import { giveUpPruned, recheckLost } from './lost-events.ts';

type Compared = Pick<
  StationStore,
  | 'head'
  | 'hashAt'
  | 'lastSeq'
  | 'beginIncarnation'
  | 'rewind'
  | 'acknowledge'
  | 'adoptEpoch'
  | 'overlayUnsent'
  | 'incarnationsOf'
  | 'retention'
  | 'note'
  | 'writeNotes'
>;

/** Earlier incarnations of this station, to ask central about. */
export function pastIncarnations(store: Compared, station_id: string, most: number): string[] {
  const { incarnation } = store.head();
  return store
    .incarnationsOf(station_id)
    .filter((one) => one !== incarnation)
    .slice(-most);
}

export interface ChainComparison {
  /**
   * Compares central's record of this station's chains with our own after a hello, and puts right what one of the two has lost.
   * `asked`: the earlier incarnations that the hello asked about. False: a new incarnation began, and the hello did not ask what central
   * has of the one before it; nothing of this answer holds until another one has. Rejects with CentralError, having changed nothing yet.
   */
  compare(
    answer: HelloResponse,
    asked: readonly string[],
    central: Pick<CentralClient, 'chainPlaces'>,
    signal: AbortSignal,
  ): Promise<boolean>;
}

export function chainComparison(store: Compared, now: () => number, log: Log): ChainComparison {
  /** Of incarnations none of whose chains ends in an event of ours: what central told when it was last asked where they part. */
  const asked = new Map<string, string>();

  /** What of an earlier incarnation central has: up to the end of its furthest chain that is ours. Null: it is as it was. `partings`: is told when it asked. */
  const centralHas = async (
    incarnation: string,
    { epoch, past_chains = [] }: HelloResponse,
    central: Pick<CentralClient, 'chainPlaces'>,
    signal: AbortSignal,
    partings: Map<string, string>,
  ): Promise<number | null> => {
    const chains = past_chains.filter((chain) => chain.incarnation === incarnation);
    const ours = chains.filter(
      ({ durable_seq, hash }) => durable_seq === 0 || store.hashAt(incarnation, durable_seq) === hash,
    );
    if (chains.length === 0 || ours.length > 0) return Math.max(0, ...ours.map(({ durable_seq }) => durable_seq));
    const told = JSON.stringify([epoch, ...chains.map(({ hash }) => hash)]);
    if (asked.get(incarnation) === told) return null;
    const parting = await findParting(store, central, incarnation, signal);
    partings.set(incarnation, told);
    if (parting === null) log.warn({ incarnation }, 'central knows another history of an earlier incarnation');
    return parting;
  };

  const compareHead = ({ durable_seq, hash, epoch, head }: HelloResponse): boolean => {
    const { incarnation, seq } = store.head();
    const lost = giveUpPruned(store, durable_seq);
    if (lost !== null) {
      log.error(lost, 'central has lost events that are no longer here either; what came after them is sent again');
      return true;
    }
    if (durable_seq > seq || (durable_seq > 0 && store.hashAt(incarnation, durable_seq) !== hash)) {
      log.warn(
        { incarnation, seq, durable_seq },
        'central knows another history of this station: ours is a copy or an old backup; a new one begins',
      );
      store.beginIncarnation();
      return false;
    }
    const resent = store.rewind(incarnation, durable_seq);
    if (resent > 0) log.warn({ resent, durable_seq }, 'central has lost events; they are sent again');
    if (durable_seq > 0)
      store.acknowledge({ incarnation, durable_seq, epoch, version: head.version, outcomes: [], at: now() });
    return true;
  };

  return {
    compare: async (answer, past, central, signal) => {
      const { epoch, past_chains, pull, backed_up = [] } = answer;
      const had = new Map<string, number>();
      const partings = new Map<string, string>();
      if (past_chains !== undefined)
        for (const incarnation of past) {
          const durable_seq = await centralHas(incarnation, answer, central, signal, partings);
          if (durable_seq !== null) had.set(incarnation, durable_seq);
        }
      store.retention.noteBackedUp(backed_up);
      recheckLost(store, backed_up);
      for (const [incarnation, durable_seq] of had) {
        const resent = store.rewind(incarnation, durable_seq);
        if (resent > 0) log.warn({ incarnation, resent, durable_seq }, 'central has lost events; they are sent again');
      }
      for (const [incarnation, told] of partings) asked.set(incarnation, told);
      if (!compareHead(answer)) return false;
      // What is acknowledged still was in the ledger before this epoch began: every snapshot of it has its effect.
      store.adoptEpoch(epoch);
      if (pull === 'tail') store.overlayUnsent();
      return true;
    },
  };
}
