import type { StationStore } from '@serialbridge/cache';
import type { ChainHead, HelloResponse } from '@serialbridge/protocol';
import type { Log } from '../host/context.ts';
import { giveUpPruned, recheckLost } from './lost-events.ts';

type Compared = Pick<
  StationStore,
  | 'head'
  | 'hashAt'
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

/** What central lost of an earlier incarnation is sent again, from the furthest of its chains that is ours. */
function comparePast(store: Compared, incarnation: string, chains: readonly ChainHead[], log: Log): void {
  const ours = chains.filter(
    ({ durable_seq, hash }) => durable_seq === 0 || store.hashAt(incarnation, durable_seq) === hash,
  );
  if (chains.length > 0 && ours.length === 0) {
    log.warn({ incarnation }, 'central knows another history of an earlier incarnation; it is left as it is');
    return;
  }
  const durable_seq = Math.max(0, ...ours.map((chain) => chain.durable_seq));
  const resent = store.rewind(incarnation, durable_seq);
  if (resent > 0) log.warn({ incarnation, resent, durable_seq }, 'central has lost events; they are sent again');
}

/**
 * Compares central's record of this station's chains with our own after a hello, and puts right what one of the two has lost.
 * `asked`: the earlier incarnations that the hello asked about.
 */
export function compareChains(
  store: Compared,
  answer: HelloResponse,
  asked: readonly string[],
  now: number,
  log: Log,
): void {
  const { durable_seq, hash, epoch, head, past_chains, pull, backed_up = [] } = answer;
  store.retention.noteBackedUp(backed_up);
  recheckLost(store, backed_up);
  if (past_chains !== undefined)
    for (const one of asked)
      comparePast(
        store,
        one,
        past_chains.filter((chain) => chain.incarnation === one),
        log,
      );
  const { incarnation, seq } = store.head();
  const lost = giveUpPruned(store, durable_seq);
  if (lost !== null)
    log.error(lost, 'central has lost events that are no longer here either; what came after them is sent again');
  else if (durable_seq > seq || (durable_seq > 0 && store.hashAt(incarnation, durable_seq) !== hash)) {
    log.warn(
      { incarnation, seq, durable_seq },
      'central knows another history of this station: ours is a copy or an old backup; a new one begins',
    );
    store.beginIncarnation();
  } else {
    const resent = store.rewind(incarnation, durable_seq);
    if (resent > 0) log.warn({ resent, durable_seq }, 'central has lost events; they are sent again');
    if (durable_seq > 0)
      store.acknowledge({ incarnation, durable_seq, epoch, version: head.version, outcomes: [], at: now });
  }
  // What is acknowledged still was in the ledger before this epoch began: every snapshot of it has its effect.
  store.adoptEpoch(epoch);
  if (pull === 'tail') store.overlayUnsent();
}
