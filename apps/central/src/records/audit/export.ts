import type { z } from 'zod';
import type { AuditFilter } from '@serialbridge/protocol/central';
import { eachPage } from '../../api/keyset.ts';
import type { Central, SignedIn } from '../../auth/central.ts';
import { csvLine, isoTime, type CsvOptions } from '../csv/csv.ts';
import { auditWhere, NEWEST_FIRST, showAudit } from './queries.ts';

const PAGE = 500;
const HEADER = [
  'at',
  'person',
  'by',
  'address',
  'kind',
  'entity',
  'record',
  'field',
  'from',
  'to',
  'details',
  'audit_entry_id',
];

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** A row for each field of each entry, newest entry first; an entry that changed no field has one row. */
export async function* exportAudit(
  { store }: Central,
  who: Pick<SignedIn, 'tenant_id' | 'rights'>,
  filter: z.output<typeof AuditFilter>,
  options: CsvOptions,
): AsyncGenerator<string> {
  yield csvLine(HEADER);
  const list = auditWhere(store.db, who.tenant_id, filter);
  for await (const rows of eachPage('audit_entry', list, NEWEST_FIRST, PAGE)) {
    for (const one of await showAudit(store.db, who, rows)) {
      for (const change of one.changes.length === 0 ? [null] : one.changes)
        yield csvLine(
          [
            isoTime(one.at),
            one.person?.name ?? null,
            one.by,
            one.address,
            one.kind,
            one.entity,
            { text: one.label },
            change?.field ?? null,
            { text: textOf(change?.from) },
            { text: textOf(change?.to) },
            JSON.stringify(one.details),
            one.audit_entry_id,
          ],
          options,
        );
    }
  }
}
