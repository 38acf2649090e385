import type { EventDraft } from '@serialbridge/core/events';
import type { AnyRow, CaseRow, PolicyValueRow, Role } from '@serialbridge/core/model';
import { LOST_ENTITIES, type LostEntity, type LostRecordKey } from '@serialbridge/protocol';
import type { LostRecordsDecided } from '@serialbridge/protocol/central';
import { mayAct } from '../../auth/roles.ts';
import type { Central, SignedIn } from '../../central.ts';
import { putDrafts } from '../../records/record.ts';
import { DraftRefused, publishHead, recordCentralEventsIn, lockTenant } from '../../ledger/index.ts';
import type { TenantHeadTable, LostRecordTable } from '../../storage/database.ts';
import type { WriteTx } from '../../storage/store.ts';
import { presentRows } from './lost-rows.ts';

type Refused = LostRecordsDecided['refused'][number];
type Decision = 'restore' | 'dismiss';

/** People, places, stations and options are an admin's, as on their own pages. */
const ADMINS: ReadonlySet<LostEntity> = new Set<LostEntity>([
  'operator',
  'station',
  'warehouse',
  'policy_value',
  'rate',
]);
export const whoDecides = (entity: LostEntity): Role => (ADMINS.has(entity) ? 'admin' : 'supervisor');

/** One transaction: as many as an event may hold rows. */
const AT_ONCE = 200;

function draftsOf(entity: LostEntity, rows: readonly { own: AnyRow; here: AnyRow | undefined }[]): EventDraft[] {
  if (entity === 'policy_value') {
    const changes = rows.map(({ own }) => {
      const { level, level_id, key, value } = own as PolicyValueRow;
      return { level, level_id, key, value };
    });
    return [{ type: 'policy-changed', body: { changes } }];
  }
  if (entity === 'case')
    return rows.map(({ own }) => {
      const { case_id, chosen_event_id, resolution_note } = own as CaseRow;
      return { type: 'case-resolved', body: { case_id, chosen_event_id, note: resolution_note ?? '' } };
    });
  // A station that is paired here stays so: what was lost is its name or place.
  return putDrafts(
    entity,
    rows.map(({ own, here }) => (entity === 'station' && here !== undefined ? { ...own, state: here['state'] } : own)),
  );
}

const readRows = (
  db: WriteTx['db'],
  tenant_id: string,
  records: readonly LostRecordKey[],
): Promise<LostRecordTable[]> =>
  db
    .selectFrom('lost_record')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('state', '=', 'open')
    .where((eb) => eb.or(records.map(({ entity, key }) => eb.and([eb('entity', '=', entity), eb('key', '=', key)]))))
    .execute();

/** Restores or dismisses these in one transaction. Answers how many were open still. @throws DraftRefused: then nothing was */
async function decideIn(
  central: Central,
  who: SignedIn,
  decision: Decision,
  records: readonly LostRecordKey[],
): Promise<number> {
  const { store } = central;
  const { tenant_id, operator_id } = who;
  const now = central.now();
  const done = await store.transaction(async (tx) => {
    let head: TenantHeadTable = await lockTenant(tx, tenant_id);
    const open = await readRows(tx.db, tenant_id, records);
    if (decision === 'restore') {
      const present = await presentRows(tx.bulk, tenant_id, open);
      const drafts = LOST_ENTITIES.flatMap((entity) => {
        const rows = open
          .filter((row) => row.entity === entity)
          .map((row) => ({ own: JSON.parse(row.row) as AnyRow, here: present.get(`${entity} ${row.key}`) }));
        return rows.length === 0 ? [] : draftsOf(entity, rows);
      });
      if (drafts.length > 0) ({ head } = await recordCentralEventsIn(store, tx, head, drafts, { operator_id, now }));
    }
    const state = decision === 'restore' ? 'restored' : 'dismissed';
    for (const { entity, key } of open)
      await tx.db
        .updateTable('lost_record')
        .set({ state, decided_by: operator_id, decided_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('entity', '=', entity)
        .where('key', '=', key)
        .execute();
    return { head, count: open.length };
  });
  publishHead(store, tenant_id, done.head);
  return done.count;
}

async function openKeys(central: Central, tenant_id: string): Promise<LostRecordKey[]> {
  const rows = await central.store.db
    .selectFrom('lost_record')
    .select(['entity', 'key'])
    .where('tenant_id', '=', tenant_id)
    .where('state', '=', 'open')
    .execute();
  return rows;
}

/**
 * Restores lost records through the ledger, or dismisses them, in the name of a person. What one of them cannot be restored for does not
 * hold the others up. What refers to others comes after them, so that a document comes before its lines.
 */
export async function decideLost(
  central: Central,
  who: SignedIn,
  decision: Decision,
  asked: readonly LostRecordKey[] | 'all',
): Promise<LostRecordsDecided> {
  const records = (asked === 'all' ? await openKeys(central, who.tenant_id) : [...asked]).toSorted(
    (a, b) => LOST_ENTITIES.indexOf(a.entity) - LOST_ENTITIES.indexOf(b.entity),
  );
  const refused: Refused[] = [];
  const allowed = records.filter((record) => {
    const least = whoDecides(record.entity);
    if (mayAct(who.role, least)) return true;
    refused.push({ ...record, code: 'auth.forbidden', reason: `This needs the role ${least}.` });
    return false;
  });
  let decided = 0;
  for (let at = 0; at < allowed.length; at += AT_ONCE) {
    const part = allowed.slice(at, at + AT_ONCE);
    try {
      decided += await decideIn(central, who, decision, part);
    } catch (error) {
      if (!(error instanceof DraftRefused)) throw error;
      for (const record of part) {
        try {
          decided += await decideIn(central, who, decision, [record]);
        } catch (one) {
          if (!(one instanceof DraftRefused)) throw one;
          const reason = one.refused[0]?.held_reason ?? one.message;
          refused.push({ ...record, code: 'request.conflict', reason: reason.slice(0, 500) });
        }
      }
    }
  }
  return { decided, refused };
}
