import { backOff, ONLINE_POLL_MS, QUOTA_HELLOS, UNKNOWN_POLL_MS, UPGRADE_POLL_MS } from './back-off.ts';
import type { SyncInput, SyncInputType, SyncPhase, SyncState, SyncStep } from './sync-state.ts';

type Of<T extends SyncInputType> = Extract<SyncInput, { readonly type: T }>;
type Handler<T extends SyncInputType> = (state: SyncState, input: Of<T>, jitter: number) => SyncStep;
type Row = { readonly [T in SyncInputType]: Handler<T> };

const stay = (state: SyncState): SyncStep => ({ state, action: { do: 'none' } });
const counted = (state: SyncState, input: Of<'recorded'>): SyncStep => stay({ ...state, backlog: input.backlog });
const needTail = (state: SyncState): SyncState => (state.pull === 'none' ? { ...state, pull: 'tail' } : state);
const hinted = (state: SyncState): SyncStep => stay({ ...state, hinted: true });

function hello(state: SyncState): SyncStep {
  return { state: { ...state, phase: 'saying-hello' }, action: { do: 'hello' } };
}

/** The next request: pushing and pulling alternate, so that a long pull never waits for the outbox nor the outbox for it. */
function proceed(state: SyncState): SyncStep {
  const mayPush = state.backlog > 0 && !state.push_held;
  const mayPull = state.pull !== 'none';
  if (mayPush && (!mayPull || state.last_work === 'pull')) {
    return { state: { ...state, phase: 'pushing', last_work: 'push' }, action: { do: 'push' } };
  }
  if (state.pull === 'snapshot') {
    return { state: { ...state, phase: 'pulling-snapshot', last_work: 'pull' }, action: { do: 'pull-snapshot' } };
  }
  if (state.pull === 'tail') {
    const next: SyncState = { ...state, phase: 'pulling-tail', last_work: 'pull', hinted: false };
    return { state: next, action: { do: 'pull-tail' } };
  }
  return { state: { ...state, phase: 'online' }, action: { do: 'wait', ms: ONLINE_POLL_MS } };
}

/** A request was answered: the line is up again. */
function answered(state: SyncState): SyncState {
  return { ...state, attempt: 0, connected: true };
}

const goOffline: Handler<'failed'> = (state, input, jitter) => {
  const attempt = state.attempt + 1;
  return {
    state: { ...state, phase: 'offline', attempt, connected: false, problem: input.code ?? state.problem },
    action: { do: 'wait', ms: backOff(attempt, jitter, input.retry_after_ms) },
  };
};
/** A credential that central does not know may be one that it lost and gets back with its backup; a revoked one was taken away by a person. */
const shutOut: Handler<'shut-out'> = (state, input) => ({
  state: { ...state, phase: 'revoked', connected: false, problem: input.code },
  action: { do: 'wait', ms: input.code === 'station.unauthenticated' ? UNKNOWN_POLL_MS : null },
});
const refuseProtocol: Handler<'protocol-refused'> = (state, input) => ({
  state: { ...state, phase: 'upgrade-needed', connected: false, problem: input.code },
  action: { do: 'wait', ms: UPGRADE_POLL_MS },
});
const asPaired = (state: SyncState): SyncState => ({
  ...state,
  attempt: 0,
  problem: null,
  push_held: false,
  resting: 0,
  refused: null,
});
const forget: Handler<'unpaired'> = (state) => ({
  state: { ...asPaired(state), phase: 'unpaired', connected: false, pull: 'none', hinted: false },
  action: { do: 'wait', ms: null },
});
const startAgain: Handler<'paired'> = (state) => hello(asPaired(state));

/** Answers that nobody waits for: their request was given up. */
const noAnswerAwaited = {
  'hello-answered': stay,
  pushed: stay,
  'push-refused': stay,
  'snapshot-part': stay,
  'snapshot-held': stay,
  'snapshot-loaded': stay,
  'tail-pulled': stay,
  diverged: stay,
  'snapshot-required': stay,
  failed: stay,
  'shut-out': stay,
  'protocol-refused': stay,
} satisfies Partial<Row>;

/** While a request is under way, what happens beside it is only remembered; only a new or a lost credential ends it. */
const underWay = {
  ...noAnswerAwaited,
  paired: startAgain,
  unpaired: forget,
  timer: stay,
  'sync-now': stay,
  hint: hinted,
  recorded: counted,
  failed: goOffline,
  'shut-out': shutOut,
  'protocol-refused': refuseProtocol,
} satisfies Row;

/** Phase × input. Total: a phase or an input without a decision does not compile. */
export const SYNC_TABLE: Readonly<Record<SyncPhase, Row>> = {
  unpaired: {
    ...noAnswerAwaited,
    paired: startAgain,
    unpaired: stay,
    timer: stay,
    'sync-now': stay,
    hint: stay,
    recorded: counted,
  },
  offline: {
    ...noAnswerAwaited,
    paired: startAgain,
    unpaired: forget,
    timer: hello,
    'sync-now': hello,
    hint: hello,
    // An event made offline waits for the timer: a busy dock must not turn the back-off into a storm.
    recorded: counted,
  },
  'saying-hello': {
    ...underWay,
    'hello-answered': (state, input) => {
      const resting = Math.max(0, state.resting - 1);
      return proceed({
        ...answered(state),
        backlog: input.backlog,
        push_held: resting > 0,
        resting,
        // What was refused may have come another way: in a file that somebody imported.
        refused: input.backlog === 0 ? null : state.refused,
        problem: null,
        pull:
          input.pull === 'snapshot' || state.pull === 'snapshot'
            ? 'snapshot'
            : input.behind || state.hinted || state.pull === 'tail'
              ? 'tail'
              : 'none',
      });
    },
  },
  pushing: {
    ...underWay,
    pushed: (state, input) => {
      const next = { ...answered(state), backlog: input.backlog, refused: null };
      return proceed(input.behind || state.hinted ? needTail(next) : next);
    },
    // Before anything is sent or pulled again: what else did it lose?
    diverged: (state) => hello(answered(state)),
    'push-refused': (state, { code }) =>
      proceed({
        ...answered(state),
        push_held: true,
        resting: code === 'held.quota' ? QUOTA_HELLOS : 0,
        refused: code,
        problem: code,
      }),
  },
  'pulling-snapshot': {
    ...underWay,
    'snapshot-part': (state) => proceed(answered(state)),
    'snapshot-held': (state, input) => proceed({ ...answered(state), pull: 'none', problem: input.code }),
    // What held a snapshot before is over; a refused envelope is not.
    'snapshot-loaded': (state) =>
      proceed({ ...answered(state), pull: 'tail', problem: state.push_held ? state.problem : null }),
    // The snapshot under way went out of date: begin another.
    'snapshot-required': (state) => proceed({ ...answered(state), pull: 'snapshot' }),
  },
  'pulling-tail': {
    ...underWay,
    // A head that moved while the answer was on its way makes one more pull; without the flag it would wait for the poll.
    'tail-pulled': (state, input) =>
      proceed({ ...answered(state), pull: input.at_head && !state.hinted ? 'none' : 'tail' }),
    // A cursor that the feed refuses may mean a restored central: the hello begins a new epoch, and tells which events it lost.
    'snapshot-required': (state) => hello({ ...answered(state), pull: 'snapshot' }),
  },
  online: {
    ...noAnswerAwaited,
    paired: startAgain,
    unpaired: forget,
    timer: hello,
    // Somebody has looked at it, or wants to know.
    'sync-now': (state) => hello({ ...state, resting: 0 }),
    hint: (state) => proceed(needTail(state)),
    recorded: (state, input) => {
      const next = { ...state, backlog: input.backlog };
      // Pushing rests after a refused envelope; asking for the wait again would put the next hello off with every scan.
      return state.push_held ? stay(next) : proceed(next);
    },
  },
  revoked: {
    ...noAnswerAwaited,
    paired: startAgain,
    unpaired: forget,
    timer: (state) => (state.problem === 'station.unauthenticated' ? hello(state) : stay(state)),
    'sync-now': hello,
    hint: stay,
    recorded: counted,
  },
  'upgrade-needed': {
    ...noAnswerAwaited,
    paired: startAgain,
    unpaired: forget,
    timer: hello,
    'sync-now': hello,
    hint: stay,
    recorded: counted,
  },
};

/** One step of the sync loop. `jitter` in [0, 1) is drawn by the caller. */
export function syncStep<T extends SyncInputType>(
  state: SyncState,
  input: Of<T> & { readonly type: T },
  jitter: number,
): SyncStep {
  const handler: Handler<T> = SYNC_TABLE[state.phase][input.type];
  return handler(state, input, jitter);
}
