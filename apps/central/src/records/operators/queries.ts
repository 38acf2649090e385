import { revisionOf, type Row } from '@serialbridge/core/model';
import type { Right } from '@serialbridge/core/rights';
import { CENTRAL_API, type OperatorListRow } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { pinStateOf, readPins, readRights, type PinSecret } from '../../auth/operator-secrets.ts';
import { withoutTenant } from '../../storage/index.ts';

/** Whether there is a PIN, and never its hash. */
export function showOperator(row: Row<'operator'>, pin: PinSecret | null, rights: ReadonlySet<Right>): OperatorListRow {
  const { pin_changed_at: _, ...operator } = row;
  return { ...operator, pin_state: pinStateOf(pin, rights), revision: revisionOf('operator', row) };
}

const listOperators: ServedCall = serve(CENTRAL_API['operators.list'], ({ central, who }) =>
  central.store.read(async ({ db }) => {
    const rows = await db
      .selectFrom('operator')
      .selectAll()
      .where('tenant_id', '=', who.tenant_id)
      .orderBy('code')
      .execute();
    const pins = await readPins(db, who.tenant_id);
    const rightsOf = await readRights(db, who.tenant_id);
    return {
      rows: rows.map((row) => showOperator(withoutTenant(row), pins.get(row.operator_id) ?? null, rightsOf(row.role))),
    };
  }),
);

export const OPERATOR_QUERIES = { 'operators.list': listOperators };
