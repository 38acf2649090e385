import type { FastifyInstance } from 'fastify';
import type { CentralCall } from '@serialbridge/protocol/central';
import type { Central } from '../auth/central.ts';
import { authorise } from '../api/authorise.ts';
import { routeSchema } from '../api/route-schema.ts';
import type { ServedCall } from '../api/serve-call.ts';
import { AUDIT_CALLS } from '../records/audit/queries.ts';
import { BIN_CALLS } from '../records/bins/commands.ts';
import { CASE_CALLS } from '../records/cases/commands.ts';
import { OPERATOR_CALLS } from '../records/operators/commands.ts';
import { ORDER_CALLS } from '../records/orders/commands.ts';
import { POLICY_CALLS } from '../records/policy/commands.ts';
import { PRODUCT_CALLS } from '../records/products/commands.ts';
import { PURCHASE_ORDER_CALLS } from '../records/purchase-orders/commands.ts';
import { ROLE_CALLS } from '../records/roles/commands.ts';
import { SESSION_CALLS } from '../records/receiving-sessions/queries.ts';
import { RMA_CALLS } from '../records/rmas/commands.ts';
import { STATION_RECORD_CALLS } from '../records/stations/commands.ts';
import { UNIT_CALLS } from '../records/units/history.ts';
import { VENDOR_CALLS } from '../records/vendors/commands.ts';
import { WAREHOUSE_CALLS } from '../records/warehouses/commands.ts';
import { COMPARISON_CALLS } from '../recovery/comparisons.ts';
import { LOST_CALLS } from '../recovery/lost/lost-calls.ts';
import { OUTBOX_CALLS } from '../recovery/outbox/outbox-calls.ts';
import { getSummary } from './summary.ts';

/** Calls with routes of their own: they set a cookie, or belong to imports. */
type OwnRoute = Exclude<
  Extract<CentralCall, `session.${string}` | `account.${string}` | `imports.${string}` | `jobs.${string}`>,
  'account.change_pin'
>;

/** What serves every other call: one that is declared and not served does not compile. */
const CONSOLE_CALLS: Readonly<Record<Exclude<CentralCall, OwnRoute>, ServedCall>> = {
  'summary.get': getSummary,
  ...AUDIT_CALLS,
  ...BIN_CALLS,
  ...CASE_CALLS,
  ...OPERATOR_CALLS,
  ...ORDER_CALLS,
  ...POLICY_CALLS,
  ...PRODUCT_CALLS,
  ...PURCHASE_ORDER_CALLS,
  ...RMA_CALLS,
  ...ROLE_CALLS,
  ...SESSION_CALLS,
  ...STATION_RECORD_CALLS,
  ...UNIT_CALLS,
  ...VENDOR_CALLS,
  ...WAREHOUSE_CALLS,
  ...COMPARISON_CALLS,
  ...LOST_CALLS,
  ...OUTBOX_CALLS,
};

/** Every declared call of the console at its address, behind its right. */
export function addConsoleRoutes(app: FastifyInstance, central: Central): void {
  for (const [name, served] of Object.entries(CONSOLE_CALLS)) {
    const { declaration } = served;
    app.route({
      method: declaration.method,
      url: declaration.path,
      schema: routeSchema(name, declaration),
      handler: async (request) => served.run(central, await authorise(central, request, declaration), request),
    });
  }
}
