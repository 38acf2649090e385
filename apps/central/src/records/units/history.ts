import { UnitState } from '@serialbridge/core/model';
import { CENTRAL_API, type DocumentLink, type UnitDetail, type UnitHistoryEntry } from '@serialbridge/protocol/central';
import { notFound } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import type { ReadDb } from '../../storage/index.ts';
import { Names } from '../names.ts';
import { caseIdsOf, detailsOf, documentsOf, readStored, timesOf } from './event-details.ts';
import { listUnits, showUnits } from './queries.ts';

const state = (text: string | null): UnitState | null => UnitState.safeParse(text).data ?? null;

function eventsOf(db: ReadDb, tenant_id: string, unit_id: string) {
  return db
    .selectFrom('event_unit')
    .innerJoin('event', (join) =>
      join.onRef('event.tenant_id', '=', 'event_unit.tenant_id').onRef('event.event_id', '=', 'event_unit.event_id'),
    )
    .select([
      'event.event_id',
      'event.type',
      'event.station_id',
      'event.operator_id',
      'event.captured_at',
      'event.received_at',
      'event.outcome',
      'event.case_ids',
      'event.envelope',
      'event_unit.state_before',
      'event_unit.state_after',
      'event_unit.warehouse_before',
      'event_unit.warehouse_after',
    ])
    .where('event_unit.tenant_id', '=', tenant_id)
    .where('event_unit.unit_id', '=', unit_id)
    .orderBy('event_unit.version')
    .orderBy('event_unit.ord')
    .execute();
}

/** Numbers of documents for links. Sessions, boxes and shipments have none that people use. */
export function linkOf(names: Names, { kind, id }: { kind: DocumentLink['kind']; id: string }): DocumentLink {
  const lookup = kind === 'credit_memo' ? 'purchase_order' : kind;
  const number = lookup === 'purchase_order' || lookup === 'order' || lookup === 'rma' ? names.get(lookup, id) : null;
  return { kind, id, number };
}

/** Every event that touched the unit, in the ledger's order: one indexed read, and the names it needs. */
async function readHistory(db: ReadDb, tenant_id: string, unit_id: string): Promise<UnitHistoryEntry[]> {
  const rows = (await eventsOf(db, tenant_id, unit_id)).map((row) => ({ row, stored: readStored(row.envelope) }));
  const references = rows.flatMap(({ stored }) => (stored ? documentsOf(stored.body) : []));
  const ids = (...kinds: string[]): string[] =>
    references.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const names = await new Names(db, tenant_id).load({
    station: rows.map(({ row }) => row.station_id),
    operator: rows.flatMap(({ row, stored }) => [row.operator_id, stored?.envelope.approved_by]),
    warehouse: rows.flatMap(({ row }) => [row.warehouse_before, row.warehouse_after]),
    purchase_order: ids('purchase_order', 'credit_memo'),
    order: ids('order'),
    rma: ids('rma'),
  });
  return rows.map(({ row, stored }) => ({
    event_id: row.event_id,
    type: row.type,
    ...timesOf(stored?.envelope ?? { ...row, clock_offset_ms: null }, row.received_at),
    received_at: row.received_at,
    station: names.named('station', row.station_id),
    operator: names.namedOrNull('operator', row.operator_id),
    approved_by: names.namedOrNull('operator', stored?.envelope.approved_by ?? null),
    outcome: row.outcome,
    state_before: state(row.state_before),
    state_after: state(row.state_after),
    warehouse_before: names.namedOrNull('warehouse', row.warehouse_before),
    warehouse_after: names.namedOrNull('warehouse', row.warehouse_after),
    documents: stored ? documentsOf(stored.body).map((reference) => linkOf(names, reference)) : [],
    case_ids: caseIdsOf(row.case_ids),
    details: stored ? detailsOf(stored.body, unit_id) : [],
  }));
}

export async function readUnitDetail(db: ReadDb, tenant_id: string, unit_id: string): Promise<UnitDetail> {
  const row = await db
    .selectFrom('unit')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('unit_id', '=', unit_id)
    .executeTakeFirst();
  if (!row) throw notFound('unit');
  const [unit] = await showUnits(db, tenant_id, [row]);
  if (!unit) throw notFound('unit');
  const identifiers = await db
    .selectFrom('unit_identifier')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('unit_id', '=', unit_id)
    .orderBy('held_until')
    .execute();
  const cases = await db
    .selectFrom('case_unit')
    .innerJoin('case', (join) =>
      join.onRef('case.tenant_id', '=', 'case_unit.tenant_id').onRef('case.case_id', '=', 'case_unit.case_id'),
    )
    .select(['case.case_id', 'case.rule', 'case.state', 'case.opened_at'])
    .where('case_unit.tenant_id', '=', tenant_id)
    .where('case_unit.unit_id', '=', unit_id)
    .orderBy('case.opened_at')
    .execute();
  return { unit, identifiers, history: await readHistory(db, tenant_id, unit_id), cases };
}

const getUnit: ServedCall = serve(CENTRAL_API['units.get'], ({ central, who, params }) =>
  central.store.read(({ db }) => readUnitDetail(db, who.tenant_id, params.unit_id)),
);

export const UNIT_CALLS = { 'units.list': listUnits, 'units.get': getUnit };
