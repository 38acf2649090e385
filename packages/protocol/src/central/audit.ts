import { z } from 'zod';
import { EntityName, Id, Instant, Quantity, ShortText } from '@serialbridge/core/model';
import { Named, PageQuery, pageOf, QueryFlag, QueryNumber } from './paging.ts';

const Text = z.string();

/** What is known of a kind of entry beside who, when, which record, and from what to what. */
const kind = <S extends z.ZodRawShape>(details: S): z.ZodObject<S> => z.object(details);

/**
 * Every kind of entry of the audit log, with its details. Its sentence is `audit.<kind>` in resources/locales. Changes of records, options and
 * cases are written by the ledger for every event that changes one; whoever does one of the others calls `noteAudit`.
 */
export const AUDIT_KINDS = {
  'record-made': kind({}),
  'record-changed': kind({}),
  'record-removed': kind({}),
  /** `level_name`: the warehouse, station, vendor or product for which the option is set; null: for all. */
  'option-changed': kind({
    level: ShortText,
    level_id: z.union([z.literal(''), Id]),
    level_name: Text.nullable(),
    key: ShortText,
  }),
  /** `chosen`: the type of the event that is true; null: none of them alone. */
  'case-resolved': kind({ rule: ShortText, chosen: ShortText.nullable(), note: Text }),
  /** The held events of a case: how many were tried again. */
  'held-tried-again': kind({ events: Quantity }),

  /** The entry and those of the records that it changed have one `import_id`. */
  imported: kind({
    import_kind: ShortText,
    rows: Quantity,
    made: Quantity,
    changed: Quantity,
    unchanged: Quantity,
  }),
  /** `list`: the download's name in the API; `filter`: what was asked for, as it stood in the address. */
  exported: kind({ list: ShortText, filter: Text }),
  'outbox-imported': kind({ file_name: Text, station: Text, events: Quantity, events_new: Quantity }),
  'lost-records-decided': kind({ decision: ShortText, records: Quantity }),

  /** `means`: `password`, `passkey`, `pin`. */
  'signed-in': kind({ means: ShortText }),
  'signed-out': kind({}),
  /** `subject`: whose code or which address; `minutes`: for how long. */
  'sign-in-locked': kind({ subject: Text, minutes: Quantity }),
  'session-ended': kind({ sessions: Quantity }),
  /** Somebody's own password. */
  'password-changed': kind({}),
  /** By another person: the old password, the passkeys and the sessions ended. */
  'password-reset': kind({}),
  /** By another person or the command line: its person sets a password with it. */
  'one-time-code-given': kind({}),
  'passkey-added': kind({ name: Text }),
  'passkey-removed': kind({ name: Text }),
  /** Somebody's own PIN. */
  'pin-changed': kind({}),
  /** By another person or the command line: set, or taken away. */
  'pin-reset': kind({ has_pin: z.boolean() }),
  /** Revoking a station let the PINs that were on it expire. */
  'pins-expired': kind({ people: Quantity }),

  'pairing-code-made': kind({}),
  'station-paired': kind({ computer_name: Text }),
  'station-revoked': kind({}),
  'station-scope-changed': kind({}),
} as const;

export type AuditKind = keyof typeof AUDIT_KINDS;
export const AUDIT_KIND_NAMES = Object.keys(AUDIT_KINDS) as [AuditKind, ...AuditKind[]];
export type AuditDetails<K extends AuditKind> = z.infer<(typeof AUDIT_KINDS)[K]>;

/** What the audit log and its export are filtered by. `record`: what was done to this record or to a part of it. */
export const AuditFilter = z.object({
  /** Who did it. */
  person: Id.optional(),
  kind: z.enum(AUDIT_KIND_NAMES).optional(),
  entity: EntityName.optional(),
  record: Id.optional(),
  /** What this import did. */
  import: Id.optional(),
  from: QueryNumber.optional(),
  to: QueryNumber.optional(),
  /** Part of what the record is called, or of who it was if no person. */
  text: ShortText.optional(),
});
export const AuditQuery = PageQuery.extend(AuditFilter.shape);
export const AuditExportQuery = AuditFilter.extend({ excel: QueryFlag.optional() });

export const AuditListRow = z
  .object({
    audit_entry_id: Id,
    at: Instant,
    /** Null: no person; then `by` says who it was, and both null is central itself. */
    person: Named.nullable(),
    /** A station, a computer, the command line. With a person: the station where the person did it. */
    by: Text.nullable(),
    address: Text.nullable(),
    kind: z.enum(AUDIT_KIND_NAMES),
    entity: EntityName.nullable(),
    record_key: Text.nullable(),
    subject_id: Id.nullable(),
    /** The import that did it. */
    import_id: Id.nullable(),
    label: Text.nullable(),
    /** From what to what. Ids of records are their names; a record that was made has `from` null. */
    changes: z.array(z.object({ field: ShortText, from: z.json(), to: z.json() })),
    details: z.record(z.string(), z.json()),
  })
  .meta({ id: 'AuditListRow' });
export type AuditListRow = z.infer<typeof AuditListRow>;
export const AuditPage = pageOf(AuditListRow).meta({ id: 'AuditPage' });
