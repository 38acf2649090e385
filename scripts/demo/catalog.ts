import { readFileSync } from 'node:fs';

export interface DemoProduct {
  readonly sku: string;
  readonly name: string;
  readonly manufacturer: string;
  /** Name of a file in resources/demo/pictures. */
  readonly picture: string;
  readonly upc: string;
  readonly weight_g: number;
  readonly length_mm: number;
  readonly width_mm: number;
  readonly height_mm: number;
  readonly serial_policy: string;
  readonly serial_min: number | null;
  readonly serial_max: number | null;
  readonly serial_pattern: string | null;
  /** What the demo's serials of this product begin with. */
  readonly serial_prefix: string | null;
  /** Sales price in dollars; the demo buys at 62 % of it. */
  readonly price: number;
}

export interface DemoCatalog {
  readonly products: readonly DemoProduct[];
  readonly vendors: readonly { readonly code: string; readonly name: string }[];
  readonly customers: readonly string[];
  readonly cities: readonly {
    readonly city: string;
    readonly region: string;
    readonly postal_code: string;
    readonly country: string;
  }[];
}

const folder = new URL('../../resources/demo/', import.meta.url);

export function readCatalog(): DemoCatalog {
  return JSON.parse(readFileSync(new URL('catalog.json', folder), 'utf8')) as DemoCatalog;
}

/** The picture as a data URL, so that it reaches every station with the product and needs no network to be shown. */
export function pictureUrl(name: string): string {
  const svg = readFileSync(new URL(`pictures/${name}.svg`, folder));
  return `data:image/svg+xml;base64,${svg.toString('base64')}`;
}

/** The n-th serial of a product, padded to its length. */
export function demoSerial(product: DemoProduct, n: number): string {
  const prefix = product.serial_prefix ?? 'S';
  const length = product.serial_min ?? prefix.length + 6;
  return prefix + String(n).padStart(length - prefix.length, '0');
}
