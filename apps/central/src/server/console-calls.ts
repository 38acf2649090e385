import type { CentralCall } from '@serialbridge/protocol/central';
import type { ServedCall } from '../api/serve-call.ts';
import { CASE_CALLS } from '../records/cases/cases.ts';
import { PRODUCT_CALLS } from '../records/products/products.ts';
import { LOST_CALLS } from '../recovery/lost/lost-calls.ts';
import { OPERATOR_CALLS } from '../records/operators/operators.ts';
import { ORDER_CALLS } from '../records/orders/orders.ts';
import { OUTBOX_CALLS } from '../recovery/outbox/outbox-calls.ts';
import { PLACE_CALLS } from '../records/places.ts';
import { POLICY_CALLS } from '../records/policy/policy.ts';
import { PURCHASE_ORDER_CALLS } from '../records/purchase-orders/purchase-orders.ts';
import { SESSION_CALLS } from '../records/receiving-sessions/receiving-sessions.ts';
import { RMA_CALLS } from '../records/rmas/rmas.ts';
import { COMPARISON_CALLS } from '../recovery/comparisons.ts';
import { STATION_CALLS } from '../records/stations/stations.ts';
import { getSummary } from './summary.ts';
import { getUnit } from '../records/units/unit-history.ts';
import { listUnits } from '../records/units/units.ts';

/** Calls with routes of their own: they set a cookie, or belong to imports. */
export type OwnRoute = Extract<CentralCall, `session.${string}` | `imports.${string}` | `jobs.${string}`>;

/** What serves every other call: one that is declared and not served does not compile. */
export const CONSOLE_CALLS: Readonly<Record<Exclude<CentralCall, OwnRoute>, ServedCall>> = {
  'summary.get': getSummary,
  ...LOST_CALLS,
  ...PRODUCT_CALLS,
  ...PLACE_CALLS,
  ...PURCHASE_ORDER_CALLS,
  ...ORDER_CALLS,
  ...RMA_CALLS,
  ...SESSION_CALLS,
  'units.list': listUnits,
  'units.get': getUnit,
  ...CASE_CALLS,
  ...STATION_CALLS,
  ...COMPARISON_CALLS,
  ...OUTBOX_CALLS,
  ...OPERATOR_CALLS,
  ...POLICY_CALLS,
};
