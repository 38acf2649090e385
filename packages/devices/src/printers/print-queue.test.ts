import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyQueue, mayRetry, nextQueue, nextStep, type PrintQueue, type QueueEvent } from './print-queue.ts';
import type { HostStatus, PrinterCondition } from './zpl/host-status.ts';

const status = (conditions: readonly PrinterCondition[] = [], more: Partial<HostStatus> = {}): HostStatus => ({
  conditions,
  label_length_dots: 256,
  formats_in_buffer: 0,
  partial_format: false,
  labels_remaining: 0,
  thermal_transfer: true,
  print_mode: '2',
  graphics_stored: 0,
  ...more,
});
const added = (id: string): QueueEvent => ({
  type: 'added',
  job: { job_id: id, title: id, copies: 1, queued_at: 0, zpl: `^XA${id}^XZ` },
});
const heard = (conditions: readonly PrinterCondition[] = [], more: Partial<HostStatus> = {}): QueueEvent => ({
  type: 'status',
  status: status(conditions, more),
});
const after = (queue: PrintQueue, ...events: QueueEvent[]): PrintQueue => events.reduce(nextQueue, queue);
const statesOf = (queue: PrintQueue): string[] =>
  queue.jobs.map((job) => `${job.job_id} ${job.state}${job.finding === null ? '' : ` ${job.finding.code}`}`);
const on: QueueEvent = { type: 'online' };
const off: QueueEvent = { type: 'offline' };
const sending = (id: string): QueueEvent => ({ type: 'sending', job_id: id });
const sent = (id: string): QueueEvent => ({ type: 'sent', job_id: id });

test('print queue: asks, sends, and calls it printed when nothing is left, twice in a row', () => {
  let queue = after(emptyQueue(true), added('a'), added('b'));
  expect(nextStep(queue)).toEqual({ do: 'nothing' });
  queue = after(queue, on);
  expect(nextStep(queue)).toEqual({ do: 'ask' });
  queue = after(queue, heard());
  expect(nextStep(queue)).toMatchObject({ do: 'send', job: { job_id: 'a' } });
  queue = after(queue, sending('a'));
  expect(nextStep(queue)).toEqual({ do: 'nothing' });
  queue = after(queue, sent('a'));
  expect(nextStep(queue)).toEqual({ do: 'ask' });
  queue = after(
    queue,
    heard(),
    heard([], { formats_in_buffer: 1 }),
    heard([], { labels_remaining: 1 }),
    heard([], { partial_format: true }),
    heard(),
  );
  expect(statesOf(queue)).toEqual(['a sent', 'b waiting']);
  queue = after(queue, heard());
  expect(statesOf(queue)).toEqual(['a printed', 'b waiting']);
  expect(nextStep(queue)).toMatchObject({ do: 'send', job: { job_id: 'b' } });
});

test('print queue: a printer that answers nothing is only sent to', () => {
  let queue = after(emptyQueue(false), on, added('a'), added('b'));
  expect(nextStep(queue)).toMatchObject({ do: 'send', job: { job_id: 'a' } });
  queue = after(queue, sending('a'), sent('a'));
  expect(statesOf(queue)).toEqual(['a sent', 'b waiting']);
  expect(nextStep(queue)).toMatchObject({ do: 'send', job: { job_id: 'b' } });
  // nobody was told that it would be printed: nothing is unconfirmed
  expect(statesOf(after(queue, off))).toEqual(['a sent', 'b waiting']);
});

test.each<[PrinterCondition, boolean]>([
  ['paper-out', true],
  ['head-open', true],
  ['paused', true],
  ['ribbon-out', true],
  ['buffer-full', true],
  ['over-temperature', true],
  ['under-temperature', true],
  ['diagnostic-mode', true],
  ['ram-corrupt', false],
  ['label-waiting', false],
])('printer.%s holds the next job: %s', (condition, holds) => {
  const queue = after(emptyQueue(true), on, added('a'), added('b'), heard([condition]));
  expect(statesOf(queue)).toEqual([holds ? `a waiting printer.${condition}` : 'a waiting', 'b waiting']);
  expect(nextStep(queue).do).toBe(holds ? 'ask' : 'send');
  const better = after(queue, heard());
  expect(statesOf(better)).toEqual(['a waiting', 'b waiting']);
  expect(nextStep(better).do).toBe('send');
});

test('printer.silent: the job waits, and the printer is asked again', () => {
  const queue = after(emptyQueue(true), on, added('a'), { type: 'silent' });
  expect(statesOf(queue)).toEqual(['a waiting printer.silent']);
  expect(nextStep(queue)).toEqual({ do: 'ask' });
});

test('printer.interrupted: a job cut in mid-send fails, the others go on, and only a person prints it again', () => {
  let queue = after(emptyQueue(true), on, added('a'), added('b'), heard(), sending('a'), off);
  expect(statesOf(queue)).toEqual(['a failed printer.interrupted', 'b waiting']);
  queue = after(queue, sent('a'), on, heard());
  expect(nextStep(queue)).toMatchObject({ job: { job_id: 'b' } });
  queue = after(queue, { type: 'retried', job_id: 'a' });
  expect(statesOf(queue)).toEqual(['b waiting', 'a waiting']);
});

test('printer.unconfirmed: sent, and the printer was lost before it said so', () => {
  const queue = after(emptyQueue(true), on, added('a'), added('b'), heard(), sending('a'), sent('a'), off, on, heard());
  expect(statesOf(queue)).toEqual(['a sent printer.unconfirmed', 'b waiting']);
  expect(nextStep(queue)).toMatchObject({ job: { job_id: 'b' } });
  expect(statesOf(after(queue, { type: 'retried', job_id: 'a' }))).toEqual(['b waiting', 'a waiting']);
  expect(statesOf(after(queue, { type: 'cancelled', job_id: 'a' }))).toEqual(['a cancelled', 'b waiting']);
});

test('print queue: paper that runs out while it prints is shown at the job that is printing', () => {
  const queue = after(
    emptyQueue(true),
    on,
    added('a'),
    heard(),
    sending('a'),
    sent('a'),
    heard(['paper-out'], { formats_in_buffer: 1 }),
  );
  expect(statesOf(queue)).toEqual(['a sent printer.paper-out']);
  expect(queue.jobs.map((job) => mayRetry(queue, job))).toEqual([false]);
  expect(statesOf(after(queue, heard(), heard()))).toEqual(['a printed']);
});

test('print queue: a link that took nothing leaves the job waiting, with its reason', () => {
  const finding = { code: 'printer.queue-disabled', params: {} };
  const queue = after(emptyQueue(false), on, added('a'), sending('a'), {
    type: 'send-failed',
    job_id: 'a',
    taken: false,
    finding,
  });
  expect(statesOf(queue)).toEqual(['a waiting printer.queue-disabled']);
  expect(statesOf(after(queue, sending('a'), sent('a')))).toEqual(['a sent']);
});

test('print queue: finished jobs are forgotten from the fifty-first, failed ones never', () => {
  let queue = after(emptyQueue(false), on, added('bad'), sending('bad'), off, on);
  for (let n = 0; n < 60; n += 1) queue = after(queue, added(`j${n}`), sending(`j${n}`), sent(`j${n}`));
  expect(queue.jobs).toHaveLength(51);
  expect(queue.jobs[0]).toMatchObject({ job_id: 'bad', state: 'failed' });
  expect(queue.jobs[1]).toMatchObject({ job_id: 'j10' });
});

/** What really happens at the far end: how often each job has begun to reach the printer, and how often a person asked for it. */
interface Real {
  queue: PrintQueue;
  began: string[];
  wanted: Map<string, number>;
  everAdded: string[];
}

const CONDITIONS = fc.constantFrom<readonly PrinterCondition[]>(
  [],
  [],
  [],
  ['paper-out'],
  ['paused'],
  ['label-waiting'],
);
const happening = fc.oneof(
  fc.record({ do: fc.constant('add' as const), n: fc.nat(5) }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'retry' as const), n: fc.nat(5) }),
  fc.record({ do: fc.constantFrom('online' as const, 'offline' as const, 'silent' as const, 'step' as const) }),
  fc.record({ do: fc.constant('hear' as const), conditions: CONDITIONS, left: fc.nat(1) }),
  fc.record({
    do: fc.constant('end' as const),
    how: fc.constantFrom('sent' as const, 'lost' as const, 'refused' as const),
  }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function happen(real: Real, what: Happening): void {
  const apply = (event: QueueEvent): void => {
    real.queue = nextQueue(real.queue, event);
  };
  const id = 'n' in what ? `j${what.n}` : '';
  const job = real.queue.jobs.find((each) => each.job_id === id);
  const underWay = real.queue.jobs.find((each) => each.state === 'sending');
  switch (what.do) {
    case 'add':
      if (job === undefined) {
        real.wanted.set(id, (real.wanted.get(id) ?? 0) + 1);
        real.everAdded.push(id);
      }
      apply(added(id));
      break;
    case 'cancel':
      apply({ type: 'cancelled', job_id: id });
      break;
    case 'retry':
      if (job !== undefined && mayRetry(real.queue, job)) real.wanted.set(id, (real.wanted.get(id) ?? 0) + 1);
      apply({ type: 'retried', job_id: id });
      break;
    case 'online':
    case 'offline':
    case 'silent':
      apply({ type: what.do });
      break;
    case 'hear':
      apply(heard(what.conditions, { formats_in_buffer: what.left }));
      break;
    case 'step': {
      const step = nextStep(real.queue);
      if (step.do !== 'send') break;
      const before = real.queue.jobs.filter((each) => each.state === 'waiting');
      // in order: nobody who waits is passed over
      if (before[0]?.job_id !== step.job.job_id) throw new Error('order');
      real.began.push(step.job.job_id);
      apply(sending(step.job.job_id));
      break;
    }
    case 'end':
      if (underWay === undefined) break;
      if (what.how === 'refused') real.began.pop();
      apply(
        what.how === 'sent'
          ? sent(underWay.job_id)
          : {
              type: 'send-failed',
              job_id: underWay.job_id,
              taken: what.how === 'lost',
              finding: { code: 'device.missing', params: {} },
            },
      );
      break;
  }
}

test.each([true, false])(
  'print queue (a printer that answers: %s): never printed twice unasked, in order, nothing lost',
  (answers) => {
    let sends = 0;
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (happenings) => {
        const real: Real = {
          queue: emptyQueue(answers),
          began: [],
          wanted: new Map(),
          everAdded: [],
        };
        for (const what of happenings) {
          const before = real.queue;
          happen(real, what);
          for (const [id, times] of real.wanted) {
            if (real.began.filter((each) => each === id).length > times) throw new Error(`${id} was sent twice`);
          }
          if (new Set(real.everAdded).size !== real.queue.jobs.length) throw new Error('a job is gone');
          if (real.queue.jobs.filter((job) => job.state === 'sending').length > 1) throw new Error('two at once');
          // printed is only said by a printer that was asked
          const printed = real.queue.jobs.find(
            (job) =>
              job.state === 'printed' &&
              before.jobs.every((each) => each.job_id !== job.job_id || each.state !== 'printed'),
          );
          if (printed !== undefined && what.do !== 'hear') throw new Error('printed without an answer');
          for (const job of real.queue.jobs) {
            if (job.state === 'failed' && job.finding === null) throw new Error('failed without a reason');
          }
        }
        // left alone with a printer that works, everything that waits gets out
        happen(real, { do: 'end', how: 'sent' });
        happen(real, { do: 'online' });
        for (let turn = 0; turn < 60; turn += 1) {
          happen(real, { do: 'hear', conditions: [], left: 0 });
          happen(real, { do: 'step' });
          happen(real, { do: 'end', how: 'sent' });
        }
        if (real.queue.jobs.some((job) => job.state === 'waiting' || job.state === 'sending')) throw new Error('stuck');
        sends += real.began.length;
      }),
      { numRuns: 3000 },
    );
    expect(sends).toBeGreaterThan(3000);
  },
);
