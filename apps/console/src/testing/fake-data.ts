import type { UnitState } from '@serialbridge/core/model';
import type {
  CaseFactView,
  CaseListRow,
  OperatorListRow,
  OutboxImport,
  SignInLock,
  ProductListRow,
  ReceivingSessionListRow,
  StationListRow,
  UnitListRow,
  WarehouseListRow,
} from '@serialbridge/protocol/central';

/** A uuid that says what it is: kind and number. */
const idOf = (kind: number, n: number): string =>
  `${kind.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const NOW = Date.UTC(2026, 4, 27, 14, 30);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KIND = {
  warehouse: 1,
  product: 2,
  vendor: 3,
  po: 4,
  order: 5,
  unit: 6,
  station: 7,
  operator: 8,
  session: 9,
  rma: 10,
  case: 11,
  event: 12,
  line: 13,
  box: 14,
};
export const FAKE_ID: Readonly<Record<keyof typeof KIND, (n: number) => string>> = Object.fromEntries(
  Object.entries(KIND).map(([name, kind]) => [name, (n: number) => idOf(kind, n)]),
) as Record<keyof typeof KIND, (n: number) => string>;

export interface FakeData {
  readonly warehouses: WarehouseListRow[];
  readonly products: ProductListRow[];
  readonly vendors: { vendor_id: string; code: string; name: string }[];
  readonly sessions: ReceivingSessionListRow[];
  readonly stations: StationListRow[];
  readonly outbox_imports: OutboxImport[];
  readonly locks: SignInLock[];
  readonly operators: OperatorListRow[];
  readonly units: UnitListRow[];
  readonly cases: CaseListRow[];
}

const PRODUCTS: readonly (readonly [string, string, string, string])[] = [
  ['LAP-14-PRO', 'Notebook 14″ Pro, 32 GB', 'Tarn', '0840000014327'],
  ['PHN-A7-BLK', 'Phone A7, black, 256 GB', 'Ostra', '0840000027709'],
  ['CAM-Z30', 'Mirrorless camera Z30', 'Halden', '0840000030112'],
  ['DRN-MINI4', 'Drone Mini 4', 'Skua', '0840000041101'],
  ['WTC-S9-44', 'Watch S9, 44 mm', 'Ostra', '0840000050998'],
  ['RTR-AX6', 'Router AX6', 'Netbro', '0840000061116'],
  ['DRL-18V', 'Cordless drill 18 V', 'Bergmann', '0840000071818'],
  ['CBL-USBC-2M', 'Cable USB-C, 2 m', 'Netbro', '0840000080020'],
];
const VENDORS = ['Bigelow Trading', 'Northline Distribution', 'Harbor Wholesale'];
const CYCLE: readonly UnitState[] = [
  'in_stock',
  'in_stock',
  'shipped',
  'in_stock',
  'packed',
  'shipped',
  'in_stock',
  'returned',
  'in_stock',
  'allocated',
];

function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('an empty list has no place');
  return found;
}
const code = (index: number): string => (index % 2 === 0 ? 'NJ1' : 'NJ2');

function fakeUnit(n: number): UnitListRow {
  const [sku, product_name] = at(PRODUCTS, n % 7);
  const state = at(CYCLE, n);
  const away = state === 'shipped';
  const po = n % 12;
  const ordered = state === 'shipped' || state === 'packed' || state === 'allocated' || state === 'returned';
  return {
    unit_id: FAKE_ID.unit(n),
    product_id: FAKE_ID.product(n % 7),
    sku,
    product_name,
    serial_raw: `${sku.slice(0, 2)}${String(70_000_000 + n * 37).padStart(10, '0')}`,
    state,
    condition: state === 'returned' ? 'opened' : 'new',
    disputed: n === 2 || n === 5,
    provisional: n === 5,
    forked: false,
    warehouse_code: away ? null : code(n % 3),
    bin_code: state === 'in_stock' ? `A-${String((n % 40) + 1).padStart(2, '0')}-${(n % 4) + 1}` : null,
    purchase_order_id: FAKE_ID.po(po),
    po_number: `PO-${10_420 + po}`,
    order_id: ordered ? FAKE_ID.order(n % 30) : null,
    order_number: ordered ? `${500_120 + (n % 30)}` : null,
    rma_id: state === 'returned' ? FAKE_ID.rma(n % 4) : null,
    rma_number: state === 'returned' ? `RMA-${310 + (n % 4)}` : null,
    lot: null,
    expiry: null,
    received_at: NOW - 9 * DAY + n * 1000,
    updated_at: NOW - (n % 200) * HOUR,
    found_as: null,
  };
}

const named = (id: string, name: string) => ({ id, name });
const fact = (n: number, part: Partial<CaseFactView>): CaseFactView => ({
  event_id: FAKE_ID.event(n),
  type: 'order-shipped',
  station: named(FAKE_ID.station(1), 'Table 1'),
  operator: named(FAKE_ID.operator(1), 'Sam Ortiz'),
  captured_at: NOW - 5 * HOUR,
  captured_at_central: NOW - 5 * HOUR + 1800,
  received_at: NOW - 5 * HOUR + 4000,
  clock_wrong: false,
  unit_id: FAKE_ID.unit(2),
  serial_raw: fakeUnit(2).serial_raw,
  sku: fakeUnit(2).sku,
  product_name: fakeUnit(2).product_name,
  document: { kind: 'order', id: FAKE_ID.order(2), number: '500122' },
  details: [{ name: 'tracking_number', value: '1Z999AA10123456784' }],
  ...part,
});

function fakeCases(): CaseListRow[] {
  const open = { chosen_event_id: null, resolution_note: null, resolved_by: null, resolved_at: null };
  return [
    {
      case_id: FAKE_ID.case(1),
      rule: 'case.shipped-twice',
      state: 'open',
      opened_at: NOW - 2 * HOUR,
      units: 1,
      held: null,
      facts: [
        fact(1, {}),
        fact(2, {
          station: named(FAKE_ID.station(2), 'Table 2'),
          operator: named(FAKE_ID.operator(2), 'Ida Brandt'),
          captured_at: NOW - 4 * HOUR,
          captured_at_central: NOW - 4 * HOUR - 42_000,
          received_at: NOW - 2 * HOUR,
          document: { kind: 'order', id: FAKE_ID.order(3), number: '500123' },
          details: [{ name: 'tracking_number', value: '1Z999AA10198765432' }],
        }),
      ],
      ...open,
    },
    {
      case_id: FAKE_ID.case(2),
      rule: 'case.shipped-not-received',
      state: 'open',
      opened_at: NOW - 26 * HOUR,
      units: 1,
      held: null,
      facts: [
        fact(3, {
          unit_id: FAKE_ID.unit(5),
          serial_raw: fakeUnit(5).serial_raw,
          sku: fakeUnit(5).sku,
          product_name: fakeUnit(5).product_name,
        }),
      ],
      ...open,
    },
    {
      case_id: FAKE_ID.case(3),
      rule: 'case.received-twice',
      state: 'resolved',
      opened_at: NOW - 6 * DAY,
      units: 2,
      held: null,
      facts: [
        fact(4, {
          type: 'receipt-saved',
          station: named(FAKE_ID.station(0), 'Dock 1'),
          document: { kind: 'purchase_order', id: FAKE_ID.po(1), number: 'PO-10421' },
          details: [],
        }),
        fact(5, {
          type: 'receipt-saved',
          unit_id: FAKE_ID.unit(12),
          station: named(FAKE_ID.station(3), 'Dock 2'),
          document: { kind: 'purchase_order', id: FAKE_ID.po(2), number: 'PO-10422' },
          details: [],
        }),
      ],
      chosen_event_id: FAKE_ID.event(4),
      resolution_note: 'Dock 2 scanned the carton of Dock 1 again. Looked at both pallets with Ida.',
      resolved_by: named(FAKE_ID.operator(0), 'Ruth Adler'),
      resolved_at: NOW - 5 * DAY,
    },
    {
      case_id: FAKE_ID.case(4),
      rule: 'case.event-held',
      state: 'open',
      opened_at: NOW - 3 * HOUR,
      units: 0,
      held: { station: named(FAKE_ID.station(0), 'Dock 1'), reason: 'held.unknown-session', count: 412 },
      facts: [fact(5, { type: 'receipt-line-counted', unit_id: null, serial_raw: null, document: null, details: [] })],
      ...open,
    },
  ];
}

const operator = (n: number, part: string, name: string, role: OperatorListRow['role']): OperatorListRow => ({
  operator_id: FAKE_ID.operator(n),
  code: part,
  name,
  role,
  badge: n === 3 ? null : `B-${1000 + n}`,
  warehouse_ids: n > 1 ? [FAKE_ID.warehouse(n % 2)] : null,
  active: true,
  pin_state: n === 3 ? 'none' : 'set',
  revision: 'r1',
});

/** A small warehouse with `units` units; always the same. */
export function fakeData(units = 1200): FakeData {
  const warehouses = ['New Jersey 1', 'New Jersey 2'].map((name, n) => ({
    warehouse_id: FAKE_ID.warehouse(n),
    code: code(n),
    name,
    revision: 'r1',
    bins: 160,
    stations: 2,
  }));
  const station = (
    n: number,
    name: string,
    kind: 'receiving' | 'packing',
    part: Partial<StationListRow>,
  ): StationListRow => ({
    station_id: FAKE_ID.station(n),
    name,
    kind,
    warehouse_id: FAKE_ID.warehouse(n % 2),
    state: 'paired',
    warehouse_code: code(n),
    computer_name: `WS-0${n + 1}`,
    software: '0.1.0',
    last_seen_at: NOW - 4000,
    online: true,
    backlog: 0,
    cache_version: 48_211,
    clock_offset_ms: 700,
    pairing_expires_at: null,
    scope: 'tenant',
    comparison: { compared_at: NOW - 5 * HOUR, ranges_differed: 0, rows_repaired: 0, total_repaired: 0 },
    comparison_asked: false,
    revision: 'r1',
    ...part,
  });
  return {
    warehouses,
    vendors: VENDORS.map((name, n) => ({ vendor_id: FAKE_ID.vendor(n), code: `V${n + 1}`, name })),
    products: PRODUCTS.map(([sku, name, manufacturer, upc], n) => ({
      product_id: FAKE_ID.product(n),
      sku,
      name,
      manufacturer,
      picture: null,
      weight_g: 400 + n * 90,
      length_mm: 300,
      width_mm: 200,
      height_mm: 80,
      serial_policy: n === 7 ? 'none' : 'required',
      serial_scope: 'product',
      serial_min: 12,
      serial_max: 12,
      serial_pattern: null,
      serial_check_digit: 'none',
      serial_case_fold: false,
      active: true,
      codes: [upc],
    })),
    sessions: Array.from({ length: 30 }, (_, n) => ({
      receiving_session_id: FAKE_ID.session(n),
      document_kind: 'purchase_order',
      document_id: FAKE_ID.po(n % 12),
      number: `PO-${10_420 + (n % 12)}`,
      state: n === 0 ? 'draft' : n === 6 ? 'discarded' : 'saved',
      opened_at: NOW - n * 7 * HOUR,
      saved_at: n === 0 || n === 6 ? null : NOW - n * 7 * HOUR + 1_900_000,
      warehouse_code: code(n),
      station: named(FAKE_ID.station(0), n % 2 === 0 ? 'Dock 1' : 'Dock 2'),
      operator: named(FAKE_ID.operator(2), 'Ida Brandt'),
      units: 20 + n,
      serials: 20 + n,
    })),
    outbox_imports: [],
    locks: [],
    stations: [
      station(0, 'Dock 1', 'receiving', {}),
      station(1, 'Table 1', 'packing', { cache_version: 48_209, clock_offset_ms: -26 * HOUR }),
      station(2, 'Table 2', 'packing', {
        online: false,
        backlog: 17,
        last_seen_at: NOW - 2 * HOUR,
        cache_version: 47_960,
      }),
      station(3, 'Dock 2', 'receiving', {
        last_seen_at: NOW - 9000,
        scope: 'warehouse',
        comparison: { compared_at: NOW - 2 * HOUR, ranges_differed: 1, rows_repaired: 2, total_repaired: 3 },
      }),
      station(4, 'Table 3', 'packing', {
        state: 'new',
        online: false,
        last_seen_at: null,
        computer_name: null,
        software: null,
        cache_version: null,
        pairing_expires_at: NOW + 600_000,
      }),
      station(5, 'Old table', 'packing', {
        state: 'revoked',
        online: false,
        last_seen_at: NOW - 40 * DAY,
        cache_version: 30_120,
      }),
    ],
    operators: [
      operator(0, 'ruth', 'Ruth Adler', 'admin'),
      operator(1, 'sam', 'Sam Ortiz', 'supervisor'),
      operator(2, 'ida', 'Ida Brandt', 'operator'),
      operator(3, 'leo', 'Leo Vance', 'operator'),
    ],
    units: Array.from({ length: units }, (_, n) => fakeUnit(n)),
    cases: fakeCases(),
  };
}
