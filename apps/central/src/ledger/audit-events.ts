import type { LedgerView } from '@serialbridge/core/ledger';
import { type AnyRow, type CaseRow, type Entity, isEntity, keyOf } from '@serialbridge/core/model';
import { type AuditEntry, type AuditWho, describe, differences, noteAudit, type RecordChange } from '../audit/index.ts';
import type { TenantHeadTable } from '../storage/store/database.ts';
import type { WriteTx } from '../storage/store/store.ts';
import type { Folded } from './fold-entries.ts';
import type { Entry } from './read-envelope.ts';

/** Who had central record its own events, beside the person whom they name. */
export interface Caller {
  readonly by?: string | null | undefined;
  readonly address?: string | null | undefined;
}

/**
 * Records whose changes are not audited. What units, boxes and receipts went through is audited by their own history, whoever put them; central's `records-put`
 * states those only when a house begins with what it has.
 */
const OWN_HISTORY: ReadonlySet<Entity> = new Set([
  'unit',
  'unit_identifier',
  'receiving_session',
  'receipt_line',
  'receipt_unit',
  'package',
  'package_unit',
  'shipment',
]);

/** The version of the policy has a row of its own, which nobody set. */
const NO_OPTION = 'policy.version';

type Event = Extract<Entry['parsed'], { event: unknown }>['event'];

/** Asks for the rows that the log tells of and the fold does not look at. */
export function expectAudited(view: LedgerView, event: Event): void {
  if (event.type === 'policy-changed')
    for (const change of event.body.changes) view.row('policy_value', keyOf('policy_value', change));
}

/** What a person did by this event, of all that it changed. Null: this type is none of those that the log tells of. */
function auditedBy(event: Event): ((entity: Entity, key: string) => boolean) | null {
  if (event.type === 'policy-changed')
    return (entity, key) => entity === 'policy_value' && !key.endsWith(`|${NO_OPTION}`);
  if (event.type === 'case-resolved') return (entity, key) => entity === 'case' && key === event.body.case_id;
  if (event.type !== 'records-put') return null;
  const put = event.body.entity;
  if (!isEntity(put) || OWN_HISTORY.has(put)) return null;
  return (entity, key) => entity === put && !key.endsWith(`|${NO_OPTION}`);
}

interface Audited extends RecordChange {
  readonly event: Event;
  readonly import_id: string | null;
}

/** The changes that the log tells of, in their order, each with the row as it was just before. */
function changesOf(view: LedgerView, folded: readonly Folded[]): Audited[] {
  const now = new Map<string, AnyRow | null>();
  const audited: Audited[] = [];
  for (const { entry, applied } of folded) {
    if (!('event' in entry.parsed) || applied.outcome === 'held') continue;
    const { event } = entry.parsed;
    const audits = auditedBy(event);
    const import_id = event.type === 'records-put' ? event.body.import_id : null;
    for (const { entity, key, row } of audits === null ? [] : applied.changes) {
      if (audits?.(entity, key) !== true) continue;
      const id = `${entity} ${key}`;
      const before = now.has(id) ? (now.get(id) ?? null) : (view.row(entity, key) ?? null);
      now.set(id, row);
      audited.push({ event, import_id, entity, key, before, after: row });
    }
  }
  return audited;
}

function entryOf(audited: Audited, described: Awaited<ReturnType<typeof describe>>[number]): AuditEntry | null {
  const { event, import_id, entity, before, after } = audited;
  // A value is taken back that nobody had set.
  if (before === null && after === null) return null;
  const changed = differences(audited);
  if (changed === null) return null;
  const { level_name, ...record } = described;
  if (event.type === 'case-resolved') {
    const row = after as CaseRow | null;
    const chosen = row?.facts.find((fact) => fact.event_id === event.body.chosen_event_id);
    return {
      kind: 'case-resolved',
      ...record,
      before: { state: before?.['state'] ?? null },
      after: { state: row?.state ?? null },
      details: { rule: row?.rule ?? '', chosen: chosen?.type ?? null, note: event.body.note },
    };
  }
  if (entity === 'policy_value') {
    const { level, level_id, key } = (after ?? before ?? {}) as { level: string; level_id: string; key: string };
    return {
      kind: 'option-changed',
      ...record,
      before: { value: before?.['value'] ?? null },
      after: { value: after?.['value'] ?? null },
      details: { level, level_id, level_name, key },
    };
  }
  // An import has an entry of its own that says how many it made.
  if (before === null && import_id !== null) return null;
  const kind = before === null ? 'record-made' : after === null ? 'record-removed' : 'record-changed';
  return { kind, ...record, ...changed, import_id, details: {} };
}

/**
 * Tells the audit log what people changed by these events, in the transaction that applies them: who, which record, from what to what. `view` is
 * the present before all of them. An event of another type, or one that is held, costs nothing here.
 */
export async function auditEvents(
  tx: WriteTx,
  head: TenantHeadTable,
  { view, folded, caller, now }: { view: LedgerView; folded: readonly Folded[]; caller: Caller; now: number },
): Promise<void> {
  const audited = changesOf(view, folded);
  if (audited.length === 0) return;
  const { tenant_id, central_id } = head;
  const described = await describe(tx, tenant_id, audited);
  const entries = audited.flatMap((one, at) => {
    const names = described[at];
    const entry = names === undefined ? null : entryOf(one, names);
    return entry === null ? [] : [{ event: one.event, entry }];
  });
  const whoDid = ({ operator_id, station_id }: Event): AuditWho => ({
    tenant_id,
    now,
    operator_id,
    by: station_id === central_id ? (caller.by ?? null) : (view.row('station', station_id)?.name ?? station_id),
    address: station_id === central_id ? (caller.address ?? null) : null,
  });
  for (const same of Map.groupBy(entries, ({ event }) => `${event.operator_id ?? ''} ${event.station_id}`).values()) {
    const [first] = same;
    if (first !== undefined)
      await noteAudit(
        tx,
        whoDid(first.event),
        same.map(({ entry }) => entry),
      );
  }
}
