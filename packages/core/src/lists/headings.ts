import { isColumnHeading } from '../other-codes/spreadsheet-codes.ts';

/** What the heading of a column says of what stands under it. `other`: a heading that a list of serials has no use for. */
export type Field = 'serial' | 'imei' | 'mac' | 'product' | 'lot' | 'expiry' | 'other';

/** Folded: small letters without accents, signs and blanks. */
const NAMES: Readonly<Record<Exclude<Field, 'other'>, string>> = {
  serial:
    'serial serials serialno serialnos serialnr serialnum serialnumber serialnumbers serialraw serialnorm serialid serialcode sn sno snno snnumber ' +
    'ssn sernr serno seriennr seriennummer seriennummern serien seriennrn serie serienummer serienr numerodeserie numerosdeserie numserie nserie ' +
    'nodeserie ndeserie numerodaserie numerodiserie numeroserie matricola numeroseriale seriale numerseryjny nrseryjny vyrobnicislo ' +
    'serijskibroj sarjanumero geratenummer geraetenummer servicetag assettag tag deviceid deviceserial unitid uid uuid vin',
  imei: 'imei imei1 imei2 imeino imeinumber imeinr imeis meid esn iccid eid',
  mac: 'mac macs macaddress macadresse macid macadr adressemac direccionmac wifimac lanmac ethernetmac',
  product:
    'sku skus item itemno itemnr itemnumber itemcode article articleno articlenumber articlenr artikel artikelnr artikelnummer artnr artno ' +
    'product productcode productno productnumber productid productsku produkt produktnr produktcode partno partnumber partnr part pn mpn material ' +
    'materialnr materialno materialnumber model modelno modelnumber modell modele modelo reference referencia ref codearticle codigoarticulo ' +
    'articulo articolo codicearticolo codart ean eancode ean13 gtin upc upccode barcode barcodenumber teilenummer sachnummer typ type',
  lot: 'lot lotno lotnr lotnumber lots lotcode batch batchno batchnr batchnumber charge chargen chargennr chargennummer los losnr losnummer lote lotto partie partij partia',
  expiry:
    'expiry expirydate expires expiration expirationdate expdate exp bestbefore bestbeforedate bbd useby usebydate mhd haltbarbis verfall verfallsdatum ' +
    'verfalldatum ablaufdatum peremption datedeperemption dlc caducidad fechadecaducidad vencimiento scadenza datadiscadenza houdbaartot',
};
const FIELD_OF: ReadonlyMap<string, Field> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) => names.split(' ').map((name) => [name, field as Field] as const)),
);
const OTHERS: ReadonlySet<string> = new Set(
  (
    'no nr pos position line lineno row rowno index id date datum fecha data time box boxno carton cartonno karton pallet palette name names ' +
    'bezeichnung beschreibung description descripcion designation descrizione qty quantity menge anzahl stk stck stuck pcs pieces quantite ' +
    'cantidad quantita aantal ilosc count units color colour farbe size grosse weight gewicht price preis prix precio prezzo currency wahrung ' +
    'status state remark remarks comment comments bemerkung notes note warehouse lager bin location lagerplatz order orderno ordernumber ' +
    'bestellung bestellnummer po pono ponumber purchaseorder invoice invoiceno rechnung delivery deliverynote lieferschein shipment tracking ' +
    'customer kunde supplier vendor lieferant manufacturer hersteller brand marke country land firmware fw version hw revision rev warranty'
  ).split(' '),
);

/** Longest heading; a longer cell is none. */
const LIMIT = 60;

/** `Serien-Nr.`, `N° de série`, `SERIAL_NO`: small letters and digits alone. */
export function foldHeading(cell: string): string {
  return cell
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** Words that say it wherever they stand in a heading without a digit: "Serial number of device", "Vendor S/N". */
const SAYS_SERIAL =
  /(?:^|[^\p{L}])(?:serials?|serial ?(?:no|nr|num|numbers?)|serien-? ?(?:nr|nummern?)|s\/n|s\.n|serienummer|matricola)(?![\p{L}])|d[ei] s[eé]rie/iu;

/** What a cell says as the heading of a column; null: it is none. */
export function fieldOf(cell: string): Field | null {
  if (cell.length > LIMIT || cell === '') return null;
  const name = foldHeading(cell);
  const known = FIELD_OF.get(name);
  if (known !== undefined) return known;
  if (!/\d/u.test(cell) && SAYS_SERIAL.test(cell)) return 'serial';
  return OTHERS.has(name) || isColumnHeading(cell) ? 'other' : null;
}
