import type { Entity, LostEntity, Row } from '@serialbridge/core/model';
import type { AwaitedEntity, Outcome } from '@serialbridge/core/ledger';
import type { AuditKind } from '@serialbridge/protocol/central';

/** Who owns what; every other table leads with `tenant_id`. */
export interface TenantTable {
  tenant_id: string;
  name: string;
  created_at: number;
}

/**
 * One row a tenant: the tenant's lock (taken first), the feed's head, and central's identity as a producer of events.
 * `floor` is the oldest cursor from which the feed can still be followed.
 */
export interface TenantHeadTable {
  tenant_id: string;
  central_id: string;
  central_incarnation: string;
  epoch: string;
  version: number;
  hash: string;
  floor: number;
  /** The version since which the feed says whose its rows are; null: no station of the tenant ever needed it. */
  scoped_since: number | null;
  /** The first version whose events were judged by the rights of whoever recorded them. */
  judged_from: number;
}

/** How far the chain of a (station, incarnation) goes. `fork_of`: a synthetic incarnation that branched off this one at `fork_seq`. */
export interface StationHeadTable {
  tenant_id: string;
  station_id: string;
  incarnation: string;
  durable_seq: number;
  hash: string;
  fork_of: string | null;
  fork_seq: number | null;
  fork_hash: string | null;
  case_id: string | null;
  created_at: number;
}

/** How files with these headings are read. `layout`: the headings, folded; `reading`: JSON of an ImportReading. */
export interface ImportLayoutTable {
  tenant_id: string;
  import_kind: string;
  layout: string;
  reading: string;
  kept_at: number;
  kept_by: string;
}

/**
 * The ledger. `envelope` is the JSON text of the envelope as it came. (`version`, `ord`) says where in the ledger's order
 * the event took effect, or was put aside while it is held.
 */
export interface EventTable {
  tenant_id: string;
  event_id: string;
  station_id: string;
  incarnation: string;
  seq: number;
  type: string;
  v: number;
  operator_id: string | null;
  captured_at: number;
  received_at: number;
  hash: string;
  envelope: string;
  outcome: Outcome;
  held_reason: string | null;
  /** JSON array of the cases it opened or touched. */
  case_ids: string;
  version: number;
  ord: number;
}

/** A unit's history: what each event did to it, in the ledger's order (version, ord). */
export interface EventUnitTable {
  tenant_id: string;
  unit_id: string;
  version: number;
  ord: number;
  event_id: string;
  state_before: string | null;
  state_after: string;
  warehouse_before: string | null;
  warehouse_after: string | null;
  version_before: number;
}

/** A case that the ledger itself opened or closed (held, forked): its row as of that place in the order, as JSON text. */
export interface LedgerCaseTable {
  tenant_id: string;
  version: number;
  ord: number;
  case_id: string;
  row: string;
}

/** A row that a held event waits for. (`version`, `ord`): where the event was put aside. */
export interface HeldWaitTable {
  tenant_id: string;
  key: string;
  entity: AwaitedEntity;
  version: number;
  ord: number;
  event_id: string;
}

/** A held event that is to be tried again, since a row that it waited for has come. In the ledger's order. */
export interface HeldDueTable {
  tenant_id: string;
  version: number;
  ord: number;
  event_id: string;
}

/**
 * Second events under one (station, incarnation, seq). `fork`: another event of a cloned disk, which is in `event` under the synthetic
 * incarnation `chain`. `same-id`: an event id that central already has came again under another number; kept here, never applied twice.
 */
export interface EventForkTable {
  tenant_id: string;
  station_id: string;
  incarnation: string;
  seq: number;
  hash: string;
  event_id: string;
  kind: 'fork' | 'same-id';
  chain: string;
  case_id: string | null;
  envelope: string;
  received_at: number;
  version: number;
  ord: number;
}

/** `row` is JSON text, null when the row is gone. */
export interface FeedTable {
  tenant_id: string;
  version: number;
  ord: number;
  entity: Entity;
  key: string;
  row: string | null;
  /** The warehouse whose row it is, null: everybody's; kept since `scoped_since`. */
  warehouse_id: string | null;
}

/** The rolling hash at each version, and how many feed rows it has. */
export interface FeedVersionTable {
  tenant_id: string;
  version: number;
  hash: string;
  rows: number;
  at: number;
}

/** Which units a case names; an index kept beside `case`. */
export interface CaseUnitTable {
  tenant_id: string;
  unit_id: string;
  case_id: string;
}

/** SHA-256 (hex) of the secret of a station; a new pairing replaces it. */
export interface StationCredentialTable {
  tenant_id: string;
  station_id: string;
  secret_hash: string;
  computer_name: string;
  created_at: number;
  revoked_at: number | null;
  /** Of `station_key`: what the station signs with since this pairing. */
  key_id: string | null;
}

/** What a station said of itself when it was last seen. `backlog`: events not acknowledged yet. */
export interface StationContactTable {
  tenant_id: string;
  station_id: string;
  last_seen_at: number;
  software: string | null;
  backlog: number;
  cache_version: number | null;
  /** Central's clock minus the station's; null: it has not said since. */
  clock_offset_ms: number | null;
}

/** Stations whose cache is not of the whole tenant, and that once was so. */
export interface StationScopeTable {
  tenant_id: string;
  station_id: string;
  scope: 'tenant' | 'warehouse';
}

/**
 * What came of comparing a station's cache with central. `compared_at` null: never yet. `asked_at`: a person wants it compared; hello passes
 * that on until a comparison is newer. `ranges_differed` and `rows_repaired` are of the last one, `total_repaired` of all.
 */
export interface StationComparisonTable {
  tenant_id: string;
  station_id: string;
  asked_at: number | null;
  compared_at: number | null;
  version: number;
  rows: number;
  ranges_differed: number;
  rows_repaired: number;
  total_repaired: number;
}

/** `code_hash`: SHA-256 (hex) of the code in capitals without separators. Good once, until `expires_at`. */
export interface PairingCodeTable {
  tenant_id: string;
  code_hash: string;
  station_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/**
 * A person's PIN. No row: none, so no sign-in by PIN. It is part of no event and no feed; stations get the hash by a call of its own.
 * `pin_digits` 0: set before anybody counted.
 */
export interface OperatorSecretTable {
  tenant_id: string;
  operator_id: string;
  /** `scrypt$N$r$p$salt$hash` (base64url). */
  pin_hash: string;
  pin_state: 'set' | 'must-change';
  pin_digits: number;
  pin_changed_at: number;
}

/** Whose PIN lies on which station: the list that it was given last. */
export interface StationPinTable {
  tenant_id: string;
  station_id: string;
  operator_id: string;
  /** Of the PIN that it was given. */
  pin_changed_at: number;
  given_at: number;
}

/**
 * Wrong tries of a known person (apps/central/src/auth/attempts.ts says what a subject is). `failed_at`: JSON, when each was, oldest first, as
 * many as can lock.
 */
export interface SignInAttemptTable {
  tenant_id: string;
  subject: string;
  failures: number;
  last_failed_at: number;
  locked_until: number | null;
  failed_at: string | null;
}

/** A person's session in the console; `session_hash` is SHA-256 (hex) of the cookie's secret. `device`: what its browser says it is. */
export interface SessionTable {
  tenant_id: string;
  session_hash: string;
  operator_id: string;
  created_at: number;
  last_used_at: number;
  expires_at: number;
  device: string | null;
  address: string | null;
}

/** `scrypt$N$r$p$salt$hash`; it never leaves central. */
export interface OperatorPasswordTable {
  tenant_id: string;
  operator_id: string;
  password_hash: string;
  set_at: number;
}

/** A code with which its person sets a password, once. `code_hash` as of a pairing code; `made_by` null: the command line. */
export interface OneTimeCodeTable {
  tenant_id: string;
  operator_id: string;
  code_hash: string;
  made_by: string | null;
  made_at: number;
  expires_at: number;
}

/** A WebAuthn credential: id and COSE key in base64url, `transports` a JSON list. It works at `host_name` only. */
export interface PasskeyTable {
  tenant_id: string;
  credential_id: string;
  operator_id: string;
  public_key: string;
  counter: number;
  transports: string;
  host_name: string;
  name: string;
  added_at: number;
  last_used_at: number | null;
}

/** A browser at which this person has signed in; `device_hash` is SHA-256 (hex) of its cookie's secret. */
export interface KnownDeviceTable {
  tenant_id: string;
  operator_id: string;
  device_hash: string;
  first_used_at: number;
  last_used_at: number;
}

/** The key that challenges of passkeys are signed with; one for the whole database, under no tenant. */
export interface SignInKeyTable {
  tenant_id: string;
  key: string;
  made_at: number;
}

/**
 * A record that central makes itself, as a station's cache from before a restore knows it and central does not. `row`: JSON text without
 * what follows from stations' events. One a record: the newest that was reported.
 */
export interface LostRecordTable {
  tenant_id: string;
  entity: LostEntity;
  key: string;
  row: string;
  as_of_epoch: string;
  as_of_version: number;
  state: 'open' | 'restored' | 'dismissed';
  reported_at: number;
  decided_by: string | null;
  decided_at: number | null;
}

/** Which stations reported it, from which version of their cache. */
export interface LostRecordStationTable {
  tenant_id: string;
  entity: LostEntity;
  key: string;
  station_id: string;
  as_of_version: number;
  reported_at: number;
}

/** An epoch that began because a station had seen another history than `before_epoch` has here; `version`: the head at that moment. */
export interface EpochStartTable {
  tenant_id: string;
  epoch: string;
  before_epoch: string;
  version: number;
  at: number;
}

/** Every Ed25519 key (32 bytes in base64url) that a station ever had: with these its exported outboxes are checked. */
export interface StationKeyTable {
  tenant_id: string;
  station_id: string;
  key_id: string;
  public_key: string;
  created_at: number;
}

/** An outbox that somebody imported. `imported_by`: the person as named then, or the account of the computer for the command line. */
export interface OutboxImportTable {
  tenant_id: string;
  outbox_import_id: string;
  station_id: string;
  operator_id: string | null;
  imported_by: string;
  imported_at: number;
  file_name: string;
  file_sha256: string;
  key_id: string;
  exported_at: number;
  events: number;
  events_new: number;
  events_held: number;
  cases: number;
}

/** A version of the ledger that a backup holds, or will once it is noted (`noted_at` null until then). `place`: the file, if it is known. */
export interface BackupMarkTable {
  tenant_id: string;
  backup_id: string;
  epoch: string;
  version: number;
  hash: string;
  marked_at: number;
  noted_at: number | null;
  noted_by: string | null;
  place: string | null;
}

/** How far the last noted backups hold each chain; kept beside `backup_mark` so that a hello need not search the ledger. */
export interface BackedUpChainTable {
  tenant_id: string;
  station_id: string;
  incarnation: string;
  seq: number;
}

/**
 * One entry of the audit log: who did what when (central/audit.ts of protocol declares the kinds). `by` names who it was if it was no person.
 * `subject_id`: the record on whose page it stands. `before`, `after` and `details` are JSON text. Added, never changed, never deleted.
 */
export interface AuditEntryTable {
  tenant_id: string;
  audit_entry_id: string;
  at: number;
  operator_id: string | null;
  by: string | null;
  address: string | null;
  kind: AuditKind;
  entity: Entity | null;
  record_key: string | null;
  subject_id: string | null;
  import_id: string | null;
  label: string | null;
  before: string | null;
  after: string | null;
  details: string;
}

/** The one key of this database, by which stations know their central. Its tenant is none: every tenant here has the same central. */
export interface CentralIdentityTable {
  tenant_id: string;
  public_key: string;
  private_key: string;
  created_at: number;
}

/** A stored row has every column, those that a row may leave out too. */
type EntityTables = { [E in Entity]: Required<Row<E>> & { tenant_id: string } };

/** All tables as Kysely sees them. Entities are written by the ledger only; everything else of them is read. */
export interface Database extends EntityTables {
  tenant: TenantTable;
  tenant_head: TenantHeadTable;
  station_head: StationHeadTable;
  event: EventTable;
  event_unit: EventUnitTable;
  ledger_case: LedgerCaseTable;
  event_fork: EventForkTable;
  held_wait: HeldWaitTable;
  held_due: HeldDueTable;
  feed: FeedTable;
  feed_version: FeedVersionTable;
  case_unit: CaseUnitTable;
  station_credential: StationCredentialTable;
  station_contact: StationContactTable;
  station_comparison: StationComparisonTable;
  station_scope: StationScopeTable;
  pairing_code: PairingCodeTable;
  operator_secret: OperatorSecretTable;
  import_layout: ImportLayoutTable;
  station_pin: StationPinTable;
  sign_in_attempt: SignInAttemptTable;
  session: SessionTable;
  operator_password: OperatorPasswordTable;
  one_time_code: OneTimeCodeTable;
  passkey: PasskeyTable;
  known_device: KnownDeviceTable;
  sign_in_key: SignInKeyTable;
  lost_record: LostRecordTable;
  lost_record_station: LostRecordStationTable;
  epoch_start: EpochStartTable;
  station_key: StationKeyTable;
  central_identity: CentralIdentityTable;
  outbox_import: OutboxImportTable;
  backup_mark: BackupMarkTable;
  backed_up_chain: BackedUpChainTable;
  audit_entry: AuditEntryTable;
}
