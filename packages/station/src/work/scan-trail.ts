import type { Feedback, LastScan } from '@serialbridge/protocol/station';

const MOST = 50;

/** The last scans of the work under way, newest first, refused ones too. */
export class ScanTrail {
  #scans: readonly LastScan[] = [];

  add(feedback: Feedback, unit_id: string | null): void {
    const scan = scanOf(feedback, unit_id);
    if (scan !== null) this.#scans = [scan, ...this.#scans].slice(0, MOST);
  }

  /** After a restart: the accepted ones that can still be undone, as they were kept with them. */
  restore(scans: readonly LastScan[]): void {
    this.#scans = scans.toSorted((one, other) => other.at - one.at).slice(0, MOST);
  }

  clear(): void {
    this.#scans = [];
  }

  /** `isIn`: the unit is still where this scan put it. */
  list(isIn: (unit_id: string) => boolean): LastScan[] {
    return this.#scans.map((scan) => {
      const undoable = scan.unit_id !== null && isIn(scan.unit_id);
      return { ...scan, undoable, unit_id: undoable ? scan.unit_id : null };
    });
  }
}

/** Null for what was no scan. */
export function scanOf(feedback: Feedback, unit_id: string | null): LastScan | null {
  if (feedback.text === null) return null;
  const { feedback_id, at, level, text, headline } = feedback;
  return { feedback_id, at, level, text, headline, unit_id, undoable: unit_id !== null };
}
