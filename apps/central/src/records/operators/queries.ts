import { revisionOf, type Row } from '@serialbridge/core/model';
import { CENTRAL_API, type OperatorListRow } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { withoutTenant } from '../../storage/index.ts';

/** The hash of a PIN goes to stations (sealed in their cache), never to the console. */
export function showOperator(row: Row<'operator'>): OperatorListRow {
  const { pin_hash, ...operator } = row;
  return { ...operator, has_pin: pin_hash !== null, revision: revisionOf('operator', row) };
}

const listOperators: ServedCall = serve(CENTRAL_API['operators.list'], async ({ central, who }) => {
  const rows = await central.store.db
    .selectFrom('operator')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .orderBy('code')
    .execute();
  return { rows: rows.map((row) => showOperator(withoutTenant(row))) };
});

export const OPERATOR_QUERIES = { 'operators.list': listOperators };
