import { type Finding, PrintJob } from '@serialbridge/protocol/station';
import { z } from 'zod';
import type { HostStatus, PrinterCondition } from './zpl/host-status.ts';

/** `zpl`: what is sent, copies included. */
export const QueuedJob = PrintJob.extend({ zpl: z.string() });
export type QueuedJob = Readonly<z.infer<typeof QueuedJob>>;

/** The jobs of one printer, and what is known of it. A plain value: every event gives the next one. */
export interface PrintQueue {
  /** In the order in which they are printed; finished ones stay in their place. */
  readonly jobs: readonly QueuedJob[];
  /** Whether this printer is asked how it is. */
  readonly answers: boolean;
  readonly online: boolean;
  /** The printer has just said that it can print. */
  readonly ready: boolean;
  /** The job that was sent whole and is not yet known to be printed. */
  readonly confirming: string | null;
  /** Answers in a row, since the job was sent, that say that nothing is left to print. */
  readonly idle_answers: number;
  /** Null: not asked, or no answer. */
  readonly status: HostStatus | null;
  /** What keeps the printer from printing now. */
  readonly obstacle: Finding | null;
}

export type QueueEvent =
  | { readonly type: 'added'; readonly job: Pick<QueuedJob, 'job_id' | 'title' | 'copies' | 'queued_at' | 'zpl'> }
  /** Jobs that were not done when their host ended. */
  | { readonly type: 'restored'; readonly jobs: readonly QueuedJob[] }
  | { readonly type: 'cancelled' | 'retried' | 'sending' | 'sent'; readonly job_id: string }
  /** `taken`: whether the printer may have got any of it. */
  | { readonly type: 'send-failed'; readonly job_id: string; readonly taken: boolean; readonly finding: Finding }
  | { readonly type: 'online' | 'offline' | 'silent' }
  | { readonly type: 'status'; readonly status: HostStatus };

/** What to do next. */
export type QueueStep =
  { readonly do: 'nothing' } | { readonly do: 'ask' } | { readonly do: 'send'; readonly job: QueuedJob };

const NOTHING: QueueStep = { do: 'nothing' };
const ASK: QueueStep = { do: 'ask' };

/** Finished jobs that are kept for the screen. */
const KEPT = 50;
/** One answer could come between the label's arrival and its being counted. */
const ENOUGH_IDLE = 2;
/** Worth telling, but labels come out all the same. */
const HARMLESS: ReadonlySet<PrinterCondition> = new Set(['ram-corrupt', 'label-waiting']);

const finding = (code: string): Finding => ({ code, params: {} });
const INTERRUPTED = finding('printer.interrupted');
const UNCONFIRMED = finding('printer.unconfirmed');

export const emptyQueue = (answers: boolean): PrintQueue => ({
  jobs: [],
  answers,
  online: false,
  ready: false,
  confirming: null,
  idle_answers: 0,
  status: null,
  obstacle: null,
});

type Change = Partial<Pick<QueuedJob, 'state' | 'finding'>>;
const changed = (jobs: readonly QueuedJob[], id: string, change: Change): readonly QueuedJob[] =>
  jobs.map((job) => (job.job_id === id ? { ...job, ...change } : job));

const sendingJob = (queue: PrintQueue): QueuedJob | undefined => queue.jobs.find((job) => job.state === 'sending');
const firstWaiting = (queue: PrintQueue): QueuedJob | undefined => queue.jobs.find((job) => job.state === 'waiting');

/** Sent, and the printer was lost before it said that it was printed: nobody knows but the person who looks. */
const isUnconfirmed = (queue: PrintQueue, job: QueuedJob): boolean =>
  job.state === 'sent' && queue.confirming !== job.job_id && job.finding !== null;

export const mayCancel = (queue: PrintQueue, job: QueuedJob): boolean =>
  job.state === 'waiting' || job.state === 'failed' || isUnconfirmed(queue, job);

export const mayRetry = (queue: PrintQueue, job: QueuedJob): boolean =>
  job.state === 'failed' || job.state === 'cancelled' || isUnconfirmed(queue, job);

/** Forgets the oldest of the jobs that nobody has to look at any more. */
function pruned(queue: PrintQueue): PrintQueue {
  const done = queue.jobs.filter(
    (job) => job.state === 'printed' || job.state === 'cancelled' || (job.state === 'sent' && job.finding === null),
  );
  const old = new Set(done.slice(0, Math.max(0, done.length - KEPT)).map((job) => job.job_id));
  if (queue.confirming !== null) old.delete(queue.confirming);
  return old.size === 0 ? queue : { ...queue, jobs: queue.jobs.filter((job) => !old.has(job.job_id)) };
}

/** Shows at the job that is held up what holds it up. */
function withObstacle(queue: PrintQueue, obstacle: Finding | null): PrintQueue {
  const held = queue.confirming ?? firstWaiting(queue)?.job_id;
  const jobs = queue.jobs.map((job) => {
    if (job.job_id === held) return { ...job, finding: obstacle };
    return job.state === 'waiting' && job.finding !== null ? { ...job, finding: null } : job;
  });
  return { ...queue, jobs, obstacle };
}

function offline(queue: PrintQueue): PrintQueue {
  const sending = sendingJob(queue);
  let { jobs } = queue;
  // half a label may be out: sending it again by ourselves could put one serial on two boxes
  if (sending !== undefined) jobs = changed(jobs, sending.job_id, { state: 'failed', finding: INTERRUPTED });
  if (queue.confirming !== null) jobs = changed(jobs, queue.confirming, { finding: UNCONFIRMED });
  const next = { ...queue, jobs, online: false, ready: false, confirming: null, idle_answers: 0, status: null };
  return withObstacle(next, null);
}

function heard(queue: PrintQueue, status: HostStatus): PrintQueue {
  if (!queue.online || sendingJob(queue) !== undefined) return queue;
  const blocking = status.conditions.find((condition) => !HARMLESS.has(condition));
  const obstacle = blocking === undefined ? null : finding(`printer.${blocking}`);
  const known = { ...withObstacle(queue, obstacle), status, ready: obstacle === null };
  if (known.confirming === null) return known;
  const idle = status.formats_in_buffer === 0 && status.labels_remaining === 0 && !status.partial_format;
  const idleAnswers = idle ? queue.idle_answers + 1 : 0;
  if (idleAnswers < ENOUGH_IDLE) return { ...known, idle_answers: idleAnswers };
  const jobs = changed(known.jobs, known.confirming, { state: 'printed', finding: null });
  // the obstacle is now the next job's
  return withObstacle({ ...known, jobs, confirming: null, idle_answers: 0 }, obstacle);
}

function sent(queue: PrintQueue, id: string): PrintQueue {
  const jobs = changed(queue.jobs, id, { state: 'sent', finding: null });
  return { ...queue, jobs, ready: false, confirming: queue.answers ? id : null, idle_answers: 0, obstacle: null };
}

/** A job as it is after its host was gone: what may have reached the printer is for a person to look at. */
function afterRestart(job: QueuedJob): QueuedJob {
  if (job.state === 'sending') return { ...job, state: 'failed', finding: INTERRUPTED };
  return job.state === 'sent' ? { ...job, finding: UNCONFIRMED } : job;
}

/** The jobs that a host must not forget when it ends. */
export const unfinishedJobs = (queue: PrintQueue): readonly QueuedJob[] =>
  queue.jobs.filter(
    (job) =>
      job.state === 'waiting' ||
      job.state === 'sending' ||
      job.state === 'failed' ||
      (job.state === 'sent' && (queue.confirming === job.job_id || job.finding !== null)),
  );

/** The queue after an event. An event that does not apply changes nothing. */
function applied(queue: PrintQueue, event: QueueEvent): PrintQueue {
  const job = 'job_id' in event ? queue.jobs.find((each) => each.job_id === event.job_id) : undefined;
  switch (event.type) {
    case 'added':
      if (queue.jobs.some((each) => each.job_id === event.job.job_id)) return queue;
      // what the printer said before may be hours old
      return { ...queue, ready: false, jobs: [...queue.jobs, { ...event.job, state: 'waiting', finding: null }] };
    case 'restored': {
      const known = new Set(queue.jobs.map((each) => each.job_id));
      const restored = event.jobs.filter((each) => !known.has(each.job_id)).map(afterRestart);
      return { ...queue, ready: false, jobs: [...restored, ...queue.jobs] };
    }
    case 'cancelled':
      if (job === undefined || !mayCancel(queue, job)) return queue;
      return withObstacle(
        { ...queue, jobs: changed(queue.jobs, job.job_id, { state: 'cancelled', finding: null }) },
        // of a printer that is never asked, only a label that was not taken shows an obstacle
        queue.answers ? queue.obstacle : null,
      );
    case 'retried':
      if (job === undefined || !mayRetry(queue, job)) return queue;
      // behind those that wait already
      return {
        ...queue,
        ready: false,
        jobs: [...queue.jobs.filter((each) => each !== job), { ...job, state: 'waiting', finding: null }],
      };
    case 'sending':
      if (job?.state !== 'waiting' || !queue.online || sendingJob(queue) !== undefined) return queue;
      return { ...queue, jobs: changed(queue.jobs, job.job_id, { state: 'sending', finding: null }), ready: false };
    case 'sent':
      return job?.state === 'sending' ? sent(queue, job.job_id) : queue;
    case 'send-failed': {
      if (job?.state !== 'sending') return queue;
      const change: Change = event.taken
        ? { state: 'failed', finding: INTERRUPTED }
        : { state: 'waiting', finding: event.finding };
      return { ...queue, jobs: changed(queue.jobs, job.job_id, change), obstacle: event.taken ? null : event.finding };
    }
    case 'online':
      return queue.online ? queue : { ...queue, online: true };
    case 'offline':
      return queue.online ? offline(queue) : queue;
    case 'silent': {
      if (!queue.online || sendingJob(queue) !== undefined) return queue;
      return { ...withObstacle(queue, finding('printer.silent')), status: null, ready: false, idle_answers: 0 };
    }
    case 'status':
      break;
  }
  return heard(queue, event.status);
}

export const nextQueue = (queue: PrintQueue, event: QueueEvent): PrintQueue => pruned(applied(queue, event));

/** What the queue wants done now. One label at a time: the next is not sent before the last is out. */
export function nextStep(queue: PrintQueue): QueueStep {
  if (!queue.online || sendingJob(queue) !== undefined) return NOTHING;
  if (queue.confirming !== null) return ASK;
  const job = firstWaiting(queue);
  if (job !== undefined) return queue.answers && !queue.ready ? ASK : { do: 'send', job };
  // asked once when it comes, and a printer that was out of paper is looked after until it is not
  return queue.answers && !queue.ready && (queue.obstacle !== null || queue.status === null) ? ASK : NOTHING;
}
