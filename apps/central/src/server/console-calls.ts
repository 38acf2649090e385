import type { CentralCall } from '@serialbridge/protocol/central';
import type { ServedCall } from '../api/serve-call.ts';
import { BIN_COMMANDS } from '../records/bins/commands.ts';
import { BIN_QUERIES } from '../records/bins/queries.ts';
import { CASE_COMMANDS } from '../records/cases/commands.ts';
import { CASE_QUERIES } from '../records/cases/queries.ts';
import { OPERATOR_COMMANDS } from '../records/operators/commands.ts';
import { OPERATOR_QUERIES } from '../records/operators/queries.ts';
import { ORDER_COMMANDS } from '../records/orders/commands.ts';
import { ORDER_QUERIES } from '../records/orders/queries.ts';
import { POLICY_COMMANDS } from '../records/policy/commands.ts';
import { POLICY_QUERIES } from '../records/policy/queries.ts';
import { PRODUCT_COMMANDS } from '../records/products/commands.ts';
import { PRODUCT_QUERIES } from '../records/products/queries.ts';
import { PURCHASE_ORDER_COMMANDS } from '../records/purchase-orders/commands.ts';
import { PURCHASE_ORDER_QUERIES } from '../records/purchase-orders/queries.ts';
import { SESSION_QUERIES } from '../records/receiving-sessions/queries.ts';
import { RMA_COMMANDS } from '../records/rmas/commands.ts';
import { RMA_QUERIES } from '../records/rmas/queries.ts';
import { STATION_COMMANDS } from '../records/stations/commands.ts';
import { STATION_QUERIES } from '../records/stations/queries.ts';
import { getUnit } from '../records/units/history.ts';
import { listUnits } from '../records/units/queries.ts';
import { VENDOR_COMMANDS } from '../records/vendors/commands.ts';
import { VENDOR_QUERIES } from '../records/vendors/queries.ts';
import { WAREHOUSE_COMMANDS } from '../records/warehouses/commands.ts';
import { WAREHOUSE_QUERIES } from '../records/warehouses/queries.ts';
import { COMPARISON_CALLS } from '../recovery/comparisons.ts';
import { LOST_CALLS } from '../recovery/lost/lost-calls.ts';
import { OUTBOX_CALLS } from '../recovery/outbox/outbox-calls.ts';
import { getSummary } from './summary.ts';

/** Calls with routes of their own: they set a cookie, or belong to imports. */
export type OwnRoute = Extract<CentralCall, `session.${string}` | `imports.${string}` | `jobs.${string}`>;

/** What serves every other call: one that is declared and not served does not compile. */
export const CONSOLE_CALLS: Readonly<Record<Exclude<CentralCall, OwnRoute>, ServedCall>> = {
  'summary.get': getSummary,
  'units.list': listUnits,
  'units.get': getUnit,
  ...BIN_QUERIES,
  ...BIN_COMMANDS,
  ...CASE_QUERIES,
  ...CASE_COMMANDS,
  ...OPERATOR_QUERIES,
  ...OPERATOR_COMMANDS,
  ...ORDER_QUERIES,
  ...ORDER_COMMANDS,
  ...POLICY_QUERIES,
  ...POLICY_COMMANDS,
  ...PRODUCT_QUERIES,
  ...PRODUCT_COMMANDS,
  ...PURCHASE_ORDER_QUERIES,
  ...PURCHASE_ORDER_COMMANDS,
  ...RMA_QUERIES,
  ...RMA_COMMANDS,
  ...SESSION_QUERIES,
  ...STATION_QUERIES,
  ...STATION_COMMANDS,
  ...VENDOR_QUERIES,
  ...VENDOR_COMMANDS,
  ...WAREHOUSE_QUERIES,
  ...WAREHOUSE_COMMANDS,
  ...COMPARISON_CALLS,
  ...LOST_CALLS,
  ...OUTBOX_CALLS,
};
