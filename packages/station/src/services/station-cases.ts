import { CallError } from '@serialbridge/client';
import type { CaseRow } from '@serialbridge/core/model';
import type { StationState } from '@serialbridge/protocol/station';
import { z } from 'zod';
import type { Handlers, HostContext, Ledger } from '../contract/host-context.ts';

type View = Ledger['view'];

function documentNumber(view: View, kind: string | null, id: string): string | undefined {
  if (kind === 'order') return view.row('order', id)?.number;
  if (kind === 'purchase_order' || kind === 'credit_memo') return view.row('purchase_order', id)?.number;
  return kind === 'rma' ? view.row('rma', id)?.number : undefined;
}

/** The names of the stations, people, documents, products (SKU), warehouses and bins (code) that cases speak of, by their ids; what is not known here is left out. */
function caseNames(view: View, cases: readonly CaseRow[]): Record<string, string> {
  const facts = cases.flatMap((row) => row.facts);
  const deciders = cases.flatMap((row): (readonly [string | null, string | undefined])[] =>
    row.resolved_by === null ? [] : [[row.resolved_by, view.row('operator', row.resolved_by)?.name]],
  );
  const whereabouts = facts.flatMap(
    ({ warehouse_id = null, bin_id = null }): (readonly [string | null, string | undefined])[] => [
      [warehouse_id, warehouse_id === null ? undefined : view.row('warehouse', warehouse_id)?.name],
      [bin_id, bin_id === null ? undefined : view.row('bin', bin_id)?.code],
    ],
  );
  const found = facts.flatMap((fact): (readonly [string | null, string | undefined])[] => [
    [fact.station_id, view.row('station', fact.station_id)?.name],
    [fact.operator_id, fact.operator_id === null ? undefined : view.row('operator', fact.operator_id)?.name],
    [fact.product_id, fact.product_id === null ? undefined : view.row('product', fact.product_id)?.sku],
    [
      fact.document_id,
      fact.document_id === null ? undefined : documentNumber(view, fact.document_kind, fact.document_id),
    ],
  ]);
  return Object.fromEntries(
    [...found, ...deciders, ...whereabouts].flatMap(([id, name]) =>
      id === null || name === undefined || name === '' ? [] : [[id, name] as const],
    ),
  );
}

const MOST_CASES = 500;

/** What was decided here, until its case is known to stand as decided or a person has read that it does not. */
const Decision = z.object({
  case_id: z.string(),
  chosen_event_id: z.string().nullable(),
  note: z.string(),
  operator_id: z.string(),
});
type Decision = z.infer<typeof Decision>;
const NOTE = 'cases.decided';
/** The oldest are forgotten: a decision that was overruled is shown with the next sync. */
const MOST_KEPT = 200;

export interface StationCases {
  readonly methods: Pick<Handlers, 'station.list_cases' | 'station.resolve_case' | 'station.note_overruled'>;
  readonly notices: () => StationState['notices'];
}

/**
 * Cases at a station: both facts, and a supervisor's decision, also without a network. Two people who decide differently are no new
 * contradiction: the first in the ledger's order holds, and the station of the second says so.
 */
export function stationCases({
  ledger,
  record,
  operators,
  screens,
}: Pick<HostContext, 'ledger' | 'record' | 'operators' | 'screens'>): StationCases {
  const { read, view } = ledger;

  const decided = (): Decision[] => z.array(Decision).safeParse(record.recall(NOTE)).data ?? [];
  const rowOf = (case_id: string): CaseRow | undefined => view.row('case', case_id);
  const isOverruled = ({ case_id, chosen_event_id, note, operator_id }: Decision): boolean => {
    const row = rowOf(case_id);
    if (row?.state !== 'resolved') return false;
    return row.chosen_event_id !== chosen_event_id || row.resolved_by !== operator_id || row.resolution_note !== note;
  };
  const overruled = (): CaseRow[] => decided().flatMap((one) => (isOverruled(one) ? (rowOf(one.case_id) ?? []) : []));

  return {
    methods: {
      'station.list_cases': ({ state }) => {
        const cases = read
          .all('SELECT * FROM live_case WHERE state = ? ORDER BY opened_at DESC LIMIT ?', [state, MOST_CASES])
          .map((row) => read.decode('case', row));
        const lost = overruled();
        return { cases, overruled: lost, names: caseNames(view, [...cases, ...lost]) };
      },
      'station.resolve_case': ({ case_id, chosen_event_id, note }) => {
        const { operator_id } = operators.signedIn();
        const row = rowOf(case_id);
        if (row === undefined) throw CallError.of('request.not-found', 'This station has no such case.');
        if (row.state === 'resolved')
          throw CallError.of('case.already-resolved', 'Somebody resolved this case meanwhile; read it again.');
        if (chosen_event_id !== null && !row.facts.some((fact) => fact.event_id === chosen_event_id))
          throw CallError.of('case.unknown-fact', 'The chosen event is none of the facts of this case.');
        const mine: Decision = { case_id, chosen_event_id, note, operator_id };
        const remember = { [NOTE]: [...decided(), mine].slice(-MOST_KEPT) };
        record.append([{ type: 'case-resolved', body: { case_id, chosen_event_id, note } }], { remember });
        screens.publish('station');
        return {};
      },
      'station.note_overruled': ({ case_id }) => {
        record.remember({ [NOTE]: decided().filter((one) => one.case_id !== case_id) });
        screens.publish('station');
        return {};
      },
    },
    notices: () => {
      const [first, ...more] = overruled();
      if (first === undefined) return [];
      const by = first.resolved_by === null ? undefined : view.row('operator', first.resolved_by)?.name;
      const serial = first.facts.find((fact) => fact.serial_raw !== null)?.serial_raw;
      const code = by === undefined ? 'case.overruled' : 'case.overruled-by';
      const params = { count: more.length + 1, subject: serial ?? '', name: by ?? '' };
      return [{ level: 'warning', finding: { code, params } }];
    },
  };
}
