import { parseReportDescriptor, type ReportField } from './report-descriptor.ts';

const SCALES = 0x8d;
const ZERO_SCALE = 0x80;

/**
 * The report that zeroes the scale, where its descriptor offers one (HID Point of Sale Usage Tables 1.02, page 0x8D: Zero
 * Scale 0x80 in the Scale Control Report), else null. Its id is in front; 0 where reports are not numbered, as hidapi wants
 * it. Enforced Zero Return (0x81) is a mode of the scale, not a command, so it is not used unless a profile says so.
 */
export function zeroReportOf(descriptor: Uint8Array): Uint8Array | null {
  const fields = parseReportDescriptor(descriptor).filter((field) => field.kind !== 'input');
  const zero = fields.find(
    (field) =>
      field.usage_page === SCALES && field.usages.includes(ZERO_SCALE) && !field.constant && field.bit_size > 0,
  );
  if (zero === undefined || zero.bit_size > 32) return null;
  const same = (field: ReportField): boolean => field.kind === zero.kind && field.report_id === zero.report_id;
  const bits = Math.max(...fields.filter(same).map((field) => field.bit_offset + field.bit_size));
  const report = new Uint8Array(1 + Math.ceil(bits / 8));
  report[0] = zero.report_id;
  // a variable is switched on; an array holds the number of the chosen usage
  const value = zero.array ? zero.logical_min + zero.usages.indexOf(ZERO_SCALE) : 1;
  for (let bit = 0; bit < zero.bit_size; bit += 1) {
    const at = zero.bit_offset + bit;
    const set = Math.floor(value / 2 ** bit) % 2 === 1;
    if (set) report[1 + Math.floor(at / 8)] = (report[1 + Math.floor(at / 8)] ?? 0) | (1 << (at % 8));
  }
  return report;
}
