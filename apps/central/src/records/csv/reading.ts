import { fieldOf, foldHeading } from '@serialbridge/core/lists';
import type { ImportReading } from '@serialbridge/protocol/central';
import type { Columns } from './columns.ts';

/** Files with the same headings in any order have the same layout. */
export function layoutOf(headings: readonly string[]): string {
  return headings.map(foldHeading).toSorted().join('|').slice(0, 4000);
}

/** What other programs write over a column, folded. */
const CALLED: Readonly<Record<string, string>> = {
  sku: 'item itemno itemnumber itemcode article articlenumber artikel artikelnr artikelnummer product productcode productnumber partno partnumber part mpn stockcode code',
  name: 'productname title description itemname itemdescription bezeichnung artikelbezeichnung designation descripcion',
  manufacturer: 'maker brand mfr mfg make hersteller marke fabricante',
  upc: 'upccode upca barcode',
  ean: 'eancode ean13 ean8',
  gtin: 'gtin13 gtin14 gtincode',
  aliases: 'alias othercodes alternatecodes',
  weight_g: 'weight weightg grams weightgrams gewicht peso',
  serial: 'serialno serialnumber serialnr sn serials seriennummer seriennr numerodeserie numeroserie imei',
  number:
    'po pono ponumber purchaseorder purchaseordernumber order orderno ordernumber orderid bestellnummer bestellung documentnumber docno pedido',
  vendor_code:
    'vendor vendorid vendorno supplier supplierid suppliercode lieferant lieferantennummer kreditor proveedor',
  vendor_name: 'suppliername lieferantenname nombreproveedor',
  vendor_sku: 'suppliersku vendoritem vendorpartnumber supplierpartnumber lieferantenartikelnummer',
  quantity: 'qty quantityordered orderedqty qtyordered menge anzahl units pcs cantidad quantite',
  unit_price: 'price unitcost cost preis einzelpreis rate precio prix',
  line_number: 'line lineno lineitem position pos zeile linea',
  ordered_on: 'date orderdate podate datum bestelldatum created createdat fecha ordered orderedat',
  ship_by: 'shipby shipdate duedate mustship liefertermin shipbydate',
  customer_name: 'customer shiptoname recipient name1 kunde cliente buyername',
  address_1: 'address address1 street addressline1 strasse shiptoaddress direccion',
  address_2: 'address2 addressline2',
  city: 'town ort stadt ciudad shiptocity',
  region: 'state province bundesland shiptostate estado',
  postal_code: 'zip zipcode postcode plz shiptozip codigopostal',
  country: 'countrycode land pais shiptocountry',
  requested_service: 'service shippingmethod shipmethod versandart shippingservice',
  total: 'ordertotal amount grandtotal summe importe',
  channel: 'source marketplace shop saleschannel',
  warehouse: 'warehousecode location lager almacen site',
  company: 'companyname firma',
  buyer: 'purchaser einkaufer comprador',
  kind: 'codetype type codekind',
  code: 'productcode barcode codevalue',
};

/** What a heading likely is; null: nobody knows. */
export function likelyColumn(heading: string, columns: Columns): string | null {
  const folded = foldHeading(heading);
  if (folded === '') return null;
  const names = Object.keys(columns);
  const own = names.find((name) => foldHeading(name) === folded);
  if (own !== undefined) return own;
  const called = names.find((name) => (CALLED[name] ?? '').split(' ').includes(folded));
  if (called !== undefined) return called;
  // Every language's word for a serial, as the stations' lists know them.
  return Object.hasOwn(columns, 'serial') && fieldOf(heading) === 'serial' ? 'serial' : null;
}

/** Where each of our columns stands in a file (index from 0), and what is left out or wrong of its headings. */
export interface ResolvedColumns {
  readonly at: ReadonlyMap<string, number>;
  readonly left_out: readonly string[];
  readonly faults: readonly { readonly column: string; readonly message: string }[];
}

/** @param reading null: by the headings that are our names */
export function resolveColumns(
  headings: readonly string[],
  columns: Columns,
  reading: Pick<ImportReading, 'columns' | 'heading'> | null,
): ResolvedColumns {
  const at = new Map<string, number>();
  const faults: { column: string; message: string }[] = [];
  const take = (name: string, index: number): void => {
    if (at.has(name)) faults.push({ column: name, message: `The column ${name} is there twice.` });
    else at.set(name, index);
  };
  if (reading === null) {
    for (const [index, heading] of headings.entries()) {
      const name = Object.keys(columns).find((one) => foldHeading(one) === foldHeading(heading));
      if (name !== undefined) take(name, index);
    }
  } else {
    for (const { name, from } of reading.columns) {
      const place = /^#(\d{1,4})$/u.exec(from)?.[1];
      const index =
        place === undefined
          ? headings.findIndex((heading) => foldHeading(heading) === foldHeading(from))
          : Number(place) - 1;
      if (!Object.hasOwn(columns, name)) faults.push({ column: name, message: `This import has no column ${name}.` });
      else if (index < 0 || index >= headings.length)
        faults.push({ column: name, message: `The file has no column ${from}.` });
      else take(name, index);
    }
  }
  for (const [name, { required }] of Object.entries(columns))
    if (required && !at.has(name) && !faults.some(({ column }) => column === name))
      faults.push({ column: name, message: `The column ${name} is missing.` });
  const used = new Set(at.values());
  return {
    at,
    faults,
    left_out: headings.filter((heading, index) => !used.has(index) && heading !== ''),
  };
}
