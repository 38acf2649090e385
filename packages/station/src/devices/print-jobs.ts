import type { DeviceManager, ManagedDevice } from '@serialbridge/devices';
import { QueuedJob } from '@serialbridge/devices/printers';
import { z } from 'zod';
import type { Log, Notes } from '../contract/host-context.ts';

const NOTE = 'devices.print-jobs';
const Saved = z.record(z.string(), z.array(QueuedJob));

/**
 * Labels that are not out yet, kept in ops.db: a host that is started again prints what waited, and asks a person about
 * what may have come out. A job is kept as being sent before its first byte goes, so that it is never sent twice.
 */
export class PrintJobs {
  readonly #notes: Notes;
  readonly #restored = new WeakSet<object>();
  #saved: z.infer<typeof Saved>;
  #text: string;

  constructor(notes: Notes, log: Log) {
    this.#notes = notes;
    const parsed = Saved.safeParse(notes.recall(NOTE) ?? {});
    if (!parsed.success) log.warn({ reason: parsed.error.message }, 'print jobs of before cannot be read');
    this.#saved = parsed.data ?? {};
    this.#text = JSON.stringify(this.#saved);
  }

  /** Gives new printers their jobs of before, and keeps what is not done now. */
  keep(manager: DeviceManager): void {
    for (const device of manager.devices()) this.#restore(device);
    const entries = manager.devices().flatMap(({ config, printer }) => {
      const jobs = printer?.unfinished() ?? [];
      return jobs.length === 0 ? [] : [[config.device_id, jobs] as const];
    });
    // a printer that is not set up now keeps its jobs for when it is again
    const here = new Set(manager.devices().map(({ config }) => config.device_id));
    const away = Object.entries(this.#saved).filter(([device_id]) => !here.has(device_id));
    const next = Saved.parse(Object.fromEntries([...away, ...entries]));
    const text = JSON.stringify(next);
    if (text === this.#text) return;
    this.#notes.remember({ [NOTE]: next });
    this.#saved = next;
    this.#text = text;
  }

  #restore({ config, printer }: ManagedDevice): void {
    if (printer === null || this.#restored.has(printer)) return;
    this.#restored.add(printer);
    const jobs = this.#saved[config.device_id] ?? [];
    if (jobs.length > 0) printer.restore(jobs);
  }
}
