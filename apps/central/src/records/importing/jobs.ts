import { setImmediate as letOthersRun, setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { ImportKind, ImportReading, Job } from '@serialbridge/protocol/central';
import type { Central } from '../../auth/central.ts';
import { noteAudit } from '../../audit/index.ts';
import { type Asker, command, trial, type RecordReader } from '../command.ts';
import { answerTo } from '../../api/problems.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { Faults } from '../csv/faults.ts';
import { IMPORTERS } from './importers.ts';
import { rememberedBy, rememberReading } from './layouts.ts';
import { ImportPlan } from '../csv/plan.ts';

/** How long after its end a job can still be asked for. */
const KEPT_MS = 60 * 60 * 1000;
/** Files that wait in memory, one of them being read: 8 × 32 MB at most. */
const MOST_WAITING = 8;
const COME_AGAIN_S = 30;

interface Running {
  readonly tenant_id: string;
  job: Job;
  cancelled: boolean;
  ended: Promise<void>;
}

/** @throws Refusal that names every row in which something is wrong */
function refuseRows(faults: Faults): void {
  if (faults.count === 0) return;
  const errors = faults.all();
  const more = faults.count > errors.length ? ` The first ${errors.length} are named.` : '';
  // A column that is missing is what to mend first.
  const columns = errors.every(({ code }) => code === 'csv.columns');
  throw new Refusal(columns ? 'csv.columns' : 'csv.row', {
    detail: `${faults.count} ${faults.count === 1 ? 'fault' : 'faults'} in the file; nothing was imported.${more}`,
    errors,
  });
}

interface ImportOrder {
  readonly who: Asker & { readonly operator_id: string };
  readonly kind: ImportKind;
  readonly bytes: Uint8Array;
  readonly dry_run: boolean;
  /** How somebody says that it is read; null: as last time, else by our names. */
  readonly reading: ImportReading | null;
}

/** Imports under way in this process, one at a time: each may hold a file of 32 MB. They are not kept over a restart; nothing half is. */
export class Jobs {
  readonly #central: Central;
  readonly #jobs = new Map<string, Running>();
  #last: Promise<void> = Promise.resolve();
  constructor(central: Central) {
    this.#central = central;
  }

  /** Asked before the body of an upload is read, too: what will not be taken need not come. @throws Refusal `import.too-many` */
  checkRoom(): void {
    const waiting = [...this.#jobs.values()].filter(({ job }) => job.finished_at === null).length;
    if (waiting >= MOST_WAITING) throw new Refusal('import.too-many', { retry_after: COME_AGAIN_S });
  }

  /** @throws Refusal `import.too-many` */
  start(order: ImportOrder): string {
    this.#sweep();
    this.checkRoom();
    const job_id = uuidv7();
    const running: Running = {
      tenant_id: order.who.tenant_id,
      cancelled: false,
      ended: Promise.resolve(),
      job: {
        job_id,
        kind: 'import',
        import_kind: order.kind,
        dry_run: order.dry_run,
        state: 'reading',
        rows_done: 0,
        rows_total: null,
        started_at: this.#central.now(),
        finished_at: null,
        counts: null,
        warnings: [],
        problem: null,
      },
    };
    this.#jobs.set(job_id, running);
    running.ended = this.#last.then(() => this.#run(running, order));
    this.#last = running.ended;
    return job_id;
  }

  get(tenant_id: string, job_id: string): Job {
    const found = this.#jobs.get(job_id);
    if (found?.tenant_id !== tenant_id) throw notFound('job');
    return found.job;
  }

  /** The job when it is over, or as it is after that time. */
  async wait(tenant_id: string, job_id: string, ms: number): Promise<Job> {
    this.get(tenant_id, job_id);
    const stop = new AbortController();
    await Promise.race([
      this.#jobs.get(job_id)?.ended,
      sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined),
    ]);
    stop.abort();
    return this.get(tenant_id, job_id);
  }

  /** @throws Refusal `job.too-late` */
  cancel(tenant_id: string, job_id: string): Job {
    const job = this.get(tenant_id, job_id);
    const running = this.#jobs.get(job_id);
    if (!running || (job.state !== 'reading' && job.state !== 'checking')) throw new Refusal('job.too-late');
    running.cancelled = true;
    running.job = { ...job, state: 'cancelled', finished_at: this.#central.now() };
    return running.job;
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    for (const running of this.#jobs.values()) running.cancelled = true;
    await this.#last;
  }

  #sweep(): void {
    const oldest = this.#central.now() - KEPT_MS;
    for (const [job_id, { job }] of this.#jobs)
      if (job.finished_at !== null && job.finished_at < oldest) this.#jobs.delete(job_id);
  }

  async #run(running: Running, order: ImportOrder): Promise<void> {
    const report = (change: Partial<Job>): void => {
      if (!running.cancelled) running.job = { ...running.job, ...change };
    };
    try {
      await this.#import(running, order, report);
    } catch (error) {
      if (running.cancelled) {
        running.job = { ...running.job, state: 'cancelled', finished_at: this.#central.now() };
        return;
      }
      const { problem, unexpected } = answerTo(error, running.job.job_id);
      if (unexpected) this.#central.logger.error({ err: error, job_id: running.job.job_id }, 'import failed');
      report({ state: 'failed', problem, finished_at: this.#central.now() });
    }
  }

  async #import(
    running: Running,
    { who, kind, bytes, dry_run, reading }: ImportOrder,
    report: (change: Partial<Job>) => void,
  ): Promise<void> {
    const central = this.#central;
    const faults = new Faults();
    const check = (): void => {
      if (running.cancelled) throw new Refusal('import.cancelled');
    };
    check();
    const { tenant_id } = who;
    const remembered = rememberedBy(central, tenant_id, kind);
    const read = await IMPORTERS[kind].run(
      bytes,
      faults,
      (rows_done) => {
        check();
        report({ rows_done });
      },
      { asked: reading, remembered },
    );
    report({ state: 'checking', rows_total: read.counted, warnings: [...read.warnings] });
    const breathe = async (): Promise<void> => {
      check();
      await letOthersRun();
    };
    // May run again from the start, so that it begins with nothing but what was read from the file.
    const makePlan = async (tx: RecordReader): Promise<ImportPlan> => {
      const found = new Faults(faults);
      const plan = new ImportPlan();
      await read.plan({ tx, now: central.now(), faults: found, plan, breathe });
      refuseRows(found);
      return plan;
    };
    const plan = dry_run
      ? await trial(central, tenant_id, makePlan)
      : await command(central, who, async (tx, write) => {
          const made = await makePlan(tx);
          check();
          report({ state: 'committing' });
          const import_id = running.job.job_id;
          await made.record(tx, import_id);
          const { rows, created, updated, unchanged } = made.counts(read.counted);
          const counted = { rows, made: created, changed: updated, unchanged };
          await noteAudit(
            write,
            { ...who, now: central.now() },
            { kind: 'imported', import_id, details: { import_kind: kind, ...counted } },
          );
          if (read.said !== null) {
            const kept = { tenant_id, import_kind: kind, ...read.said };
            await rememberReading(write, { ...kept, kept_at: central.now(), kept_by: who.operator_id });
          }
          return made;
        });
    const counts = plan.counts(read.counted);
    report({ state: 'done', counts, rows_done: read.counted, finished_at: central.now() });
  }
}
