import type { CentralCall } from '@serialbridge/protocol/central';
import type { ServedCall } from '../http/serve-call.ts';
import { CASE_CALLS } from './cases.ts';
import { PRODUCT_CALLS } from './catalog.ts';
import { LOST_CALLS } from './lost-records.ts';
import { OPERATOR_CALLS } from './operators.ts';
import { ORDER_CALLS } from './orders.ts';
import { OUTBOX_CALLS } from './outboxes.ts';
import { PLACE_CALLS } from './places.ts';
import { POLICY_CALLS } from './policy.ts';
import { PURCHASE_ORDER_CALLS } from './purchase-orders.ts';
import { SESSION_CALLS } from './receiving-sessions.ts';
import { RMA_CALLS } from './rmas.ts';
import { STATION_CALLS } from './stations.ts';
import { getSummary } from './summary.ts';
import { getUnit } from './unit-history.ts';
import { listUnits } from './units.ts';

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
  ...OUTBOX_CALLS,
  ...OPERATOR_CALLS,
  ...POLICY_CALLS,
};
