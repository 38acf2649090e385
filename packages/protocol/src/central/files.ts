import { z } from 'zod';
import { Id, Instant, Quantity, ShortText } from '@serialbridge/core/model';
import { Problem } from '../errors/problem.ts';
import { QueryFlag, QueryNumber } from './paging.ts';
import { UnitFilter } from './units.ts';

export const IMPORT_KINDS = ['products', 'product-codes', 'purchase-orders', 'expected-serials', 'orders'] as const;
export const ImportKind = z.enum(IMPORT_KINDS);
export type ImportKind = z.infer<typeof ImportKind>;

/** One column of an import: the declaration that reads the file also makes the template and this help. */
export const ImportColumn = z
  .object({
    name: ShortText,
    required: z.boolean(),
    meaning: z.string(),
    example: z.string(),
    choices: z.array(ShortText).nullable(),
    /** What an empty cell stands for in a new record, in words. */
    when_empty: z.string(),
  })
  .meta({ id: 'ImportColumn' });
export type ImportColumn = z.infer<typeof ImportColumn>;
export const ImportKindView = z
  .object({
    kind: ImportKind,
    title: ShortText,
    meaning: z.string(),
    matched_by: z.string(),
    columns: z.array(ImportColumn),
  })
  .meta({ id: 'ImportKindView' });
export type ImportKindView = z.infer<typeof ImportKindView>;
export const ImportKinds = z.object({ kinds: z.array(ImportKindView), max_bytes: Quantity, max_rows: Quantity });

/** `dry_run`: read, check and count, write nothing. `wait_ms`: how long to wait for the end before answering with a running job. */
export const ImportQuery = z.object({
  dry_run: QueryFlag.optional(),
  wait_ms: z.coerce.number<string | number>().int().min(0).max(60_000).default(10_000),
});

export const ImportCounts = z
  .object({
    rows: Quantity,
    /** Records (not rows: a PO with three lines is four records) new, changed, and already as the file says. */
    created: Quantity,
    updated: Quantity,
    unchanged: Quantity,
    by_entity: z.record(z.string(), z.object({ created: Quantity, updated: Quantity, unchanged: Quantity })),
  })
  .meta({ id: 'ImportCounts' });
export type ImportCounts = z.infer<typeof ImportCounts>;

/** Long work. It may be cancelled until it is `committing`. `problem` says why it failed, with every row's errors. */
export const Job = z
  .object({
    job_id: Id,
    kind: z.literal('import'),
    import_kind: ImportKind,
    dry_run: z.boolean(),
    state: z.enum(['reading', 'checking', 'committing', 'done', 'failed', 'cancelled']),
    rows_done: Quantity,
    rows_total: Quantity.nullable(),
    started_at: Instant,
    finished_at: Instant.nullable(),
    counts: ImportCounts.nullable(),
    problem: Problem.nullable(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

/**
 * Exports are CSV (UTF-8 with BOM, CRLF, every cell quoted). `excel`: text cells that a spreadsheet would turn into numbers or dates
 * (serials, codes, numbers of documents) are written as `="…"`, so that leading zeros stay when the file is opened by a double click.
 */
export const ExportQuery = z.object({ excel: QueryFlag.optional() });
export const UnitExportQuery = ExportQuery.extend(UnitFilter.shape);
export const ArrivalExportQuery = ExportQuery.extend({
  from: QueryNumber.optional(),
  to: QueryNumber.optional(),
  warehouse_id: Id.optional(),
  purchase_order_id: Id.optional(),
  receiving_session_id: Id.optional(),
});
export const CaseExportQuery = ExportQuery.extend({ state: z.enum(['open', 'resolved']).optional() });
