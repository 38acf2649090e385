import { parseReportDescriptor, type ReportField } from './report-descriptor.ts';

/** Byte positions in an input report, its id at 0. */
export interface HidPosLayout {
  readonly report_id: number;
  /** Where the number of data bytes stands; null: none, the padding of NULs is taken off. */
  readonly length_at: number | null;
  /** First of the three bytes of the AIM id; null: there is none. */
  readonly aim_at: number | null;
  readonly data_at: number;
  /** One behind the last byte that can hold data. */
  readonly data_end: number;
  /** The byte whose lowest bit says that the next report goes on; null: scans are never split. */
  readonly continued_at: number | null;
  /** The maker's own id of the symbology: the same in every report of one scan. */
  readonly code_at: number | null;
}

/**
 * The layouts of scanners seen so far, 64 bytes with report id 2. A: Honeywell, HHP and Access-IS (their manuals: `02 | length
 * | ] x x | data 5–60 | code id | reserved | bit 0 of 63`). B: Newland and Unitech, no AIM id. C: Datalogic, one byte further.
 */
export const HID_POS_LAYOUTS = {
  a: { report_id: 2, length_at: 1, aim_at: 2, data_at: 5, data_end: 61, continued_at: 63, code_at: 61 },
  b: { report_id: 2, length_at: 1, aim_at: null, data_at: 2, data_end: 58, continued_at: 63, code_at: 62 },
  c: { report_id: 2, length_at: 1, aim_at: 3, data_at: 6, data_end: 62, continued_at: 63, code_at: null },
} as const satisfies Record<string, HidPosLayout>;

const SCANNER = 0x8c;
const DECODED_DATA = 0xfe;
const DATA_CONTINUED = 0xff;
const AIM_FIRST = 0xfb;
/** Generic desktop, Byte Count. */
const COUNT_PAGE = 0x01;
const COUNT = 0x3b;

/** Byte of a field, the report id at 0; null where it does not begin on a byte. */
function byteOf(field: ReportField | undefined): number | null {
  if (field === undefined || field.bit_offset % 8 !== 0) return null;
  return field.bit_offset / 8 + (field.report_id === 0 ? 0 : 1);
}

/**
 * The layout that the device itself describes (HID Point of Sale Usage Tables 1.02, page 0x8C): AIM id 0xFB–0xFD, data
 * 0xFE, continued 0xFF, length Byte Count. Null where the data are not told from the rest.
 */
export function layoutOfDescriptor(descriptor: Uint8Array): HidPosLayout | null {
  const inputs = parseReportDescriptor(descriptor).filter((field) => field.kind === 'input' && !field.constant);
  const first = inputs.find((field) => field.usage_page === SCANNER && field.usage === DECODED_DATA);
  const start = byteOf(first);
  if (first === undefined || start === null) return null;
  const report = inputs.filter((field) => field.report_id === first.report_id);
  const data = report.filter((field) => field.usage_page === SCANNER && field.usage === DECODED_DATA);
  // one field of many bits is as good as many of eight
  const bits = data.reduce((sum, field) => sum + field.bit_size, 0);
  if (bits % 8 !== 0 || (first.bit_size !== 8 && data.length !== 1)) return null;
  const at = (page: number, usage: number): number | null =>
    byteOf(report.find((field) => field.usage_page === page && field.usage === usage));
  const aim = at(SCANNER, AIM_FIRST);
  const whole = aim !== null && at(SCANNER, AIM_FIRST + 1) === aim + 1 && at(SCANNER, AIM_FIRST + 2) === aim + 2;
  return {
    report_id: first.report_id,
    length_at: at(COUNT_PAGE, COUNT),
    aim_at: whole ? aim : null,
    data_at: start,
    data_end: start + bits / 8,
    continued_at: at(SCANNER, DATA_CONTINUED),
    code_at: null,
  };
}

const BRACKET = 0x5d;
const alphanumeric = (byte: number | undefined): boolean =>
  byte !== undefined && /[0-9A-Za-z]/u.test(String.fromCharCode(byte));

function aimStands(report: Uint8Array, at: number): boolean {
  return report[at] === BRACKET && alphanumeric(report[at + 1]) && alphanumeric(report[at + 2]);
}

/**
 * The layout by what a report looks like: `]` at byte 2 is A, at byte 3 is C, else B. A scanner of layout B that is set to
 * send the AIM id in its data looks like A too; read as A its data would run three bytes into the padding.
 */
export function layoutOfReport(report: Uint8Array): keyof typeof HID_POS_LAYOUTS {
  const length = report[1] ?? 0;
  if (aimStands(report, 2)) {
    const beyond = report.subarray(2 + length, 5 + length);
    return length >= 3 && beyond.length === 3 && beyond.every((byte) => byte === 0) ? 'b' : 'a';
  }
  return aimStands(report, 3) ? 'c' : 'b';
}
