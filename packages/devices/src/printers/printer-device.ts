import type { PrintJob } from '@serialbridge/protocol/station';
import { keepOpen } from '../running/connection.ts';
import { DeviceError, type DeviceErrorId } from '../errors/device-error.ts';
import type { DeviceParts, RunningDevice } from '../running/device.ts';
import type { PrinterProfile } from '../profiles/profile.ts';
import {
  emptyQueue,
  mayCancel,
  mayRetry,
  nextQueue,
  nextStep,
  type PrintQueue,
  type QueuedJob,
  type QueueEvent,
  unfinishedJobs,
} from './print-queue.ts';
import type { HostStatus } from './zpl/host-status.ts';
import { NOTHING_READ, readHostStatus } from './zpl/host-status-reader.ts';

/** Milliseconds. */
interface PrinterTimings {
  /** A printer answers ~HS within some hundred milliseconds, unless it is busy drawing a label. */
  readonly answer_ms: number;
  /** Between two questions while something keeps it from printing. */
  readonly obstacle_ms: number;
  /** Between two questions whether a label is out. */
  readonly confirm_ms: number;
  /** For a label to be taken, beside the time its bytes take on a slow line. */
  readonly send_ms: number;
}
const TIMINGS: PrinterTimings = { answer_ms: 2000, obstacle_ms: 3000, confirm_ms: 400, send_ms: 15_000 };
/** At 9600 baud a byte takes one millisecond; other links are never that slow. */
const SERIAL_MS_PER_BYTE = 2;

/** Nothing has reached the printer when a link fails like this: sending again doubles no label. */
const NOTHING_TAKEN: ReadonlySet<DeviceErrorId> = new Set([
  'device.missing',
  'device.permission',
  'device.driver-missing',
  'printer.queue-disabled',
  'printer.queue-refuses',
]);

export interface PrinterParts extends Pick<DeviceParts, 'config' | 'link' | 'rescanMs'> {
  readonly listener: Pick<DeviceParts['listener'], 'state' | 'trace'>;
  /** Jobs or status are other than before. */
  readonly onChanged: () => void;
  readonly timings?: Partial<PrinterTimings>;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

interface NewPrintJob {
  readonly job_id: string;
  readonly title: string;
  /** As `labelZpl` gives it, with the copies in it. */
  readonly zpl: string;
  readonly copies: number;
}

export interface PrinterDevice extends RunningDevice {
  /** Queues a label; it is sent when the printer can print. Throws `printer.job-known`. */
  print(job: NewPrintJob): void;
  /** A job that is not on its way. Throws `printer.unknown-job` or `printer.not-cancellable`. */
  cancel(jobId: string): void;
  /** A person has looked, and wants it printed again. Throws `printer.unknown-job` or `printer.not-retryable`. */
  retry(jobId: string): void;
  /** In the order in which they are printed. */
  jobs(): readonly PrintJob[];
  /** The jobs that a host must keep over its end, for `restore`. */
  unfinished(): readonly QueuedJob[];
  /** Jobs of before: those that wait are printed, those that may have been printed are for a person to look at. */
  restore(jobs: readonly QueuedJob[]): void;
  /** What the printer last said of itself; empty: ready; null: it was not asked, or does not answer. */
  status(): readonly string[] | null;
  /** Asks now. Rejects with `device.not-open`, or `printer.silent` (also of printers that are never asked). */
  refresh(): Promise<readonly string[]>;
}

const shownJob = ({ job_id, title, copies, state, queued_at, finding }: QueuedJob): PrintJob => ({
  job_id,
  title,
  copies,
  state,
  queued_at,
  finding,
});

const ASK = new TextEncoder().encode('~HS\r\n');

/** A printer that is kept open, and its queue: the driver of `print-queue.ts`, which decides. */
export function printerDevice(parts: PrinterParts, profile: PrinterProfile): PrinterDevice {
  const { link, listener } = parts;
  const timings = { ...TIMINGS, ...parts.timings };
  const now = parts.now ?? Date.now;
  // a queue of the system swallows the question, or prints it
  const answers = profile.options.answers && link.via !== 'cups' && link.via !== 'spooler';
  const msPerByte = link.via === 'serial' ? SERIAL_MS_PER_BYTE : 0;
  let queue: PrintQueue = emptyQueue(answers);
  let reading = NOTHING_READ;
  let answered: ((status: HostStatus | null) => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | null = null;

  /** What a screen shows of the queue: asking again and hearing the same is no news. */
  const seen = (): string => JSON.stringify([queue.jobs.map(shownJob), queue.status?.conditions ?? null]);
  const health = (): string => JSON.stringify([queue.online, queue.status === null, queue.obstacle]);

  const tellState = (): void => {
    const { obstacle } = queue;
    const error = obstacle === null ? null : new DeviceError(obstacle.code as DeviceErrorId, obstacle.params);
    listener.state(error?.id === 'printer.silent' ? 'error' : 'open', error);
  };

  const apply = (event: QueueEvent): void => {
    const [seenBefore, healthBefore] = [seen(), health()];
    queue = nextQueue(queue, event);
    // coming and going is told by the connection
    if (event.type !== 'online' && event.type !== 'offline' && health() !== healthBefore) tellState();
    if (seen() !== seenBefore) parts.onChanged();
  };

  const connection = keepOpen(link, parts.rescanMs, {
    opened: () => {
      reading = NOTHING_READ;
      apply({ type: 'online' });
      go(0);
    },
    closed: () => {
      clearTimeout(timer);
      apply({ type: 'offline' });
      answered?.(null);
    },
    data: (chunk) => {
      const read = readHostStatus(reading, chunk.bytes);
      reading = read.reading;
      const conditions = read.answers.at(-1)?.conditions.join(', ');
      const meaning = conditions === undefined ? null : { code: 'device.trace.status', params: { conditions } };
      listener.trace({ at: chunk.at, direction: 'in', bytes: chunk.bytes, meaning });
      // an answer nobody waits for is a late one: what it says may be from before the label was sent
      for (const status of read.answers) answered?.(status);
    },
    // a port that opens is not yet a printer that answers
    state: (state, error) => listener.state(state === 'open' && answers ? 'opening' : state, error),
  });

  const ask = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<HostStatus | null>();
    const late = setTimeout(() => resolve(null), timings.answer_ms);
    answered = resolve;
    try {
      await connection.send(ASK, timings.answer_ms);
      listener.trace({ at: now(), direction: 'out', bytes: ASK, meaning: null });
      const status = await promise;
      apply(status === null ? { type: 'silent' } : { type: 'status', status });
    } catch {
      apply({ type: 'silent' });
    } finally {
      answered = null;
      clearTimeout(late);
    }
  };

  const send = async (job: QueuedJob): Promise<void> => {
    const bytes = new TextEncoder().encode(job.zpl);
    apply({ type: 'sending', job_id: job.job_id });
    try {
      await connection.send(bytes, timings.send_ms + bytes.length * msPerByte);
      const meaning = { code: 'device.trace.label', params: { title: job.title } };
      listener.trace({ at: now(), direction: 'out', bytes, meaning });
      apply({ type: 'sent', job_id: job.job_id });
    } catch (error) {
      const known = error instanceof DeviceError ? error : new DeviceError('printer.interrupted', {}, error);
      const taken = !NOTHING_TAKEN.has(known.id);
      apply({ type: 'send-failed', job_id: job.job_id, taken, finding: known.finding });
    }
  };

  /** Does what the queue wants, one thing at a time, and looks again after what it may wait for. */
  const work = async (): Promise<void> => {
    const step = nextStep(queue);
    if (step.do === 'nothing') return;
    await (step.do === 'ask' ? ask() : send(step.job));
  };

  const pause = (): number => {
    if (queue.obstacle !== null) return timings.obstacle_ms;
    return queue.confirming === null ? 0 : timings.confirm_ms;
  };

  const begin = (doing: Promise<void>): Promise<void> => {
    working = doing.finally(() => {
      working = null;
      go(pause());
    });
    return working;
  };

  const go = (inMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (working !== null || nextStep(queue).do === 'nothing') return;
      void begin(work());
    }, inMs);
  };

  const jobOf = (id: string): QueuedJob => {
    const job = queue.jobs.find((each) => each.job_id === id);
    if (job === undefined) throw new DeviceError('printer.unknown-job');
    return job;
  };

  const refresh = async (): Promise<readonly string[]> => {
    if (working !== null) {
      await working;
      return refresh();
    }
    if (!connection.isOpen) throw new DeviceError('device.not-open');
    if (!answers) throw new DeviceError('printer.silent');
    clearTimeout(timer);
    await begin(ask());
    if (queue.status === null) throw new DeviceError('printer.silent');
    return queue.status.conditions;
  };

  return {
    start: () => connection.start(),
    async stop() {
      clearTimeout(timer);
      await connection.stop();
      await working;
      clearTimeout(timer);
    },
    print(job) {
      if (queue.jobs.some((each) => each.job_id === job.job_id)) throw new DeviceError('printer.job-known');
      apply({ type: 'added', job: { ...job, queued_at: now() } });
      go(0);
    },
    cancel(id) {
      if (!mayCancel(queue, jobOf(id))) throw new DeviceError('printer.not-cancellable');
      apply({ type: 'cancelled', job_id: id });
    },
    retry(id) {
      if (!mayRetry(queue, jobOf(id))) throw new DeviceError('printer.not-retryable');
      apply({ type: 'retried', job_id: id });
      go(0);
    },
    jobs: () => queue.jobs.map(shownJob),
    unfinished: () => unfinishedJobs(queue),
    restore(jobs) {
      apply({ type: 'restored', jobs });
      go(0);
    },
    status: () => queue.status?.conditions ?? null,
    refresh,
  };
}
