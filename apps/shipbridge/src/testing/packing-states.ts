import type {
  OrderListRow,
  PackingBox,
  PackingLine,
  PackingState,
  ProductCard,
  RateQuote,
} from '@serialbridge/protocol/station';
import { FAKE_NOW, FAKE_PACKING, fakeId } from '@serialbridge/ui/testing';

const HOUR = 3_600_000;
const CUSTOMERS = [
  'Ada Okonkwo',
  'Brightside Schools',
  'Jonas Weber',
  'Marisol Vega',
  'Harbour Clinic',
  'Tomas Lindqvist',
];
const SERVICES = ['Ground', '2nd Day Air', null, 'Priority Mail', 'Ground'];

function orderRow(n: number): OrderListRow {
  const units = 1 + ((n * 7) % 9);
  const status = n % 6 === 5 ? 'shipped' : n === 8 ? 'cancelled' : 'open';
  const units_packed = status === 'shipped' ? units : n % 5 === 1 ? Math.ceil(units / 2) : 0;
  return {
    order_id: fakeId(4000 + n),
    number: `SO-${88_101 + n}`,
    channel: ['Web shop', 'Amazon', 'eBay', null][n % 4] ?? null,
    customer_name: CUSTOMERS[n % CUSTOMERS.length] ?? '',
    country: n % 7 === 3 ? 'CA' : 'US',
    ordered_at: FAKE_NOW - n * 3 * HOUR,
    ship_by: n % 4 === 3 ? null : FAKE_NOW + (n * 9 - 6) * HOUR,
    lines: 1 + (n % 4),
    units,
    units_packed,
    requested_service: SERVICES[n % SERVICES.length] ?? null,
    tote_code: n % 3 === 0 ? `TOTE-${117 + n}` : null,
    confirmed: n % 9 !== 4,
    picked: n % 8 !== 6,
    paid: true,
    status,
    started_here: n % 5 === 1,
    disputed: n === 2,
  };
}

export const FAKE_ORDERS: readonly OrderListRow[] = Array.from({ length: 214 }, (_, n) => orderRow(n));

const card = (
  n: number,
  sku: string,
  name: string,
  serial_policy: ProductCard['serial_policy'],
  picture: string | null,
): ProductCard => ({
  product_id: fakeId(200 + n),
  sku,
  name,
  picture,
  serial_policy,
  serial_hint: null,
});

const ROUTER: ProductCard = card(1, 'RTR-AX5400', 'Wi-Fi 6 router AX5400, tri-band', 'required', '/demo/router.svg');
const PHONE: ProductCard = card(
  2,
  'PH-ORBIT9-128',
  'Orbit 9 smartphone, 128 GB, graphite',
  'required',
  '/demo/phone.svg',
);
const CABLE: ProductCard = card(3, 'CBL-USBC-2M', 'USB-C cable, 2 m, braided', 'none', '/demo/cable.svg');
const WATCH: ProductCard = card(4, 'WATCH-S9-45', 'Watch Series 9, 45 mm, midnight', 'ship-only', null);

export const BOX_1: string = fakeId(6001);
export const BOX_2: string = fakeId(6002);

function line(
  n: number,
  product: ProductCard,
  quantity: number,
  packed: number,
  box: (unit: number) => number,
): PackingLine {
  const serials = product.serial_policy === 'none' ? 0 : packed;
  return {
    order_line_id: fakeId(5000 + n),
    line_number: n,
    product,
    quantity,
    quantity_packed: packed,
    serials: Array.from({ length: serials }, (_, unit) => ({
      package_unit_id: fakeId(7000 + n * 100 + unit),
      package_number: box(unit),
      unit_id: fakeId(9000 + n * 100 + unit),
      serial_raw:
        n === 2
          ? `35692011204${2710 + unit * 13}`
          : `NW54${(n * 7_310_021 + unit * 91_733).toString(36).toUpperCase().padStart(8, '0')}`,
    })),
  };
}

const linesPacked = (router: number, phone: number, cable: number, watch: number): PackingLine[] => [
  line(1, ROUTER, 3, router, (unit) => (unit < 2 ? 1 : 2)),
  line(2, PHONE, 2, phone, () => 2),
  line(3, CABLE, 6, cable, () => 1),
  line(4, WATCH, 1, watch, () => 2),
];

const box = (package_id: string, number: number, units: number, more: Partial<PackingBox> = {}): PackingBox => ({
  package_id,
  number,
  state: 'open',
  units,
  weight_g: null,
  weight_source: null,
  expected_weight_g: number === 1 ? 1890 : 1312,
  tracking_number: null,
  ...more,
});

const FAKE_RATES: RateQuote[] = [
  { carrier: 'UPS', service: 'Ground', price_cents: 1182, currency: 'USD', transit_days: 4 },
  { carrier: 'UPS', service: '2nd Day Air', price_cents: 2790, currency: 'USD', transit_days: 2 },
  { carrier: 'USPS', service: 'Priority Mail', price_cents: 1465, currency: 'USD', transit_days: 3 },
  { carrier: 'FedEx', service: 'Home Delivery', price_cents: 1244, currency: 'USD', transit_days: 4 },
  { carrier: 'FedEx', service: 'Standard Overnight', price_cents: 6120, currency: 'USD', transit_days: 1 },
];

const ORDER: NonNullable<PackingState['order']> = {
  order_id: fakeId(4001),
  number: 'SO-88102',
  customer_name: 'Brightside Schools',
  address: ['Brightside Schools', '4210 Larkspur Avenue', 'Receiving, Door 4', '97214 Portland OR', 'US'],
  requested_service: '2nd Day Air',
  ship_by: FAKE_NOW + 5 * HOUR,
  total_cents: 118_440,
  currency: 'USD',
  confirmed: true,
  disputed: false,
};

const shortOf = (sku: string, line_number: number, missing: number): PackingState['blockers'][number] => ({
  code: 'packing.line-short',
  params: { sku, line_number, missing },
});

/** One packing state for each picture and test; the word says what a person would call it. */
export const PACKING_SCENES = {
  list: FAKE_PACKING,
  begun: {
    ...FAKE_PACKING,
    phase: 'check',
    order: ORDER,
    lines: linesPacked(0, 0, 0, 0),
    blockers: [
      shortOf('RTR-AX5400', 1, 3),
      shortOf('PH-ORBIT9-128', 2, 2),
      shortOf('CBL-USBC-2M', 3, 6),
      shortOf('WATCH-S9-45', 4, 1),
    ],
  },
  serials: {
    ...FAKE_PACKING,
    phase: 'check',
    order: ORDER,
    lines: linesPacked(2, 0, 4, 0),
    current_line_id: fakeId(5001),
    packages: [box(BOX_1, 1, 6)],
    current_package_id: BOX_1,
    blockers: [
      shortOf('RTR-AX5400', 1, 1),
      shortOf('PH-ORBIT9-128', 2, 2),
      shortOf('CBL-USBC-2M', 3, 2),
      shortOf('WATCH-S9-45', 4, 1),
    ],
    can_undo: true,
  },
  quantity: {
    ...FAKE_PACKING,
    phase: 'check',
    order: ORDER,
    lines: linesPacked(3, 1, 2, 0),
    current_line_id: fakeId(5003),
    packages: [box(BOX_1, 1, 4), box(BOX_2, 2, 2)],
    current_package_id: BOX_2,
    blockers: [shortOf('PH-ORBIT9-128', 2, 1), shortOf('CBL-USBC-2M', 3, 4), shortOf('WATCH-S9-45', 4, 1)],
    can_undo: true,
  },
  complete: {
    ...FAKE_PACKING,
    phase: 'check',
    order: ORDER,
    lines: linesPacked(3, 2, 6, 1),
    packages: [box(BOX_1, 1, 8), box(BOX_2, 2, 4)],
    current_package_id: BOX_2,
    can_undo: true,
  },
  weigh: {
    ...FAKE_PACKING,
    phase: 'weigh',
    order: ORDER,
    lines: linesPacked(3, 2, 6, 1),
    packages: [box(BOX_1, 1, 8, { weight_g: 1932, weight_source: 'scale' }), box(BOX_2, 2, 4)],
    current_package_id: BOX_2,
    blockers: [{ code: 'packing.weight-missing', params: { box: 2 } }],
    can_undo: true,
  },
  weighed: {
    ...FAKE_PACKING,
    phase: 'weigh',
    order: ORDER,
    lines: linesPacked(3, 2, 6, 1),
    packages: [
      box(BOX_1, 1, 8, { weight_g: 1932, weight_source: 'scale' }),
      box(BOX_2, 2, 4, { weight_g: 1820, weight_source: 'typed' }),
    ],
    current_package_id: BOX_2,
    can_undo: true,
  },
  ship: {
    ...FAKE_PACKING,
    phase: 'ship',
    order: ORDER,
    lines: linesPacked(3, 2, 6, 1),
    packages: [
      box(BOX_1, 1, 8, { weight_g: 1932, weight_source: 'scale' }),
      box(BOX_2, 2, 4, { weight_g: 1340, weight_source: 'scale' }),
    ],
    current_package_id: BOX_1,
    rates: FAKE_RATES,
    can_undo: true,
  },
  manual: {
    ...FAKE_PACKING,
    phase: 'ship',
    order: { ...ORDER, requested_service: null },
    lines: linesPacked(3, 2, 6, 1),
    packages: [
      box(BOX_1, 1, 8, { weight_g: 1932, weight_source: 'scale', tracking_number: '1Z999AA10123456784' }),
      box(BOX_2, 2, 4, { weight_g: 1340, weight_source: 'scale' }),
    ],
    current_package_id: BOX_2,
    can_undo: true,
  },
  done: {
    ...FAKE_PACKING,
    phase: 'done',
    order: ORDER,
    lines: linesPacked(3, 2, 6, 1),
    packages: [
      box(BOX_1, 1, 8, {
        state: 'shipped',
        weight_g: 1932,
        weight_source: 'scale',
        tracking_number: '1Z999AA10123456784',
      }),
      box(BOX_2, 2, 4, {
        state: 'shipped',
        weight_g: 1340,
        weight_source: 'scale',
        tracking_number: '1Z999AA10123456801',
      }),
    ],
  },
} as const satisfies Record<string, PackingState>;

export type PackingScene = keyof typeof PACKING_SCENES;
