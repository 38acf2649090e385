import { z } from 'zod';
import { Id, Instant, Quantity, ShortText } from '@serialbridge/core/model';

/** What came of an exported outbox, and who brought it. `events`: in the file. */
export const OutboxImport = z
  .object({
    outbox_import_id: Id,
    station_id: Id,
    station_name: ShortText,
    imported_by: ShortText,
    imported_at: Instant,
    file_name: ShortText,
    exported_at: Instant,
    events: Quantity,
    events_new: Quantity,
    /** Central had them already: by sync, or by an earlier import. */
    events_known: Quantity,
    events_held: Quantity,
    /** Cases that the new events opened or touched. */
    cases: Quantity,
  })
  .meta({ id: 'OutboxImport' });
export type OutboxImport = z.infer<typeof OutboxImport>;
/** Newest first, at most a hundred. */
export const OutboxImportList = z.object({ rows: z.array(OutboxImport) });

export const OutboxImportQuery = z.object({ file_name: ShortText.default('outbox') });

/** `due`: no backup for three days. `version`: of the ledger, which the backup holds at least. */
export const BackupState = z
  .object({
    last: z
      .object({
        marked_at: Instant,
        noted_at: Instant,
        version: Quantity,
        by: ShortText,
        place: z.string().nullable(),
      })
      .nullable(),
    due: z.boolean(),
  })
  .meta({ id: 'BackupState' });
export type BackupState = z.infer<typeof BackupState>;
