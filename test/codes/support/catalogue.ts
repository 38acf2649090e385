import { randomUUID } from 'node:crypto';
import type { AnyRow, Entity, Row } from '@serialbridge/core/model';
import { product, purchaseOrder, stockUnit, WAREHOUSE } from '@serialbridge/testing/station/small-warehouse';
import { rowOf } from '@serialbridge/testing/rows';
import { upcABody, upcE, upsNumber, withMod10 } from './check-digits.ts';

export const HUB = 'HUB-3000';
export const HUB_EAN = withMod10('401234500001');
export const HUB_UPC_E = upcE('123456');
export const PROBE = 'PROBE-7';
export const PROBE_UPC_E = upcE('731952');
export const PROBE_UPC = withMod10(upcABody('731952'));
export const LAMP = 'LAMP-20';
export const LAMP_EAN = withMod10('401234500002');
export const CAMERA = 'CAM-9';
export const CAMERA_EAN = withMod10('401234500003');
export const MAC = '00:1B:44:11:3A:B7';
export const SHORT = 'XK90012345';
export const PALLET_LIKE = `00${withMod10('34012345900000077')}`;
export const LINK_LIKE = 'www.hubs.example/0001';
export const USED_TRACKING = upsNumber('88F4A2030000007');
export const PALLET_BIN = `00${withMod10('14012345900000088')}`;

type Rows = readonly (readonly [Entity, AnyRow])[];
type App = 'receivebridge' | 'shipbridge';

const MANY = 100_000;
export const IDS = {
  [HUB]: randomUUID(),
  [PROBE]: randomUUID(),
  [LAMP]: randomUUID(),
  [CAMERA]: randomUUID(),
} as const;
export type Sku = keyof typeof IDS;
export const LINES: Readonly<Record<App, Readonly<Record<Sku, string>>>> = {
  receivebridge: { [HUB]: randomUUID(), [PROBE]: randomUUID(), [LAMP]: randomUUID(), [CAMERA]: randomUUID() },
  shipbridge: { [HUB]: randomUUID(), [PROBE]: randomUUID(), [LAMP]: randomUUID(), [CAMERA]: randomUUID() },
};
const PURCHASE = randomUUID();
const LAMPS_BOUGHT = randomUUID();
const LAMPS_SOLD = randomUUID();
const SALE = randomUUID();
const PARCEL = randomUUID();
const SENT = randomUUID();

export const SKUS: readonly Sku[] = [HUB, PROBE, LAMP, CAMERA];
const CODES: readonly (readonly [Sku, 'ean' | 'upc', string])[] = [
  [HUB, 'ean', HUB_EAN],
  [HUB, 'upc', withMod10(upcABody('123456'))],
  [PROBE, 'upc', PROBE_UPC],
  [LAMP, 'ean', LAMP_EAN],
  [CAMERA, 'ean', CAMERA_EAN],
];

/** Lengths, units and announcements are all open, so that nothing but what a code is can speak against it. */
function products(app: App): Rows {
  const open = { serial_min: 1, serial_max: 200, weight_g: 500 };
  // A serial that is first read when its unit leaves need not be known.
  const fresh = app === 'receivebridge' ? 'required' : 'ship-only';
  return [
    ['product', product(IDS[HUB], HUB, fresh, open)],
    ['product', product(IDS[PROBE], PROBE, fresh, open)],
    ['product', product(IDS[LAMP], LAMP, fresh, { ...open, serial_pattern: String.raw`00\d{18}|\d{13}|\d{22}` })],
    ['product', product(IDS[CAMERA], CAMERA, 'required', open)],
    ...CODES.map(
      ([sku, kind, code]) =>
        ['product_code', { product_code_id: randomUUID(), product_id: IDS[sku], kind, code }] as const,
    ),
  ];
}

const order = (order_id: string, number: string, fields: Partial<Row<'order'>> = {}): Row<'order'> =>
  rowOf('order', {
    order_id,
    number,
    confirmed: true,
    picked: true,
    paid: true,
    warehouse_id: WAREHOUSE,
    customer_name: 'Cleo',
    ...fields,
  });

/** What only one of the stations has: serials announced to the dock, units on the shelf for the packing table. */
function known(app: App): Rows {
  const texts = [MAC, SHORT, PALLET_LIKE, LINK_LIKE];
  if (app === 'shipbridge') return texts.map((serial) => ['unit', stockUnit(IDS[CAMERA], serial)] as const);
  return texts.map(
    (serial) =>
      [
        'expected_unit',
        rowOf('expected_unit', {
          expected_unit_id: randomUUID(),
          purchase_order_id: PURCHASE,
          po_line_id: LINES.receivebridge[CAMERA],
          product_id: IDS[CAMERA],
          serial_raw: serial,
          serial_norm: serial,
          state: 'open',
        }),
      ] as const,
  );
}

export function catalogue(app: App): Rows {
  return [
    ...products(app),
    ['bin', { bin_id: randomUUID(), warehouse_id: WAREHOUSE, code: PALLET_BIN, double_of: null }],
    ['purchase_order', purchaseOrder('PO-88', { purchase_order_id: PURCHASE })],
    // A document of its own: a serial without its product may be one of any product of its document.
    ['purchase_order', purchaseOrder('PO-91', { purchase_order_id: LAMPS_BOUGHT })],
    ...SKUS.map(
      (sku, index) =>
        [
          'po_line',
          rowOf('po_line', {
            po_line_id: LINES.receivebridge[sku],
            purchase_order_id: sku === LAMP ? LAMPS_BOUGHT : PURCHASE,
            line_number: index + 1,
            product_id: IDS[sku],
            quantity_ordered: MANY,
          }),
        ] as const,
    ),
    ['order', order(SALE, 'SO-88')],
    ['order', order(LAMPS_SOLD, 'SO-91')],
    ...SKUS.map(
      (sku, index) =>
        [
          'order_line',
          rowOf('order_line', {
            order_line_id: LINES.shipbridge[sku],
            order_id: sku === LAMP ? LAMPS_SOLD : SALE,
            line_number: index + 1,
            product_id: IDS[sku],
            quantity: MANY,
          }),
        ] as const,
    ),
    ['order', order(PARCEL, 'SO-89')],
    ['order_line', rowOf('order_line', { order_id: PARCEL, line_number: 1, product_id: IDS[HUB], quantity: 1 })],
    ['order', order(SENT, 'SO-70', { status: 'shipped' })],
    ['package', rowOf('package', { order_id: SENT, number: 1, state: 'shipped', tracking_number: USED_TRACKING })],
    ...known(app),
  ];
}
