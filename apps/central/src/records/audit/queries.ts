import { sql, type SqlBool } from 'kysely';
import type { z } from 'zod';
import type { AnyRow } from '@serialbridge/core/model';
import { rightToSee } from '@serialbridge/core/rights';
import { CENTRAL_API, type AuditFilter, type AuditListRow } from '@serialbridge/protocol/central';
import { contains, type Filtered, type PageOrder, readPage } from '../../api/keyset.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import type { SignedIn } from '../../auth/central.ts';
import type { AuditEntryTable, ReadDb } from '../../storage/index.ts';
import { Names } from '../names.ts';

type Filter = z.output<typeof AuditFilter>;
type Reader = Pick<SignedIn, 'tenant_id' | 'rights'>;
type Json = AuditListRow['changes'][number]['from'];

export const NEWEST_FIRST: PageOrder<AuditEntryTable> = { by: 'at', id: 'audit_entry_id', descending: true };

/** The entries that a filter leaves. */
export function auditWhere(db: ReadDb, tenant_id: string, filter: Filter): Filtered<'audit_entry'> {
  let list: Filtered<'audit_entry'> = db.selectFrom('audit_entry').where('tenant_id', '=', tenant_id);
  if (filter.person !== undefined) list = list.where('operator_id', '=', filter.person);
  if (filter.record !== undefined) list = list.where('subject_id', '=', filter.record);
  if (filter.import !== undefined) list = list.where('import_id', '=', filter.import);
  if (filter.kind !== undefined) list = list.where('kind', '=', filter.kind);
  if (filter.entity !== undefined) list = list.where('entity', '=', filter.entity);
  if (filter.from !== undefined) list = list.where(sql<SqlBool>`${sql.ref('at')} >= ${filter.from}`);
  if (filter.to !== undefined) list = list.where(sql<SqlBool>`${sql.ref('at')} <= ${filter.to}`);
  const text = filter.text?.trim() ?? '';
  if (text !== '') list = list.where((eb) => eb.or([contains('label', text), contains('by', text)]));
  return list;
}

/** Columns that hold the id of another record, and what people call that. */
const NAMED_BY = {
  warehouse_id: 'warehouse',
  warehouse_ids: 'warehouse',
  vendor_id: 'vendor',
  product_id: 'sku',
  order_id: 'order',
  purchase_order_id: 'purchase_order',
} as const;
type NamedColumn = keyof typeof NAMED_BY;
const isNamed = (column: string): column is NamedColumn => Object.hasOwn(NAMED_BY, column);

const jsonOf = (text: string | null): AnyRow => (text === null ? {} : (JSON.parse(text) as AnyRow));
const idsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** A field that the reader may not see on the record itself is not shown here either. */
export async function showAudit(
  db: ReadDb,
  { tenant_id, rights }: Reader,
  rows: readonly AuditEntryTable[],
): Promise<AuditListRow[]> {
  const read = rows.map((row) => ({ row, before: jsonOf(row.before), after: jsonOf(row.after) }));
  const named = (column: NamedColumn): string[] =>
    read.flatMap(({ before, after }) => [...idsIn(before[column]), ...idsIn(after[column])]);
  const names = await new Names(db, tenant_id).load({
    operator: rows.map((row) => row.operator_id),
    warehouse: [...named('warehouse_id'), ...named('warehouse_ids')],
    vendor: named('vendor_id'),
    sku: named('product_id'),
    order: named('order_id'),
    purchase_order: named('purchase_order_id'),
  });
  const isSeen = (field: string): boolean => {
    const needed = rightToSee(field);
    return needed === null || rights.has(needed);
  };
  const shown = (field: string, value: unknown): Json => {
    if (value === undefined || value === null) return null;
    if (!isNamed(field)) return value as Json;
    const called = idsIn(value).map((id) => names.get(NAMED_BY[field], id) ?? id);
    return Array.isArray(value) ? called : (called[0] ?? null);
  };
  return read.map(({ row, before, after }) => ({
    audit_entry_id: row.audit_entry_id,
    at: row.at,
    person: names.namedOrNull('operator', row.operator_id),
    by: row.by,
    address: row.address,
    kind: row.kind,
    entity: row.entity,
    record_key: row.record_key,
    subject_id: row.subject_id,
    import_id: row.import_id,
    label: row.label,
    changes: [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isSeen).map((field) => ({
      field,
      from: shown(field, before[field]),
      to: shown(field, after[field]),
    })),
    details: jsonOf(row.details) as AuditListRow['details'],
  }));
}

const listAudit: ServedCall = serve(CENTRAL_API['audit.list'], ({ central, who, query }) =>
  central.store.read(({ db }) =>
    readPage(db, 'audit_entry', auditWhere(db, who.tenant_id, query), NEWEST_FIRST, query, (rows) =>
      showAudit(db, who, rows),
    ),
  ),
);

export const AUDIT_CALLS = { 'audit.list': listAudit };
