import { factOf } from '@serialbridge/core/ledger';
import type { CaseRow } from '@serialbridge/core/model';
import { CENTRAL_API, type CaseDetail, type CaseFactView, type CaseListRow } from '@serialbridge/protocol/central';
import type { Central } from '../../auth/central.ts';
import { notFound } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import type { ReadDb } from '../../storage/index.ts';
import { MOST_COUNTED, readPage } from '../../api/keyset.ts';
import { serialForms } from '../document-filters.ts';
import { Names } from '../names.ts';
import { detailsOf, readStored, timesOf } from '../units/event-details.ts';
import { linkOf } from '../units/history.ts';
import { showUnits } from '../units/queries.ts';

const DOCUMENTS = [
  'purchase_order',
  'credit_memo',
  'order',
  'rma',
  'receiving_session',
  'package',
  'shipment',
] as const;

/** Cases as a person must see them: both facts, with names for every id. */
export async function showCases(db: ReadDb, tenant_id: string, rows: readonly CaseRow[]): Promise<CaseListRow[]> {
  const kept = rows.flatMap((row) => row.facts);
  const event_ids = [...new Set(kept.map((fact) => fact.event_id))];
  const stored =
    event_ids.length === 0
      ? []
      : await db
          .selectFrom('event')
          .select(['event_id', 'received_at', 'envelope'])
          .where('tenant_id', '=', tenant_id)
          .where('event_id', 'in', event_ids)
          .execute();
  const events = new Map(
    stored.map((row) => [row.event_id, { received_at: row.received_at, read: readStored(row.envelope) }]),
  );
  // The fold knows of the first fact only what stands in the unit's row: who, where and when are in the event itself.
  const exact = (fact: CaseRow['facts'][number]): CaseRow['facts'][number] => {
    const envelope = events.get(fact.event_id)?.read?.envelope;
    if (envelope === undefined) return fact;
    const { type, station_id, operator_id, captured_at } = factOf(envelope);
    return { ...fact, type, station_id, operator_id, captured_at };
  };
  const facts = kept.map(exact);
  const documents = (...kinds: string[]): (string | null)[] =>
    facts.filter((fact) => kinds.includes(fact.document_kind ?? '')).map((fact) => fact.document_id);
  const names = await new Names(db, tenant_id).load({
    station: [...facts.map((fact) => fact.station_id), ...rows.map((row) => row.station_id ?? null)],
    operator: [...facts.map((fact) => fact.operator_id), ...rows.map((row) => row.resolved_by)],
    sku: facts.map((fact) => fact.product_id),
    product: facts.map((fact) => fact.product_id),
    purchase_order: documents('purchase_order', 'credit_memo'),
    order: documents('order'),
    rma: documents('rma'),
  });
  const show = (seen: CaseRow['facts'][number]): CaseFactView => {
    const fact = exact(seen);
    const event = events.get(fact.event_id);
    const times = event?.read ? timesOf(event.read.envelope, event.received_at) : null;
    const kind = DOCUMENTS.find((one) => one === fact.document_kind);
    return {
      event_id: fact.event_id,
      type: fact.type,
      station: names.named('station', fact.station_id),
      operator: names.namedOrNull('operator', fact.operator_id),
      captured_at: fact.captured_at,
      captured_at_central: times?.captured_at_central ?? null,
      received_at: event?.received_at ?? null,
      clock_wrong: times?.clock_wrong ?? false,
      unit_id: fact.unit_id,
      serial_raw: fact.serial_raw,
      sku: names.get('sku', fact.product_id),
      product_name: names.get('product', fact.product_id),
      document: kind && fact.document_id !== null ? linkOf(names, { kind, id: fact.document_id }) : null,
      details: event?.read ? detailsOf(event.read.body, fact.unit_id) : [],
    };
  };
  const heldOf = ({ station_id, held_reason, held_count }: CaseRow): CaseListRow['held'] =>
    typeof station_id !== 'string' || typeof held_reason !== 'string'
      ? null
      : { station: names.named('station', station_id), reason: held_reason, count: held_count ?? 0 };
  return rows.map((row) => ({
    case_id: row.case_id,
    rule: row.rule,
    state: row.state,
    opened_at: row.opened_at,
    units: row.unit_ids.length,
    held: heldOf(row),
    facts: row.facts.map(show),
    chosen_event_id: row.chosen_event_id,
    resolution_note: row.resolution_note,
    resolved_by: names.namedOrNull('operator', row.resolved_by),
    resolved_at: row.resolved_at,
  }));
}

async function casesOfSerial(db: ReadDb, tenant_id: string, serial: string): Promise<string[]> {
  const rows = await db
    .selectFrom('unit')
    .innerJoin('case_unit', (join) =>
      join.onRef('case_unit.tenant_id', '=', 'unit.tenant_id').onRef('case_unit.unit_id', '=', 'unit.unit_id'),
    )
    .select('case_unit.case_id')
    .where('unit.tenant_id', '=', tenant_id)
    .where('unit.serial_norm', 'in', serialForms(serial))
    .limit(MOST_COUNTED)
    .execute();
  return [...new Set(rows.map((row) => row.case_id))];
}

const listCases: ServedCall = serve(CENTRAL_API['cases.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const ids = query.serial === undefined ? null : await casesOfSerial(db, tenant_id, query.serial);
    let list = db.selectFrom('case').where('tenant_id', '=', tenant_id);
    if (query.state !== undefined) list = list.where('state', '=', query.state);
    if (query.rule !== undefined) list = list.where('rule', '=', query.rule);
    if (ids !== null) list = ids.length === 0 ? list.where('case_id', 'is', null) : list.where('case_id', 'in', ids);
    const newest = { by: 'opened_at', id: 'case_id', descending: true } as const;
    return readPage(db, 'case', list, newest, query, (rows) => showCases(db, tenant_id, rows));
  }),
);

/** Cases may name thousands of units (an over-received PO); a page shows this many. */
const MOST_UNITS = 500;

async function readCase(db: ReadDb, tenant_id: string, case_id: string): Promise<CaseDetail> {
  const row = await db
    .selectFrom('case')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('case_id', '=', case_id)
    .executeTakeFirst();
  if (!row) throw notFound('case');
  const [shown] = await showCases(db, tenant_id, [row]);
  if (!shown) throw notFound('case');
  const ids = row.unit_ids.slice(0, MOST_UNITS);
  const units =
    ids.length === 0
      ? []
      : await db
          .selectFrom('unit')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('unit_id', 'in', ids)
          .execute();
  return { case: shown, units: await showUnits(db, tenant_id, units) };
}

export function caseDetail({ store }: Central, tenant_id: string, case_id: string): Promise<CaseDetail> {
  return store.read(({ db }) => readCase(db, tenant_id, case_id));
}

const getCase: ServedCall = serve(CENTRAL_API['cases.get'], ({ central, who, params }) =>
  caseDetail(central, who.tenant_id, params.case_id),
);

export const CASE_QUERIES = { 'cases.list': listCases, 'cases.get': getCase };
