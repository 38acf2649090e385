import {
  ENTITIES,
  keyOf,
  LOST_ENTITIES,
  type AnyRow,
  type CaseRow,
  type LostEntity,
  type PolicyValueRow,
  type Row,
} from '@serialbridge/core/model';
import type { Right } from '@serialbridge/core/rights';
import type { LostRecordKey } from '@serialbridge/protocol';
import type { LostRecordsDecided } from '@serialbridge/protocol/central';
import { wordsOf } from '../../auth/rights.ts';
import type { Central, SignedIn } from '../../auth/central.ts';
import { noteAudit } from '../../audit/index.ts';
import { command, type CommandTx } from '../../records/command.ts';
import { checkRestored } from '../../records/roles/grants.ts';
import { Refusal } from '../../refusal.ts';
import { DraftRefused } from '../../ledger/index.ts';
import type { LostRecordTable } from '../../storage/store/database.ts';
import type { WriteTx } from '../../storage/store/store.ts';

type Refused = LostRecordsDecided['refused'][number];
type Decision = 'restore' | 'dismiss';

export const whoDecides = (entity: LostEntity): Right => ENTITIES[entity].lost;

/** Records restored in one transaction: as many as the rows of one event. */
const AT_ONCE = 200;

const readable = <E extends LostEntity>(entity: E, rows: readonly AnyRow[]): Row<E>[] =>
  // Parsed by the entity's own schema.
  rows.flatMap((row) => (ENTITIES[entity].row.safeParse(row).data as Row<E> | undefined) ?? []);

async function restore(tx: CommandTx, who: SignedIn, entity: LostEntity, rows: readonly AnyRow[]): Promise<void> {
  // A row that cannot be read is refused by the ledger.
  if (entity === 'operator') await checkRestored(tx, who, { people: readable('operator', rows) });
  if (entity === 'role') await checkRestored(tx, who, { roles: readable('role', rows) });
  if (entity === 'policy_value') {
    const changes = rows.map((row) => {
      const { level, level_id, key, value } = row as PolicyValueRow;
      return { level, level_id, key, value };
    });
    tx.record({ type: 'policy-changed', body: { changes } });
    return;
  }
  if (entity === 'case') {
    for (const row of rows) {
      const { case_id, chosen_event_id, resolution_note } = row as CaseRow;
      tx.record({ type: 'case-resolved', body: { case_id, chosen_event_id, note: resolution_note ?? '' } });
    }
    return;
  }
  const here = new Map<string, AnyRow | undefined>();
  for (const row of rows) here.set(keyOf(entity, row), await tx.row(entity, keyOf(entity, row)));
  const state = (row: AnyRow): object => {
    // A station that is paired here stays paired. Only its name or its warehouse was lost.
    const present = entity === 'station' ? here.get(keyOf(entity, row)) : undefined;
    return present === undefined ? {} : { state: present['state'] };
  };
  tx.put(
    entity,
    // As the station's cache had them; the ledger parses them again.
    rows.map((row) => ({ ...row, ...state(row) }) as Row<typeof entity>),
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

/** Restores or dismisses these in one transaction. Answers how many were open still. @throws DraftRefused, Refusal: then nothing was */
async function decideIn(
  central: Central,
  who: SignedIn,
  decision: Decision,
  records: readonly LostRecordKey[],
): Promise<number> {
  const { tenant_id, operator_id } = who;
  const decided_at = central.now();
  return command(central, who, async (tx, write) => {
    const { db } = write;
    const open = await readRows(db, tenant_id, records);
    if (decision === 'restore')
      for (const entity of LOST_ENTITIES) {
        const rows = open.filter((row) => row.entity === entity).map((row) => JSON.parse(row.row) as AnyRow);
        if (rows.length > 0) await restore(tx, who, entity, rows);
      }
    const state = decision === 'restore' ? 'restored' : 'dismissed';
    for (const { entity, key } of open)
      await db
        .updateTable('lost_record')
        .set({ state, decided_by: operator_id, decided_at })
        .where('tenant_id', '=', tenant_id)
        .where('entity', '=', entity)
        .where('key', '=', key)
        .execute();
    if (open.length > 0)
      await noteAudit(
        write,
        { ...who, now: decided_at },
        { kind: 'lost-records-decided', details: { decision, records: open.length } },
      );
    return open.length;
  });
}

/** By the ledger, or because it would give more than whoever decides has. Then nothing of the transaction was done. */
const isRefused = (error: unknown): error is DraftRefused | Refusal =>
  error instanceof DraftRefused || error instanceof Refusal;

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
 * Restores lost records through the ledger, or dismisses them, in the name of a person. A record that cannot be restored does not hold the others
 * up. A record comes after those that it refers to, so a document comes before its lines.
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
    const needed = whoDecides(record.entity);
    if (who.rights.has(needed)) return true;
    refused.push({ ...record, code: 'auth.forbidden', reason: `This needs the right ${wordsOf(needed)}.` });
    return false;
  });
  let decided = 0;
  for (let at = 0; at < allowed.length; at += AT_ONCE) {
    const part = allowed.slice(at, at + AT_ONCE);
    try {
      decided += await decideIn(central, who, decision, part);
    } catch (error) {
      if (!isRefused(error)) throw error;
      for (const record of part) {
        try {
          decided += await decideIn(central, who, decision, [record]);
        } catch (one) {
          if (!isRefused(one)) throw one;
          const reason = (one instanceof DraftRefused && one.refused[0]?.held_reason) || one.message;
          const code = one instanceof Refusal ? one.code : 'request.conflict';
          refused.push({ ...record, code, reason: reason.slice(0, 500) });
        }
      }
    }
  }
  return { decided, refused };
}
