import type { CaseRow } from '@serialbridge/core/model';
import type { HostContext } from '../host/context.ts';

type View = HostContext['view'];

function documentNumber(view: View, kind: string | null, id: string): string | undefined {
  if (kind === 'order') return view.row('order', id)?.number;
  if (kind === 'purchase_order' || kind === 'credit_memo') return view.row('purchase_order', id)?.number;
  return kind === 'rma' ? view.row('rma', id)?.number : undefined;
}

/** The names of the stations, people, documents, products (SKU), warehouses and bins (code) that cases speak of, by their ids; what is not known here is left out. */
export function caseNames(view: View, cases: readonly CaseRow[]): Record<string, string> {
  const facts = cases.flatMap((row) => row.facts);
  const deciders = cases.flatMap((row): (readonly [string | null, string | undefined])[] =>
    row.resolved_by === null ? [] : [[row.resolved_by, view.row('operator', row.resolved_by)?.name]],
  );
  const places = facts.flatMap(
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
    [...found, ...deciders, ...places].flatMap(([id, name]) =>
      id === null || name === undefined || name === '' ? [] : [[id, name] as const],
    ),
  );
}
