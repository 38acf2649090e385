import { z } from 'zod';
import { noteStore } from './notes.ts';
import type { OpsFile } from './open-ops.ts';

const NOTE = 'outbox.exported';
/** The last event of the disk, and how many were unsent. */
const Mark = z.object({ position: z.number(), unsent: z.number() });

/** Remembers that the outbox was saved to a file, for as long as the file holds all that is unsent. */
export interface ExportMark {
  /** Every file of an export made just now was handed over. */
  note(): void;
  /** All that is unsent was exported: nothing was recorded since, and nothing sent before was lost by central. */
  isCurrent(): boolean;
}

export function exportMark(ops: OpsFile): ExportMark {
  const notes = noteStore(ops);
  const now = ops.db.prepare<[], z.infer<typeof Mark>>(
    'SELECT coalesce(max(position), 0) AS position, count(*) FILTER (WHERE acknowledged_at IS NULL) AS unsent FROM event',
  );
  const read = (): z.infer<typeof Mark> => now.get() ?? { position: 0, unsent: 0 };
  return {
    note: () => notes.write({ [NOTE]: read() }),
    isCurrent: () => {
      const { position, unsent } = read();
      const mark = Mark.safeParse(notes.read(NOTE)).data;
      return unsent === 0 || (mark?.position === position && unsent <= mark.unsent);
    },
  };
}
