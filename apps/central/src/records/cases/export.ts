import type { Right } from '@serialbridge/core/rights';
import { eachPage } from '../../api/keyset.ts';
import { visibleTo } from '../../api/visible.ts';
import { readUnitDetail } from '../units/history.ts';
import { showCases } from './queries.ts';
import type { Central } from '../../auth/central.ts';
import { csvLine, isoTime, type CsvOptions } from '../csv/csv.ts';

const PAGE = 500;
const CASE_HEADER = [
  'case_id',
  'rule',
  'state',
  'opened_at',
  'fact',
  'event',
  'serial',
  'sku',
  'document',
  'station',
  'operator',
  'captured_at',
  'received_at',
  'chosen',
  'resolved_by',
  'resolved_at',
  'note',
];

/** A row for each fact of each case, oldest case first. */
export async function* exportCases(
  { store }: Central,
  tenant_id: string,
  state: 'open' | 'resolved' | undefined,
  options: CsvOptions,
): AsyncGenerator<string> {
  yield csvLine(CASE_HEADER);
  let list = store.db.selectFrom('case').where('tenant_id', '=', tenant_id);
  if (state !== undefined) list = list.where('state', '=', state);
  for await (const rows of eachPage('case', list, { by: 'opened_at', id: 'case_id' }, PAGE)) {
    for (const one of await showCases(store.db, tenant_id, rows)) {
      for (const [at, fact] of one.facts.entries()) {
        yield csvLine(
          [
            one.case_id,
            one.rule,
            one.state,
            isoTime(one.opened_at),
            at + 1,
            fact.type,
            { text: fact.serial_raw },
            { text: fact.sku },
            { text: fact.document?.number ?? null },
            fact.station.name,
            fact.operator?.name ?? null,
            isoTime(fact.captured_at_central ?? fact.captured_at),
            isoTime(fact.received_at),
            one.chosen_event_id === null ? null : one.chosen_event_id === fact.event_id,
            one.resolved_by?.name ?? null,
            isoTime(one.resolved_at),
            one.resolution_note,
          ],
          options,
        );
      }
    }
  }
}

const HISTORY_HEADER = [
  'serial',
  'sku',
  'event',
  'captured_at_station',
  'captured_at_central',
  'received_at',
  'station',
  'operator',
  'approved_by',
  'state_before',
  'state_after',
  'warehouse_after',
  'documents',
  'details',
  'outcome',
  'event_id',
];

/** The life of one unit, a row for each event. @throws Refusal `request.not-found` before anything is written */
export async function unitHistoryLines(
  { store }: Central,
  tenant_id: string,
  unit_id: string,
  rights: ReadonlySet<Right>,
  options: CsvOptions,
): Promise<string[]> {
  const { unit, history } = visibleTo(rights, await store.read(({ db }) => readUnitDetail(db, tenant_id, unit_id)));
  return [
    csvLine(HISTORY_HEADER),
    ...history.map((entry) =>
      csvLine(
        [
          { text: unit.serial_raw },
          { text: unit.sku },
          entry.type,
          isoTime(entry.captured_at),
          isoTime(entry.captured_at_central),
          isoTime(entry.received_at),
          entry.station.name,
          entry.operator?.name ?? null,
          entry.approved_by?.name ?? null,
          entry.state_before,
          entry.state_after,
          { text: entry.warehouse_after?.name ?? null },
          entry.documents.flatMap((one) => (one.number === null ? [] : [`${one.kind} ${one.number}`])).join('; '),
          entry.details.map((one) => `${one.name}: ${one.value}`).join('; '),
          entry.outcome,
          entry.event_id,
        ],
        options,
      ),
    ),
  ];
}
