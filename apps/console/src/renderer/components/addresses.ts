import type { DocumentLink } from '@serialbridge/protocol/central';

/** Addresses of the pages, in one place: they are shared, printed and bookmarked, so they stay. */
export const ADDRESS = {
  home: '/',
  units: '/units',
  unit: (id: string) => `/units/${id}`,
  purchase_orders: '/purchase-orders',
  purchase_order: (id: string) => `/purchase-orders/${id}`,
  orders: '/orders',
  order: (id: string) => `/orders/${id}`,
  rmas: '/rmas',
  rma: (id: string) => `/rmas/${id}`,
  sessions: '/receiving-sessions',
  session: (id: string) => `/receiving-sessions/${id}`,
  cases: '/cases',
  case: (id: string) => `/cases/${id}`,
  products: '/products',
  product: (id: string) => `/products/${id}`,
  vendors: '/vendors',
  stations: '/stations',
  operators: '/operators',
  roles: '/roles',
  account: '/account',
  warehouses: '/warehouses',
  lost_records: '/lost-records',
  policy: '/policy',
  import: '/import',
  export: '/export',
  audit: '/audit',
  audit_of_options: '/audit?kind=option-changed',
  audit_of_import: (id: string) => `/audit?import=${id}`,
  /** What was done to one record, and what people call it. */
  audit_of: (id: string, label: string) => `/audit?record=${id}&of=${encodeURIComponent(label)}`,
} as const;

/** Null: a thing without a page of its own (a box, a shipment). */
export function addressOfDocument({ kind, id }: Pick<DocumentLink, 'kind' | 'id'>): string | null {
  switch (kind) {
    case 'purchase_order':
    case 'credit_memo':
      return ADDRESS.purchase_order(id);
    case 'order':
      return ADDRESS.order(id);
    case 'rma':
      return ADDRESS.rma(id);
    case 'receiving_session':
      return ADDRESS.session(id);
    case 'package':
    case 'shipment':
    default:
      return null;
  }
}
