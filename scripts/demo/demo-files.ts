import { demoSerial, pictureUrl, type DemoCatalog, type DemoProduct } from './catalog.ts';

type Cell = string | number | null;

/** CSV as a person's export would have it: a header row, commas, quotes only where needed. */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell): string => {
    const text = value === null ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\n') + '\n';
}

const DAY_MS = 86_400_000;
const day = (today: number, offset: number): string => new Date(today + offset * DAY_MS).toISOString().slice(0, 10);

export function productsCsv({ products }: DemoCatalog): string {
  const header = [
    'sku',
    'name',
    'manufacturer',
    'serial_policy',
    'serial_min',
    'serial_max',
    'serial_pattern',
    'weight_g',
    'length_mm',
    'width_mm',
    'height_mm',
    'picture',
    'upc',
  ];
  return csv(
    header,
    products.map((p) => [
      p.sku,
      p.name,
      p.manufacturer,
      p.serial_policy,
      p.serial_min,
      p.serial_max,
      p.serial_pattern,
      p.weight_g,
      p.length_mm,
      p.width_mm,
      p.height_mm,
      pictureUrl(p.picture),
      p.upc,
    ]),
  );
}

interface DemoLine {
  readonly number: string;
  readonly product: DemoProduct;
  readonly quantity: number;
}
export interface DemoPurchaseOrder {
  readonly number: string;
  readonly vendor: number;
  readonly age_days: number;
  readonly lines: readonly DemoLine[];
  readonly po_type: 'purchase_order' | 'credit_memo';
}

/** The demo's purchase orders: each vendor's own products, a size a dock sees in a day, some older than others. */
export function demoPurchaseOrders({ products, vendors }: DemoCatalog): readonly DemoPurchaseOrder[] {
  return Array.from({ length: 16 }, (_, i) => {
    const vendor = i % vendors.length;
    const own = products.filter((p) => p.manufacturer.toUpperCase() === vendors[vendor]?.code);
    const number = `PO-${24_101 + i * 3}`;
    const lines = own
      .slice(0, 1 + (i % 3))
      .map((product, k) => ({ number, product, quantity: [5, 8, 12, 3, 20, 6][(i + k) % 6] ?? 5 }));
    return {
      number,
      vendor,
      age_days: 1 + ((i * 5) % 17),
      lines,
      po_type: i === 13 ? 'credit_memo' : 'purchase_order',
    };
  });
}

const BUYERS = ['Ana Petrova', 'Wes Tanaka', 'Ruth Eklund'];
const COMPANIES = ['Serialbridge Retail', 'Harbour Street Outlet'];

export function purchaseOrdersCsv(catalog: DemoCatalog, today: number): string {
  const header = [
    'number',
    'vendor_code',
    'vendor_name',
    'po_type',
    'warehouse',
    'buyer',
    'company',
    'vendor_invoice_number',
    'description',
    'ordered_on',
    'sku',
    'quantity',
    'unit_price',
  ];
  return csv(
    header,
    demoPurchaseOrders(catalog).flatMap((po, i) =>
      po.lines.map((line) => [
        po.number,
        catalog.vendors[po.vendor]?.code ?? '',
        catalog.vendors[po.vendor]?.name ?? '',
        po.po_type,
        'MAIN',
        BUYERS[i % BUYERS.length] ?? '',
        COMPANIES[i % COMPANIES.length] ?? '',
        `INV-${7300 + i * 11}`,
        po.po_type === 'credit_memo' ? 'Return of units with dead pixels' : 'Weekly replenishment',
        day(today, -po.age_days),
        line.product.sku,
        line.quantity,
        (line.product.price * 0.62).toFixed(2),
      ]),
    ),
  );
}

/** The vendor of the third purchase order sent its serials ahead. */
export function expectedSerialsCsv(catalog: DemoCatalog): string {
  const announced = demoPurchaseOrders(catalog)[6];
  const rows = (announced?.lines ?? []).flatMap((line) =>
    Array.from({ length: line.quantity }, (_, n) => [
      line.number,
      line.product.sku,
      demoSerial(line.product, 9001 + n),
    ]),
  );
  return csv(['number', 'sku', 'serial'], rows);
}

const CHANNELS = ['Web shop', 'Marketplace', 'Phone', 'Store'];
const SERVICES = ['Ground', 'Ground', 'Two-day', 'Overnight'];
const STREETS = ['Harbour Road', 'Linden Avenue', 'Mill Lane', 'Station Street', 'Orchard Way', 'Quarry Hill'];

export function ordersCsv({ products, customers, cities }: DemoCatalog, today: number): string {
  const header = [
    'number',
    'channel',
    'customer_name',
    'address_1',
    'city',
    'region',
    'postal_code',
    'country',
    'warehouse',
    'requested_service',
    'tote_code',
    'ordered_on',
    'ship_by',
    'picked',
    'sku',
    'quantity',
    'unit_price',
  ];
  const rows = Array.from({ length: 28 }, (_, i) => {
    const city = cities[(i * 7) % cities.length];
    const lines = Array.from({ length: 1 + (i % 3) }, (_line, k) => products[(i * 5 + k * 9) % products.length]).filter(
      (p) => p !== undefined,
    );
    return lines.map((product, k) => [
      `SO-${88_200 + i}`,
      CHANNELS[i % CHANNELS.length] ?? '',
      customers[(i * 3) % customers.length] ?? '',
      `${12 + i * 7} ${STREETS[i % STREETS.length] ?? ''}`,
      city?.city ?? '',
      city?.region ?? '',
      city?.postal_code ?? '',
      city?.country ?? '',
      'MAIN',
      SERVICES[i % SERVICES.length] ?? '',
      `T-${String(100 + i)}`,
      day(today, -(i % 4)),
      day(today, 1 + (i % 3)),
      i % 5 === 0 ? 'no' : 'yes',
      product.sku,
      1 + ((i + k) % 4 === 0 ? 1 : 0),
      product.price.toFixed(2),
    ]);
  });
  return csv(header, rows.flat());
}
