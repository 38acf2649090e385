import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BACK_OFF_LONGEST_MS, backOff, ONLINE_POLL_MS, QUOTA_HELLOS, UNKNOWN_POLL_MS } from './back-off.ts';
import { SYNC_TABLE, syncStep } from './sync-machine.ts';
import { initialSync, SYNC_PHASES, type SyncInput, type SyncState, type SyncStep } from './sync-state.ts';

const start = (backlog = 0): SyncState => initialSync({ paired: true, backlog });
const play = (state: SyncState, ...inputs: readonly SyncInput[]): SyncStep => {
  let step: SyncStep = { state, action: { do: 'none' } };
  for (const input of inputs) step = syncStep(step.state, input, 0);
  return step;
};
const timer: SyncInput = { type: 'timer' };
const helloTail = (backlog: number, behind: boolean): SyncInput => ({
  type: 'hello-answered',
  pull: 'tail',
  behind,
  backlog,
});

test('sync.hello-first: a paired station says hello before it pushes or pulls', () => {
  expect(play(start(5), timer).action).toEqual({ do: 'hello' });
});

test('sync.alternates: pushing and pulling alternate, and a snapshot does not wait for the outbox', () => {
  const asked: string[] = [];
  let step = play(start(2), timer, { type: 'hello-answered', pull: 'snapshot', behind: true, backlog: 2 });
  let backlog = 2;
  for (let step_no = 0; step_no < 5; step_no += 1) {
    asked.push(step.action.do);
    if (step.action.do === 'push') {
      backlog -= 1;
      step = play(step.state, { type: 'pushed', backlog, behind: false });
    } else step = play(step.state, { type: 'snapshot-part' });
  }
  expect(asked).toEqual(['push', 'pull-snapshot', 'push', 'pull-snapshot', 'pull-snapshot']);
  expect(play(step.state, { type: 'snapshot-loaded' }).action).toEqual({ do: 'pull-tail' });
});

test('sync.hint: a head that moves during a pull makes one more pull, then the station rests', () => {
  const pulling = play(start(), timer, helloTail(0, true));
  const again = play(pulling.state, { type: 'hint' }, { type: 'tail-pulled', at_head: true });
  expect(again.action).toEqual({ do: 'pull-tail' });
  const rest = play(again.state, { type: 'tail-pulled', at_head: true });
  expect(rest).toMatchObject({ state: { phase: 'online' }, action: { do: 'wait', ms: ONLINE_POLL_MS } });
});

test('sync.push-refused: a refused envelope stops pushing, not pulling, until the next hello', () => {
  const refused = play(start(1), timer, helloTail(1, true), { type: 'push-refused', code: 'sync.envelope-invalid' });
  expect(refused.action).toEqual({ do: 'pull-tail' });
  const online = play(refused.state, { type: 'tail-pulled', at_head: true });
  expect(online.state).toMatchObject({ phase: 'online', problem: 'sync.envelope-invalid', backlog: 1 });
  expect(play(online.state, { type: 'recorded', backlog: 2 }).action).toEqual({ do: 'none' });
  expect(play(online.state, timer, helloTail(2, false)).action).toEqual({ do: 'push' });
});

test('held.quota: pushing rests for about a minute, says so all the while, and a person may ask sooner', () => {
  const refusal: SyncInput = { type: 'push-refused', code: 'held.quota' };
  let step = play(start(1), timer, helloTail(1, false), refusal);
  for (let hellos = 1; hellos < QUOTA_HELLOS; hellos += 1) {
    step = play(step.state, timer, helloTail(1, false));
    expect(step).toMatchObject({ state: { phase: 'online', refused: 'held.quota' }, action: { do: 'wait' } });
    expect(play(step.state, { type: 'recorded', backlog: 2 }).action).toEqual({ do: 'none' });
    // Pulling goes on.
    expect(play(step.state, { type: 'hint' }).action).toEqual({ do: 'pull-tail' });
  }
  const again = play(step.state, timer, helloTail(1, false));
  expect(again).toMatchObject({ state: { refused: 'held.quota' }, action: { do: 'push' } });
  expect(play(again.state, { type: 'pushed', backlog: 0, behind: false }).state.refused).toBeNull();
  const asked = play(start(1), timer, helloTail(1, false), refusal, { type: 'sync-now' }, helloTail(1, false));
  expect(asked.action).toEqual({ do: 'push' });
  // What was refused came in a file that somebody imported.
  expect(play(step.state, timer, helloTail(0, false)).state.refused).toBeNull();
});

test('sync.disk-full: holds the snapshot alone; sending goes on, and the next hello asks for it again', () => {
  const held = play(
    start(1),
    timer,
    { type: 'hello-answered', pull: 'snapshot', behind: true, backlog: 1 },
    { type: 'pushed', backlog: 1, behind: false },
    { type: 'snapshot-held', code: 'sync.disk-full' },
  );
  expect(held).toMatchObject({ state: { problem: 'sync.disk-full', connected: true }, action: { do: 'push' } });
  const rests = play(held.state, { type: 'pushed', backlog: 0, behind: false });
  expect(rests).toMatchObject({ state: { phase: 'online', problem: 'sync.disk-full' }, action: { do: 'wait' } });
  const again = play(rests.state, timer, { type: 'hello-answered', pull: 'snapshot', behind: true, backlog: 0 });
  expect(again).toMatchObject({ state: { problem: null }, action: { do: 'pull-snapshot' } });
});

test('sync.offline: recording does not shorten the back-off, a person or a hint does', () => {
  const offline = play(start(), timer, { type: 'failed', retry_after_ms: null, code: null });
  expect(offline).toMatchObject({ state: { phase: 'offline' }, action: { do: 'wait', ms: 500 } });
  expect(play(offline.state, { type: 'recorded', backlog: 1 }).action).toEqual({ do: 'none' });
  expect(play(offline.state, { type: 'sync-now' }).action).toEqual({ do: 'hello' });
  expect(play(offline.state, { type: 'hint' }).action).toEqual({ do: 'hello' });
});

test('sync.unauthenticated: a central that does not know the station is asked again, for it may be being restored', () => {
  const unknown = play(start(3), timer, { type: 'shut-out', code: 'station.unauthenticated' });
  expect(unknown).toMatchObject({ state: { phase: 'revoked' }, action: { do: 'wait', ms: UNKNOWN_POLL_MS } });
  expect(play(unknown.state, timer).action).toEqual({ do: 'hello' });
});

test('sync.diverged: a gap or a refused cursor is answered by a hello, and the snapshot is taken whatever it says', () => {
  const pushing = play(start(2), timer, helloTail(2, false));
  expect(play(pushing.state, { type: 'diverged' }).action).toEqual({ do: 'hello' });
  const refused = play(start(), timer, helloTail(0, true), { type: 'snapshot-required' });
  expect(refused.action).toEqual({ do: 'hello' });
  expect(play(refused.state, helloTail(0, true)).action).toEqual({ do: 'pull-snapshot' });
});

test('sync.revoked: only pairing again or a person goes on, and the backlog is still counted', () => {
  const revoked = play(start(3), timer, { type: 'shut-out', code: 'station.revoked' });
  expect(revoked).toMatchObject({ state: { phase: 'revoked', backlog: 3 }, action: { do: 'wait', ms: null } });
  expect(play(revoked.state, timer).action).toEqual({ do: 'none' });
  expect(play(revoked.state, { type: 'recorded', backlog: 4 }).state.backlog).toBe(4);
  expect(play(revoked.state, { type: 'paired' }).action).toEqual({ do: 'hello' });
});

test('sync.back-off: grows with each failure, is spread by the jitter, has a longest wait and keeps what central asked for', () => {
  expect([1, 2, 3].map((attempt) => backOff(attempt, 0, null))).toEqual([500, 1000, 2000]);
  expect(backOff(1, 1, null)).toBe(1000);
  expect(backOff(50, 1, null)).toBe(BACK_OFF_LONGEST_MS);
  expect(backOff(1, 0, 90_000)).toBe(90_000);
});

/** A central and a network that behave as they like; the machine must get everything across once they behave. */
test('sync.drains: whatever happened before, once faults stop the outbox drains and the cache reaches the head', () => {
  const anyInput: fc.Arbitrary<SyncInput> = fc.oneof(
    fc.constantFrom<SyncInput>(
      { type: 'paired' },
      { type: 'timer' },
      { type: 'sync-now' },
      { type: 'hint' },
      { type: 'snapshot-part' },
      { type: 'snapshot-loaded' },
      { type: 'snapshot-required' },
      { type: 'failed', retry_after_ms: null, code: null },
      { type: 'protocol-refused', code: 'sync.protocol-newer' },
      { type: 'push-refused', code: 'sync.envelope-invalid' },
      { type: 'push-refused', code: 'held.quota' },
    ),
    fc.boolean().map((at_head): SyncInput => ({ type: 'tail-pulled', at_head })),
    fc.nat(9).map((backlog): SyncInput => ({ type: 'recorded', backlog })),
    fc.tuple(fc.nat(9), fc.boolean()).map(([backlog, behind]): SyncInput => ({ type: 'pushed', backlog, behind })),
    fc.tuple(fc.nat(9), fc.boolean()).map(([backlog, behind]) => helloTail(backlog, behind)),
  );
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 40 }), fc.nat(9), (inputs, unsent) => {
      let { state } = play(start(), ...inputs);
      let backlog = unsent;
      let pulled = false;
      let step = syncStep(state, { type: 'paired' }, 0);
      for (let asked = 0; asked < 40 && step.action.do !== 'wait'; asked += 1) {
        state = step.state;
        switch (step.action.do) {
          case 'hello':
            step = syncStep(state, helloTail(backlog, true), 0);
            break;
          case 'push':
            backlog = Math.max(0, backlog - 1);
            step = syncStep(state, { type: 'pushed', backlog, behind: true }, 0);
            break;
          case 'pull-snapshot':
            step = syncStep(state, { type: 'snapshot-loaded' }, 0);
            break;
          case 'pull-tail':
            pulled = true;
            step = syncStep(state, { type: 'tail-pulled', at_head: true }, 0);
            break;
          case 'none':
            throw new Error(`stuck in ${state.phase}`);
        }
      }
      expect({ phase: step.state.phase, backlog, pulled }).toEqual({ phase: 'online', backlog: 0, pulled: true });
    }),
  );
});

test('sync.total: every phase decides every input', () => {
  const inputs = Object.keys(SYNC_TABLE.online).toSorted();
  for (const phase of SYNC_PHASES) expect(Object.keys(SYNC_TABLE[phase]).toSorted()).toEqual(inputs);
});
