import type { SqlRow } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import { packing, receipt } from '@serialbridge/testing/store/drafts';
import { seeded } from './random.ts';
import type { RecorderTask } from './recorder-task.ts';

/** Serials that every station receives now and then: facts that contradict each other. */
const SHARED_SERIALS = 300;
const SHARE = 0.15;
const NEWEST_UNITS = `SELECT unit_id, serial_raw FROM live_unit WHERE state = 'in_stock' ORDER BY received_at DESC, unit_id DESC LIMIT 20`;

export interface ScanPlan {
  /** What is scanned next; null: nothing this time. */
  next(): EventDraft | null;
}

/**
 * Receipts of one to three units, then a box or two with units that are in stock here: the newest ones, which other stations take too, so that
 * two stations pack one unit while neither knows of the other.
 */
export function scanPlan(task: RecorderTask, read: (sql: string) => readonly SqlRow[]): ScanPlan {
  const { seed, name, w, order } = task;
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  let waiting: EventDraft[] = [];
  let made = 0;

  const serial = (): string => {
    if (random() < SHARE) return `SHARED-${below(SHARED_SERIALS)}`;
    made += 1;
    return `${name}-${seed}-${made}`;
  };
  const receive = (): EventDraft[] => receipt(w, Array.from({ length: 1 + below(3) }, serial));
  const pack = (): EventDraft[] => {
    const units = read(NEWEST_UNITS);
    const unit = units[below(units.length)];
    if (unit === undefined) return [];
    const { unit_id, serial_raw } = unit;
    return packing(order, { unit_id: String(unit_id), serial_raw: String(serial_raw) }, w.warehouse.warehouse_id);
  };

  return {
    next: () => {
      if (waiting.length === 0) waiting = random() < 0.6 ? receive() : pack();
      return waiting.shift() ?? null;
    },
  };
}
