import { z } from 'zod';
import { Id } from '@serialbridge/core/model';
import { call } from './api-call.ts';
import { AuditExportQuery } from './audit.ts';
import * as files from './files.ts';
import * as outbox from './outbox.ts';

/** Calls that take or give CSV. Uploads: `Content-Type: text/csv`, the file as it is; 200 or 202 with a Job, 422 with a Problem. */
export const CSV_CALLS = {
  'imports.run': call({
    method: 'POST',
    path: '/api/imports/:kind',
    who: 'import',
    summary: 'Import a CSV file; all of it or nothing',
    params: z.object({ kind: files.ImportKind }),
    query: files.ImportQuery,
    response: files.Job,
  }),
  'imports.look': call({
    method: 'POST',
    path: '/api/imports/:kind/look',
    who: 'import',
    summary: 'The columns of a CSV file, and how it would be read',
    params: z.object({ kind: files.ImportKind }),
    query: files.ImportLookQuery,
    response: files.ImportLook,
  }),
  'imports.template': call({
    method: 'GET',
    path: '/api/imports/:kind/template.csv',
    who: 'import',
    summary: 'An example file with the columns',
    params: z.object({ kind: files.ImportKind }),
    response: z.string(),
  }),
  'exports.units': call({
    method: 'GET',
    path: '/api/exports/units.csv',
    who: 'export',
    summary: 'Units by the filters of the units list',
    query: files.UnitExportQuery,
    response: z.string(),
  }),
  'exports.arrivals': call({
    method: 'GET',
    path: '/api/exports/arrivals.csv',
    who: 'export',
    summary: 'Inventory arrivals, a row for each serial',
    query: files.ArrivalExportQuery,
    response: z.string(),
  }),
  'exports.unit_history': call({
    method: 'GET',
    path: '/api/exports/units/:unit_id/history.csv',
    who: 'export',
    summary: 'The history of a unit',
    params: z.object({ unit_id: Id }),
    query: files.ExportQuery,
    response: z.string(),
  }),
  'exports.cases': call({
    method: 'GET',
    path: '/api/exports/cases.csv',
    who: 'export',
    summary: 'Cases, a row for each fact',
    query: files.CaseExportQuery,
    response: z.string(),
  }),
  'exports.audit': call({
    method: 'GET',
    path: '/api/exports/audit.csv',
    who: 'export',
    also: 'audit.see',
    summary: 'The audit log by its filters, a row for each field that changed',
    query: AuditExportQuery,
    response: z.string(),
  }),
} as const;
export type CsvCall = keyof typeof CSV_CALLS;

/** Upload of a file that a station exported (`.sboutbox`): the file as it is; 200 with what came of it, 422 with every fault. */
export const OUTBOX_CALL = call({
  method: 'POST',
  path: '/api/outbox-imports',
  who: 'recovery',
  summary: 'Import the exported outbox of a station; each of its events once',
  query: outbox.OutboxImportQuery,
  response: outbox.OutboxImport,
});
