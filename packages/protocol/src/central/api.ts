import { z } from 'zod';
import { BinRow, Id, type Role } from '@serialbridge/core/model';
import * as catalog from './catalog.ts';
import * as documents from './documents.ts';
import * as files from './files.ts';
import * as lost from './lost-records.ts';
import * as outbox from './outbox.ts';
import { Done } from './paging.ts';
import * as people from './people.ts';
import * as session from './session.ts';
import * as units from './units.ts';

/** One call of the console's API. `who`: the least role; null: anybody, signed in or not. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for each of `params`. */
  readonly path: string;
  readonly who: Role | null;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
}

const call = <const C extends ApiCall>(declaration: C): C => declaration;

/** Every JSON call of the console. Errors are always a `Problem` with all faults. Downloads and uploads of CSV are in CSV_CALLS. */
export const CENTRAL_API = {
  'session.sign_in': call({
    method: 'POST',
    path: '/api/session',
    who: null,
    summary: 'Sign in by code and PIN, or badge and PIN',
    body: session.SignInRequest,
    response: session.SessionInfo,
  }),
  'session.get': call({
    method: 'GET',
    path: '/api/session',
    who: 'operator',
    summary: 'Who is signed in',
    response: session.SessionInfo,
  }),
  'session.sign_out': call({ method: 'DELETE', path: '/api/session', who: null, summary: 'Sign out', response: Done }),
  'summary.get': call({
    method: 'GET',
    path: '/api/summary',
    who: 'operator',
    summary: 'Open cases, stations, backlog',
    response: session.Summary,
  }),

  'lost_records.list': call({
    method: 'GET',
    path: '/api/lost-records',
    who: 'operator',
    summary: "What stations' caches know and a restored central does not",
    query: lost.LostRecordQuery,
    response: lost.LostRecordPage,
  }),
  'lost_records.decide': call({
    method: 'POST',
    path: '/api/lost-records/decide',
    who: 'supervisor',
    summary: 'Restore or dismiss lost records',
    body: lost.LostRecordDecision,
    response: lost.LostRecordsDecided,
  }),

  'products.list': call({
    method: 'GET',
    path: '/api/products',
    who: 'operator',
    summary: 'Products',
    query: catalog.ProductQuery,
    response: catalog.ProductPage,
  }),
  'products.get': call({
    method: 'GET',
    path: '/api/products/:product_id',
    who: 'operator',
    summary: 'A product with its codes, stock and units by state',
    params: z.object({ product_id: Id }),
    response: catalog.ProductDetail,
  }),
  'products.create': call({
    method: 'POST',
    path: '/api/products',
    who: 'supervisor',
    summary: 'A new product',
    body: catalog.ProductInput,
    response: catalog.SavedProduct,
  }),
  'products.update': call({
    method: 'PUT',
    path: '/api/products/:product_id',
    who: 'supervisor',
    summary: 'Change a product and its codes',
    params: z.object({ product_id: Id }),
    body: catalog.ProductEdit,
    response: catalog.SavedProduct,
  }),

  'vendors.list': call({
    method: 'GET',
    path: '/api/vendors',
    who: 'operator',
    summary: 'Vendors',
    query: catalog.TextQuery,
    response: catalog.VendorPage,
  }),
  'vendors.create': call({
    method: 'POST',
    path: '/api/vendors',
    who: 'supervisor',
    summary: 'A new vendor',
    body: catalog.VendorInput,
    response: catalog.VendorListRow,
  }),
  'vendors.update': call({
    method: 'PUT',
    path: '/api/vendors/:vendor_id',
    who: 'supervisor',
    summary: 'Change a vendor',
    params: z.object({ vendor_id: Id }),
    body: catalog.VendorEdit,
    response: catalog.VendorListRow,
  }),

  'warehouses.list': call({
    method: 'GET',
    path: '/api/warehouses',
    who: 'operator',
    summary: 'Warehouses',
    response: catalog.WarehouseList,
  }),
  'warehouses.create': call({
    method: 'POST',
    path: '/api/warehouses',
    who: 'admin',
    summary: 'A new warehouse',
    body: catalog.WarehouseInput,
    response: catalog.SavedWarehouse,
  }),
  'warehouses.update': call({
    method: 'PUT',
    path: '/api/warehouses/:warehouse_id',
    who: 'admin',
    summary: 'Change a warehouse',
    params: z.object({ warehouse_id: Id }),
    body: catalog.WarehouseEdit,
    response: catalog.SavedWarehouse,
  }),
  'bins.list': call({
    method: 'GET',
    path: '/api/warehouses/:warehouse_id/bins',
    who: 'operator',
    summary: 'Bins of a warehouse',
    params: z.object({ warehouse_id: Id }),
    query: catalog.TextQuery,
    response: catalog.BinPage,
  }),
  'bins.create': call({
    method: 'POST',
    path: '/api/warehouses/:warehouse_id/bins',
    who: 'supervisor',
    summary: 'New bins',
    params: z.object({ warehouse_id: Id }),
    body: catalog.BinsInput,
    response: z.object({ created: z.array(BinRow) }),
  }),

  'purchase_orders.list': call({
    method: 'GET',
    path: '/api/purchase-orders',
    who: 'operator',
    summary: 'Purchase orders and credit memos',
    query: documents.PurchaseOrderQuery,
    response: documents.PurchaseOrderPage,
  }),
  'purchase_orders.get': call({
    method: 'GET',
    path: '/api/purchase-orders/:purchase_order_id',
    who: 'operator',
    summary: 'A purchase order with lines and receiving sessions',
    params: z.object({ purchase_order_id: Id }),
    response: documents.PurchaseOrderDetail,
  }),
  'purchase_orders.cancel': call({
    method: 'POST',
    path: '/api/purchase-orders/:purchase_order_id/cancel',
    who: 'supervisor',
    summary: 'Cancel an open purchase order',
    params: z.object({ purchase_order_id: Id }),
    response: Done,
  }),
  'orders.list': call({
    method: 'GET',
    path: '/api/orders',
    who: 'operator',
    summary: 'Orders',
    query: documents.OrderQuery,
    response: documents.OrderPage,
  }),
  'orders.get': call({
    method: 'GET',
    path: '/api/orders/:order_id',
    who: 'operator',
    summary: 'An order with lines, boxes, shipments and serials',
    params: z.object({ order_id: Id }),
    response: documents.OrderDetail,
  }),
  'orders.cancel': call({
    method: 'POST',
    path: '/api/orders/:order_id/cancel',
    who: 'supervisor',
    summary: 'Cancel an order that has not left',
    params: z.object({ order_id: Id }),
    response: Done,
  }),
  'rmas.list': call({
    method: 'GET',
    path: '/api/rmas',
    who: 'operator',
    summary: 'Returns from customers',
    query: documents.RmaQuery,
    response: documents.RmaPage,
  }),
  'rmas.get': call({
    method: 'GET',
    path: '/api/rmas/:rma_id',
    who: 'operator',
    summary: 'A return with lines and receiving sessions',
    params: z.object({ rma_id: Id }),
    response: documents.RmaDetail,
  }),
  'rmas.create': call({
    method: 'POST',
    path: '/api/rmas',
    who: 'supervisor',
    summary: 'A new return',
    body: documents.RmaInput,
    response: z.object({ rma_id: Id }),
  }),
  'receiving_sessions.list': call({
    method: 'GET',
    path: '/api/receiving-sessions',
    who: 'operator',
    summary: 'Receiving sessions',
    query: documents.SessionQuery,
    response: documents.ReceivingSessionPage,
  }),
  'receiving_sessions.get': call({
    method: 'GET',
    path: '/api/receiving-sessions/:receiving_session_id',
    who: 'operator',
    summary: 'A receiving session with lines and units',
    params: z.object({ receiving_session_id: Id }),
    response: documents.ReceivingSessionDetail,
  }),

  'units.list': call({
    method: 'GET',
    path: '/api/units',
    who: 'operator',
    summary: 'Units',
    query: units.UnitQuery,
    response: units.UnitPage,
  }),
  'units.get': call({
    method: 'GET',
    path: '/api/units/:unit_id',
    who: 'operator',
    summary: 'A unit and its whole history',
    params: z.object({ unit_id: Id }),
    response: units.UnitDetail,
  }),
  'cases.list': call({
    method: 'GET',
    path: '/api/cases',
    who: 'operator',
    summary: 'Cases',
    query: units.CaseQuery,
    response: units.CasePage,
  }),
  'cases.get': call({
    method: 'GET',
    path: '/api/cases/:case_id',
    who: 'operator',
    summary: 'A case with its facts and units',
    params: z.object({ case_id: Id }),
    response: units.CaseDetail,
  }),
  'cases.resolve': call({
    method: 'POST',
    path: '/api/cases/:case_id/resolve',
    who: 'supervisor',
    summary: 'Say which fact is true',
    params: z.object({ case_id: Id }),
    body: units.ResolveCaseRequest,
    response: units.CaseDetail,
  }),

  'stations.list': call({
    method: 'GET',
    path: '/api/stations',
    who: 'operator',
    summary: 'Stations',
    response: people.StationList,
  }),
  'stations.create': call({
    method: 'POST',
    path: '/api/stations',
    who: 'admin',
    summary: 'A new station with its pairing code',
    body: people.StationInput,
    response: people.PairingCode,
  }),
  'stations.update': call({
    method: 'PUT',
    path: '/api/stations/:station_id',
    who: 'admin',
    summary: 'Rename or move a station',
    params: z.object({ station_id: Id }),
    body: people.StationEdit,
    response: Done,
  }),
  'stations.pairing_code': call({
    method: 'POST',
    path: '/api/stations/:station_id/pairing-code',
    who: 'admin',
    summary: 'A new pairing code for a station',
    params: z.object({ station_id: Id }),
    response: people.PairingCode,
  }),
  'stations.compare': call({
    method: 'POST',
    path: '/api/stations/:station_id/compare',
    who: 'admin',
    summary: 'Have a station compare its cache with central',
    params: z.object({ station_id: Id }),
    response: Done,
  }),
  'stations.revoke': call({
    method: 'POST',
    path: '/api/stations/:station_id/revoke',
    who: 'admin',
    summary: 'Shut a station out; its unsent events stay with it',
    params: z.object({ station_id: Id }),
    response: Done,
  }),

  'outboxes.list': call({
    method: 'GET',
    path: '/api/outbox-imports',
    who: 'supervisor',
    summary: 'Exported outboxes that were imported, and by whom',
    response: outbox.OutboxImportList,
  }),

  'operators.list': call({
    method: 'GET',
    path: '/api/operators',
    who: 'supervisor',
    summary: 'Operators',
    response: people.OperatorList,
  }),
  'operators.create': call({
    method: 'POST',
    path: '/api/operators',
    who: 'admin',
    summary: 'A new operator',
    body: people.OperatorInput,
    response: people.OperatorListRow,
  }),
  'operators.update': call({
    method: 'PUT',
    path: '/api/operators/:operator_id',
    who: 'admin',
    summary: 'Change an operator, the PIN or the badge',
    params: z.object({ operator_id: Id }),
    body: people.OperatorEdit,
    response: people.OperatorListRow,
  }),

  'policy.get': call({
    method: 'GET',
    path: '/api/policy',
    who: 'operator',
    summary: 'Every option, its declaration and its values',
    response: people.PolicyView,
  }),
  'policy.change': call({
    method: 'POST',
    path: '/api/policy',
    who: 'supervisor',
    summary: 'Change options; each has its own least role',
    body: people.PolicyChangeRequest,
    response: people.PolicyView,
  }),

  'imports.kinds': call({
    method: 'GET',
    path: '/api/imports',
    who: 'supervisor',
    summary: 'What can be imported, with its columns',
    response: files.ImportKinds,
  }),
  'jobs.get': call({
    method: 'GET',
    path: '/api/jobs/:job_id',
    who: 'supervisor',
    summary: 'How far a long import is',
    params: z.object({ job_id: Id }),
    response: files.Job,
  }),
  'jobs.cancel': call({
    method: 'DELETE',
    path: '/api/jobs/:job_id',
    who: 'supervisor',
    summary: 'Cancel an import that has not begun to commit',
    params: z.object({ job_id: Id }),
    response: files.Job,
  }),
} as const;
export type CentralCall = keyof typeof CENTRAL_API;

/** Calls that take or give CSV. Uploads: `Content-Type: text/csv`, the file as it is; 200 or 202 with a Job, 422 with a Problem. */
export const CSV_CALLS = {
  'imports.run': call({
    method: 'POST',
    path: '/api/imports/:kind',
    who: 'supervisor',
    summary: 'Import a CSV file; all of it or nothing',
    params: z.object({ kind: files.ImportKind }),
    query: files.ImportQuery,
    response: files.Job,
  }),
  'imports.template': call({
    method: 'GET',
    path: '/api/imports/:kind/template.csv',
    who: 'supervisor',
    summary: 'An example file with the columns',
    params: z.object({ kind: files.ImportKind }),
    response: z.string(),
  }),
  'exports.units': call({
    method: 'GET',
    path: '/api/exports/units.csv',
    who: 'operator',
    summary: 'Units by the filters of the units list',
    query: files.UnitExportQuery,
    response: z.string(),
  }),
  'exports.arrivals': call({
    method: 'GET',
    path: '/api/exports/arrivals.csv',
    who: 'operator',
    summary: 'Inventory arrivals, a row for each serial',
    query: files.ArrivalExportQuery,
    response: z.string(),
  }),
  'exports.unit_history': call({
    method: 'GET',
    path: '/api/exports/units/:unit_id/history.csv',
    who: 'operator',
    summary: 'The history of a unit',
    params: z.object({ unit_id: Id }),
    query: files.ExportQuery,
    response: z.string(),
  }),
  'exports.cases': call({
    method: 'GET',
    path: '/api/exports/cases.csv',
    who: 'operator',
    summary: 'Cases, a row for each fact',
    query: files.CaseExportQuery,
    response: z.string(),
  }),
} as const;
export type CsvCall = keyof typeof CSV_CALLS;

/** Upload of a file that a station exported (`.sboutbox`): the file as it is; 200 with what came of it, 422 with every fault. */
export const OUTBOX_CALL = call({
  method: 'POST',
  path: '/api/outbox-imports',
  who: 'admin',
  summary: 'Import the exported outbox of a station; each of its events once',
  query: outbox.OutboxImportQuery,
  response: outbox.OutboxImport,
});

type Part<C, K extends string, D> = C extends Record<K, infer S extends z.ZodType> ? z.input<S> : D;
/** What a client passes to a call. */
export type CallParams<C extends CentralCall> = Part<(typeof CENTRAL_API)[C], 'params', undefined>;
export type CallQuery<C extends CentralCall> = Part<(typeof CENTRAL_API)[C], 'query', undefined>;
export type CallBody<C extends CentralCall> = Part<(typeof CENTRAL_API)[C], 'body', undefined>;
export type CallResponse<C extends CentralCall> = z.output<(typeof CENTRAL_API)[C]['response']>;
