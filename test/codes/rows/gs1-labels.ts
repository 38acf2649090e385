import { HUB, HUB_EAN, PROBE, PROBE_UPC } from '../support/catalogue.ts';
import { misread, withMod10 } from '../support/check-digits.ts';
import { type CodeRow, EVERYWHERE, read, refused } from '../support/code-row.ts';

const GS = '\u001D';
const GTIN = `0${HUB_EAN}`;
const PROBE_GTIN = `00${PROBE_UPC}`;
const STRANGE_GTIN = withMod10('0400777000004');
const SSCC = withMod10('34012345900000001');
const GLN = withMod10('401234500009');
const scanner = { via: 'scanner' } as const;
const FREIGHT = /pallet|parcel|carton|shipment|freight/iu;
/** A parcel carrier may print its number in this form, so that the tracking step is the carriers' own. */
const NOT_TRACKING = { steps: EVERYWHERE.filter((step) => step !== 'tracking') };

const WITH_ID: readonly CodeRow[] = [
  refused('pallet label', `]C100${SSCC}`, FREIGHT, NOT_TRACKING),
  refused('pallet label from a scanner of its own', `]C100${withMod10('00614141999999999')}`, FREIGHT, {
    ...NOT_TRACKING,
    ...scanner,
  }),
  refused('pallet label as a Data Matrix', `]d200${withMod10('14012345900000002')}`, FREIGHT, {
    ...NOT_TRACKING,
    ...scanner,
  }),
  refused('pallet label, misread', `]C100${misread(SSCC)}`, /pallet|parcel|read|fault/iu, NOT_TRACKING),
  refused('pallet label with its postal code', `]C1420101170${GS}00${SSCC}`, /pallet|parcel|postal|carrier/iu, {
    steps: ['list', 'document', 'serial'],
  }),
  refused('lot alone', ']C110AB-7731', /lot|batch/iu),
  refused('lot alone, of digits', ']C11020261107', /lot|batch/iu, scanner),
  refused('lot and expiry', ']C11728123110K77', /lot|batch|date/iu),
  refused('content of a pallet', `]C102${GTIN}3740`, /content|carton|case|pallet|count|quantity|units/iu),
  refused(
    'content of a pallet of an unknown product',
    `]C102${STRANGE_GTIN}3712`,
    /content|carton|case|pallet|count|quantity|units/iu,
  ),
  refused('count alone', ']C13025', /count|quantity|number of|how many/iu),
  refused('production date', ']C111261130', /date/iu),
  refused('expiry date', ']C117290131', /date/iu, scanner),
  refused('best before', ']C115271015', /date/iu),
  refused('net weight', ']C13103001250', /weight|measure|weigh/iu),
  refused('place of delivery', `]C1410${GLN}`, /place|location|address|company/iu),
  refused('postal code of the receiver', ']C142090210', /postal|zip/iu),
  refused('purchase order number of the customer', ']C1400PO4471', /order/iu, { steps: ['serial', 'document'] }),
  refused('price', ']C13922999', /price|amount|goods/iu),
  refused('asset of many crates', `]C18003${withMod10('0401234500001')}77`, /asset|crate|return|goods/iu),
];

const WITHOUT_ID: readonly CodeRow[] = [
  refused('pallet label without the id', `00${withMod10('34012345900000011')}`, FREIGHT, NOT_TRACKING),
  refused('pallet label without the id, another company', `00${withMod10('08712345000000123')}`, FREIGHT, {
    ...NOT_TRACKING,
    ...scanner,
  }),
  refused('pallet label as it is printed', `(00)${withMod10('34012345900000012')}`, FREIGHT, {
    via: 'screen',
    steps: ['serial', 'document'],
  }),
  refused('content of a pallet without the id', `02${GTIN}3724`, /content|carton|case|pallet|count|quantity|units/iu, {
    steps: ['serial', 'document'],
  }),
  refused('two pallet fields with a separator', `${GS}00${withMod10('34012345900000013')}`, FREIGHT, NOT_TRACKING),
];

const UNITS: readonly CodeRow[] = [
  read('product and serial', `]C101${GTIN}21HB9000001`, { unit: [HUB, 'HB9000001'] }),
  read('product and serial without the id', `01${GTIN}21HB9000002`, { unit: [HUB, 'HB9000002'] }),
  read(
    'product and serial while another line waits',
    `]d201${PROBE_GTIN}21${withMod10('777000111222')}`,
    {
      unit: [PROBE, withMod10('777000111222')],
    },
    scanner,
  ),
  read('lot, then serial', `]d201${GTIN}10L77${GS}21HB9000003`, { unit: [HUB, 'HB9000003'] }),
  read('separator as a bar', `01${GTIN}10L77|21HB9000004`, { unit: [HUB, 'HB9000004'] }),
  read('separator as ^]', `01${GTIN}10L77^]21HB9000005`, { unit: [HUB, 'HB9000005'] }),
  read('separator as {GS}', `01${GTIN}21HB9000006{GS}10L77`, { unit: [HUB, 'HB9000006'] }),
  read('separator as a bracket', `01${GTIN}21HB9000007]10L77`, { unit: [HUB, 'HB9000007'] }),
  read('separator as <GS>', `01${GTIN}21HB9000008<GS>10L77`, { unit: [HUB, 'HB9000008'] }),
  read('separator as a bar, with the id', `]d201${GTIN}21HB9000009|17290131`, { unit: [HUB, 'HB9000009'] }, scanner),
  read('separator doubled', `]C101${GTIN}10L77${GS}${GS}21HB9000010`, { unit: [HUB, 'HB9000010'] }),
  read('separator doubled without the id', `01${GTIN}21HB9000011${GS}${GS}10L77`, { unit: [HUB, 'HB9000011'] }),
  read('separator at the end', `01${GTIN}21HB9000012${GS}`, { unit: [HUB, 'HB9000012'] }),
  read('separator in front', `${GS}01${GTIN}21HB9000013`, { unit: [HUB, 'HB9000013'] }),
  read('composite with a bar', `]E0${HUB_EAN}|]e021HB9000014`, { unit: [HUB, 'HB9000014'] }),
  read(
    'composite with a bar and a lot',
    `]E0${HUB_EAN}|]e010L77${GS}21HB9000015`,
    { unit: [HUB, 'HB9000015'] },
    scanner,
  ),
  read('as it is printed', `(01)${GTIN}(21)HB9000016`, { unit: [HUB, 'HB9000016'] }, { via: 'screen' }),
  read('as a link of GS1', `https://id.gs1.org/01/${GTIN}/21/HB9000017`, { unit: [HUB, 'HB9000017'] }),
  read(
    'as a link of the maker',
    `https://tag.maker.example/01/${GTIN}/21/HB9000018?17=290131`,
    {
      unit: [HUB, 'HB9000018'],
    },
    scanner,
  ),
  refused(
    'separator lost behind the serial',
    `01${GTIN}21ABCDEF12345671729013110LOT5588`,
    /separator|label|field|run together/iu,
    {
      steps: ['serial', 'document'],
    },
  ),
  refused(
    'separator lost, with the id',
    `]d201${GTIN}21ABCDEF12345671729013110LOT5588`,
    /separator|label|field|setting|set up/iu,
    {
      ...scanner,
      steps: ['serial', 'document'],
    },
  ),
  refused('product and serial of an unknown product', `]C101${STRANGE_GTIN}21ZZ1234`, /product/iu),
  refused('the same without the id', `01${STRANGE_GTIN}21ZZ1235`, /product|label/iu, { steps: ['serial', 'document'] }),
  refused(
    'a link of GS1 of an unknown product',
    `https://id.gs1.org/01/${STRANGE_GTIN}/21/ZZ1236`,
    /product|web address/iu,
  ),
];

export const GS1_LABELS: readonly CodeRow[] = [...WITH_ID, ...WITHOUT_ID, ...UNITS];
