/** What the station's one sync loop is doing. One request is under way at a time, in the phases marked with *. */
export const SYNC_PHASES = [
  'unpaired',
  'offline',
  'saying-hello', // *
  'pushing', // *
  'pulling-snapshot', // *
  'pulling-tail', // *
  'online',
  'revoked',
  'upgrade-needed',
] as const;
export type SyncPhase = (typeof SYNC_PHASES)[number];

export interface SyncState {
  readonly phase: SyncPhase;
  /** Own events that central has not acknowledged. */
  readonly backlog: number;
  /** What the cache needs. */
  readonly pull: 'none' | 'tail' | 'snapshot';
  /** Central's head moved since the pull under way began. */
  readonly hinted: boolean;
  /** Central refused a push: pushing rests until the next hello, pulling goes on. */
  readonly push_held: boolean;
  /** For how many hellos more pushing rests: what only a person can end is not tried again with each. */
  readonly resting: number;
  /** Why central refused the last push, until it takes one again. */
  readonly refused: string | null;
  /** Which of the two went last, so that neither starves the other. */
  readonly last_work: 'push' | 'pull';
  /** Failures in a row, for the back-off. */
  readonly attempt: number;
  /** The last request was answered. */
  readonly connected: boolean;
  /** Error code to show until its cause is gone. */
  readonly problem: string | null;
}

/** What the loop reports to the machine. The first block may come at any time; the rest answer the request under way. */
export type SyncInput =
  /** A credential was stored (first pairing or again). */
  | { readonly type: 'paired' }
  /** The credential was taken away at this station. */
  | { readonly type: 'unpaired' }
  /** The wait asked for is over. */
  | { readonly type: 'timer' }
  /** A person asks for it, or the network came back. */
  | { readonly type: 'sync-now' }
  /** The hint channel says that central's head moved. */
  | { readonly type: 'hint' }
  /** Own events were committed in ops.db; `backlog` is the number unsent now. */
  | { readonly type: 'recorded'; readonly backlog: number }
  /** Hello was answered. `behind`: the cache is not at central's head; counts only for `tail`. */
  | {
      readonly type: 'hello-answered';
      readonly pull: 'tail' | 'snapshot';
      readonly behind: boolean;
      readonly backlog: number;
    }
  /** A batch was answered, a gap included (the loop sends again from the seq expected). `behind` as above. */
  | { readonly type: 'pushed'; readonly backlog: number; readonly behind: boolean }
  /** Central refused an envelope, or takes no more from this station. All of it stays in the outbox. */
  | { readonly type: 'push-refused'; readonly code: string }
  /** Part of a snapshot was stored; there is more. */
  | { readonly type: 'snapshot-part' }
  /** This computer can't take the snapshot (its disk is full): sending goes on, and the next hello asks for it again. */
  | { readonly type: 'snapshot-held'; readonly code: string }
  /** The snapshot was swapped in; the tail from it follows. */
  | { readonly type: 'snapshot-loaded' }
  | { readonly type: 'tail-pulled'; readonly at_head: boolean }
  /** Central is not where it said it was (a gap, another epoch): it may have been restored, and a hello tells what is so. */
  | { readonly type: 'diverged' }
  /** 409 `sync.snapshot-required`. */
  | { readonly type: 'snapshot-required' }
  /** No answer, a server error, overload; `retry_after_ms` as central asked, or null. */
  | { readonly type: 'failed'; readonly retry_after_ms: number | null; readonly code: string | null }
  /** 401 / 403: revoked, or the credential is not known; or it is sealed here under a key that this computer does not have. */
  | {
      readonly type: 'shut-out';
      readonly code: 'station.revoked' | 'station.unauthenticated' | 'station.key-gone';
    }
  /** 426: one of the two sides must be updated. */
  | {
      readonly type: 'protocol-refused';
      readonly code: 'sync.protocol-newer' | 'sync.protocol-older' | 'sync.central-older';
    };

export type SyncInputType = SyncInput['type'];

/** What the loop does next. `wait`: start this one timer, ending an earlier one; `none`: leave things as they are. */
export type SyncAction =
  | { readonly do: 'none' }
  | { readonly do: 'hello' }
  | { readonly do: 'push' }
  | { readonly do: 'pull-snapshot' }
  | { readonly do: 'pull-tail' }
  /** Null: no timer runs; only an input of the first block goes on. */
  | { readonly do: 'wait'; readonly ms: number | null };

/**
 * An action other than `none` while a request is under way (after `paired`, `unpaired`) means: give that request up and drop its
 * answer, then do this.
 */
export interface SyncStep {
  readonly state: SyncState;
  readonly action: SyncAction;
}

/** The state at start. `paired`: begin by feeding `timer`, which says hello. */
export function initialSync(at: { readonly paired: boolean; readonly backlog: number }): SyncState {
  return {
    phase: at.paired ? 'offline' : 'unpaired',
    backlog: at.backlog,
    pull: 'none',
    hinted: false,
    push_held: false,
    resting: 0,
    refused: null,
    last_work: 'pull',
    attempt: 0,
    connected: false,
    problem: null,
  };
}

/** What a person is shown (`SyncStatus.state` of the station contract). */
export type ShownSync = 'unpaired' | 'offline' | 'online' | 'syncing' | 'revoked' | 'upgrade-needed';

const SHOWN: Readonly<Record<SyncPhase, ShownSync>> = {
  unpaired: 'unpaired',
  offline: 'offline',
  'saying-hello': 'offline',
  pushing: 'syncing',
  'pulling-snapshot': 'syncing',
  'pulling-tail': 'syncing',
  online: 'online',
  revoked: 'revoked',
  'upgrade-needed': 'upgrade-needed',
};

export function shownSync(state: SyncState): ShownSync {
  // A hello between two quiet times is no news.
  return state.phase === 'saying-hello' && state.connected ? 'online' : SHOWN[state.phase];
}
