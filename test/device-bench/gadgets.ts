import type { GadgetSpec } from './gadget-spec.ts';

/** Descriptors as hex, one item a line in the source; the comment says what a line is. */
const bytes = (...items: readonly string[]): string => items.join('').replaceAll(' ', '');

/** The scanned data report of a scanner; `fields`: what stands between its id and its last byte. */
const scannerReport = (...fields: readonly string[]): string =>
  bytes(
    '05 8c 09 02 a1 01', // bar code scanner page, scanner, application collection
    '09 12 a1 02 85 02', // scanned data report, report 2
    '15 00 26 ff 00 75 08', // bytes
    ...fields,
    '05 8c 09 ff 25 01 75 01 95 01 81 02', // decode data continued: one bit
    '95 07 81 03', // seven bits of nothing
    'c0',
  );

/** Ends the application collection. */
const END = 'c0';
/** Honeywell: feature report FE, one byte, that sends scans to this interface. */
const SWITCH_ON = '06 66 ff 09 03 a1 02 85 fe 25 ff 75 08 95 01 09 03 b1 02 c0';

/** Input fields of 8-bit values: usage page (2 or 3 bytes), usages, count. */
const BYTE_COUNT = '05 01 09 3b 95 01 81 02';
const AIM = '05 8c 09 fb 09 fc 09 fd 95 03 81 02';
const DATA_56 = '05 8c 09 fe 95 38 82 02 01';
const vendorBytes = (usage: string, count: string): string => `06 66 ff 09 ${usage} 95 ${count} 81 02`;

/** Layout A (Honeywell): length, AIM 2–4, data 5–60, code id 61, 62 unused, continued 63. */
const LAYOUT_A = bytes(
  scannerReport(BYTE_COUNT, AIM, DATA_56, vendorBytes('04', '01'), vendorBytes('00', '01')),
  SWITCH_ON,
  END,
);
/** Layout B (Newland): length, data 2–57, 58–61 unused, symbology 62, continued 63; no AIM. */
const LAYOUT_B = bytes(scannerReport(BYTE_COUNT, DATA_56, vendorBytes('00', '04'), vendorBytes('04', '01')), END);
/** Layout C: length, one byte unused, AIM 3–5, data 6–61, 62 unused, continued 63. */
const LAYOUT_C = bytes(scannerReport(BYTE_COUNT, vendorBytes('00', '01'), AIM, DATA_56, vendorBytes('04', '01')), END);

/** A scale as the HID POS usage tables have it: report 3 is its data, report 2 takes Zero Scale. */
const SCALE = bytes(
  '05 8d 09 01 a1 01', // scale page, scales, application collection
  '09 32 a1 02 85 03', // scale data report, report 3
  '05 8d 09 70 a1 02 15 01 25 08 75 08 95 01', // scale status: one of eight
  '09 71 09 72 09 73 09 74 09 75 09 76 09 77 09 78 81 00 c0',
  '09 50 a1 02 15 01 25 0c 75 08 95 01', // weight unit: one of twelve
  '09 51 09 52 09 53 09 54 09 55 09 56 09 57 09 58 09 59 09 5a 09 5b 09 5c 81 00 c0',
  '09 41 15 81 25 7f 75 08 95 01 81 02', // data scaling: power of ten
  '09 40 15 00 27 ff ff 00 00 75 10 95 01 81 02', // data weight
  'c0',
  '09 31 a1 02 85 02 09 80 09 81 15 00 25 01 75 01 95 02 91 02 75 06 95 01 91 03 c0', // scale control report
  'c0',
);

const honeywell = {
  vendor_id: '0c2e',
  product_id: '0b87',
  manufacturer: 'Honeywell Scanning and Mobility',
} as const;

/** Everything the bench plugs in by itself. The FTDI scale comes from the other side. */
export const GADGETS = {
  layoutA: {
    ...honeywell,
    name: 'layout-a',
    serial_number: 'BENCHA0001',
    product: '1900 HID POS',
    function: { type: 'hid', report_length: 64, descriptor: LAYOUT_A },
  },
  layoutB: {
    name: 'layout-b',
    vendor_id: '1eab',
    product_id: '0710',
    serial_number: 'BENCHB0001',
    manufacturer: 'Newland',
    product: 'HID POS scanner',
    function: { type: 'hid', report_length: 64, descriptor: LAYOUT_B },
  },
  layoutC: {
    name: 'layout-c',
    vendor_id: '1d6b',
    product_id: '8c0c',
    serial_number: 'BENCHC0001',
    manufacturer: 'Bench',
    product: 'HID POS scanner C',
    function: { type: 'hid', report_length: 64, descriptor: LAYOUT_C },
  },
  hidScale: {
    name: 'hid-scale',
    vendor_id: '0922',
    product_id: '8003',
    serial_number: 'BENCHS0001',
    manufacturer: 'DYMO',
    product: 'S100 Digital USB Scale',
    function: { type: 'hid', report_length: 6, descriptor: SCALE },
  },
  cdcScanner: {
    name: 'cdc-scanner',
    vendor_id: '05e0',
    product_id: '1701',
    serial_number: 'BENCHD0001',
    manufacturer: 'Symbol Technologies',
    product: 'CDC Scanner',
    function: { type: 'acm' },
  },
  printer: {
    name: 'printer',
    vendor_id: '0a5f',
    product_id: '0166',
    serial_number: 'BENCHP0001',
    manufacturer: 'Zebra Technologies',
    product: 'ZTC ZD420-203dpi ZPL',
    function: {
      type: 'printer',
      ieee1284: 'MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZD420-203dpi ZPL;CLASS:PRINTER;',
    },
  },
} as const satisfies Record<string, GadgetSpec>;
