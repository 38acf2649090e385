import { z } from 'zod';
import { Id, Instant, Quantity, ShortText } from '@serialbridge/core/model';
import { Fault, Problem } from '../errors/problem.ts';
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

/** In which order a file writes day and month, and by which sign its decimals. */
export const DATE_ORDERS = ['iso', 'month-first', 'day-first'] as const;
export const DECIMAL_SIGNS = ['point', 'comma'] as const;

/** Which column of a file is which of ours. `from`: its heading as it stands there, or `#3` for the third. */
const MappedColumn = z.object({ name: ShortText, from: ShortText });

/** How a file is read. A column that is not named here is left out. */
export const ImportReading = z
  .object({
    /** False: the first row is data, not headings. */
    heading: z.boolean(),
    columns: z.array(MappedColumn).max(500),
    /** Null: dates as 2026-11-23 alone. */
    dates: z.enum(DATE_ORDERS).nullable(),
    /** Null: only numbers that can be read in one way. */
    decimals: z.enum(DECIMAL_SIGNS).nullable(),
  })
  .meta({ id: 'ImportReading' });
export type ImportReading = z.infer<typeof ImportReading>;

/**
 * `dry_run`: read, check and count, write nothing. `wait_ms`: how long to wait for the end before answering with a running job. `reading`: JSON of
 * an ImportReading. Without it the file is read as the last one with its headings was, else by those that are our names.
 */
export const ImportQuery = z.object({
  dry_run: QueryFlag.optional(),
  wait_ms: z.coerce.number<string | number>().int().min(0).max(60_000).default(10_000),
  reading: z.string().max(60_000).optional(),
});
export type ImportOptions = { readonly dry_run?: boolean; readonly wait_ms?: number; readonly reading?: string };

/** A column of a file: what stands over it, what its first cells say, and what it is taken for. */
export const FileColumn = z
  .object({
    heading: ShortText,
    values: z.array(ShortText),
    /** Null: left out. */
    name: ShortText.nullable(),
  })
  .meta({ id: 'FileColumn' });
export type FileColumn = z.infer<typeof FileColumn>;

/** The beginning of a file, and how it would be read. */
export const ImportLook = z
  .object({
    heading: z.boolean(),
    columns: z.array(FileColumn),
    dates: z.enum(DATE_ORDERS).nullable(),
    decimals: z.enum(DECIMAL_SIGNS).nullable(),
    /** `name`: each column is known by our name; `last-time`: as the last file with these headings was; `guess`: a person should look. */
    by: z.enum(['name', 'last-time', 'guess']),
    /** Columns that the import needs and that nothing in the file seems to be. */
    missing: z.array(ShortText),
    /** Its dates or amounts can be read in two ways, and nobody has said which. */
    asks: z.array(z.enum(['dates', 'decimals'])),
    warnings: z.array(Fault),
  })
  .meta({ id: 'ImportLook' });
export type ImportLook = z.infer<typeof ImportLook>;

/** The body of a look may be the beginning of the file alone. `heading`: what somebody says of the first row. */
export const ImportLookQuery = z.object({ heading: QueryFlag.optional() });

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
    /** What somebody should know before it is written: columns that are left out, an encoding that was guessed. */
    warnings: z.array(Fault),
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
