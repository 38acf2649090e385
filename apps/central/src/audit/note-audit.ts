import { v7 as uuidv7 } from 'uuid';
import type { AnyRow, Column, Entity } from '@serialbridge/core/model';
import { AUDIT_KINDS, type AuditDetails, type AuditKind } from '@serialbridge/protocol/central';
import type { AuditEntryTable } from '../storage/store/database.ts';
import type { WriteTx } from '../storage/store/store.ts';
import type { TableSpec } from '../storage/store/tables.ts';
import { withoutSecrets } from './secrets.ts';

/** Who does it and when. `by`: who it is if it is no person, `command line: root@dock-1`, a station's name. */
export interface AuditWho {
  readonly tenant_id: string;
  readonly now: number;
  readonly operator_id: string | null;
  readonly by?: string | null;
  readonly address?: string | null;
}

/** What is said of a record. `subject_id`: the record on whose page the entry stands. `label`: what a person calls it. */
interface AuditedRecord {
  readonly entity?: Entity | null;
  readonly record_key?: string | null;
  readonly subject_id?: string | null;
  readonly label?: string | null;
  /** The import that does it. */
  readonly import_id?: string | null;
  /** Only columns that differ. Secrets are left out here, whoever gives them. */
  readonly before?: AnyRow | null;
  readonly after?: AnyRow | null;
}

/** One entry, with the details that its kind declares. */
export type AuditEntry = {
  [K in AuditKind]: AuditedRecord & { readonly kind: K; readonly details: AuditDetails<K> };
}[AuditKind];

const text = (name: string, nullable = true): Column => ({ name, type: 'text', nullable });

const AUDIT_TABLE: TableSpec = {
  table: 'audit_entry',
  columns: [
    { name: 'audit_entry_id', type: 'id', nullable: false },
    { name: 'at', type: 'integer', nullable: false },
    { name: 'operator_id', type: 'id', nullable: true },
    text('by'),
    text('address'),
    text('kind', false),
    text('entity'),
    text('record_key'),
    { name: 'subject_id', type: 'id', nullable: true },
    { name: 'import_id', type: 'id', nullable: true },
    text('label'),
    text('before'),
    text('after'),
    text('details', false),
  ],
  key: ['audit_entry_id'],
};

const MOST_LABEL = 300;

/** PostgreSQL holds neither U+0000 nor half a character in text. JSON beside it writes both as escapes. */
const plain = (value: string | null | undefined): string | null =>
  value?.replaceAll('\0', ' ').toWellFormed().slice(0, MOST_LABEL).toWellFormed() ?? null;

const json = (value: AnyRow | null | undefined): string | null =>
  value === null || value === undefined ? null : JSON.stringify(withoutSecrets(value));

function rowOf({ now, operator_id, by, address }: AuditWho, entry: AuditEntry): Omit<AuditEntryTable, 'tenant_id'> {
  return {
    audit_entry_id: uuidv7(),
    at: now,
    operator_id,
    by: plain(by),
    address: plain(address),
    kind: entry.kind,
    entity: entry.entity ?? null,
    record_key: plain(entry.record_key),
    subject_id: entry.subject_id ?? null,
    import_id: entry.import_id ?? null,
    label: plain(entry.label),
    before: json(entry.before),
    after: json(entry.after),
    details: JSON.stringify(withoutSecrets(AUDIT_KINDS[entry.kind].parse(entry.details))),
  };
}

/**
 * Adds entries to the audit log. Call it inside the transaction that does what they tell of, so that the two stand or fall together. Any number
 * of entries is one statement.
 */
export async function noteAudit(
  tx: Pick<WriteTx, 'bulk'>,
  who: AuditWho,
  entries: AuditEntry | readonly AuditEntry[],
): Promise<void> {
  const all: readonly AuditEntry[] = 'kind' in entries ? [entries] : entries;
  await tx.bulk.insert(
    who.tenant_id,
    AUDIT_TABLE,
    all.map((entry) => rowOf(who, entry)),
  );
}
