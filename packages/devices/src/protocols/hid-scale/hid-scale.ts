import type { WeightUnit } from '@serialbridge/core/scan';
import { reportFramer } from '../../framers/report-framer.ts';
import { hexOf, type MakeScaleProtocol, type Measured, type ScaleProtocolParts } from '../parts/protocol.ts';
import { parseReportDescriptor, type ReportField } from '../hid/report-descriptor.ts';
import hidScaleProfile from './profiles/hid-scale.json' with { type: 'json' };
import hidScaleDymoProfile from './profiles/hid-scale-dymo.json' with { type: 'json' };
import hidScaleFairbanksProfile from './profiles/hid-scale-fairbanks.json' with { type: 'json' };
import hidScaleMettlerToledoProfile from './profiles/hid-scale-mettler-toledo.json' with { type: 'json' };
import hidScalePostalProfile from './profiles/hid-scale-postal.json' with { type: 'json' };
import hidScaleStamps510Profile from './profiles/hid-scale-stamps-510.json' with { type: 'json' };
import { otherUnit } from '../parts/weight-text.ts';

const SCALES = 0x8d;
const ZERO_SCALE = 0x80;

/**
 * The report that zeroes the scale, where its descriptor offers one (HID Point of Sale Usage Tables 1.02, page 0x8D: Zero
 * Scale 0x80 in the Scale Control Report), else null. Its id is in front; 0 where reports are not numbered, as hidapi wants
 * it. Enforced Zero Return (0x81) is a mode of the scale, not a command, so it is not used unless a profile says so.
 */
function zeroReportOf(descriptor: Uint8Array): Uint8Array | null {
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

const UNITS: Readonly<Record<number, WeightUnit>> = { 2: 'g', 3: 'kg', 11: 'oz', 12: 'lb' };

/** Further than any scale goes. Beyond it the report is not what it seems. */
const MAX_EXPONENT = 9;
/** The report of scales on Holtek's chip, which follows no standard. */
const HOLTEK = 9;

const DETAILS = {
  fault: 'The scale reports a fault: switch it off and on again.',
  calibrate: 'The scale says that it must be calibrated.',
  contradiction: 'The scale says zero and a weight at once.',
  exponent: 'The scale sends a weight with an impossible decimal point.',
  unsupported:
    'This scale does not follow the USB standard for scales, and how it sends its weight is not documented: it is not supported. Use another scale.',
} as const;

/** Where status, unit, exponent and weight begin in a report; null: this report is no weight. */
function startOf(report: Uint8Array, idLess: boolean): number | null {
  if (idLess) return report.length >= 5 ? 0 : null;
  // id 3 is the Scale Data Report of the standard's examples; some scales number it 4
  const known = report[0] === 3 || report[0] === 4;
  return known && report.length >= 6 ? 1 : null;
}

function weightOf(report: Uint8Array, start: number, offset: number): Measured {
  const raw = hexOf(report);
  const fault = (detail: string): Measured => ({ state: 'fault', raw, detail });
  const status = report[start] ?? 0;
  const mantissa = (report[start + 3] ?? 0) + 256 * (report[start + 4] ?? 0);
  if (status === 1) return fault(DETAILS.fault);
  if (status === 3) return { state: 'moving', raw };
  if (status === 5) return { state: 'under', raw };
  if (status === 6) return { state: 'over', raw };
  if (status === 7) return fault(DETAILS.calibrate);
  if (status === 8) return { state: 'needs-zero', raw };
  if (status !== 2 && status !== 4) return fault(`The scale sends a status that is not known: ${String(status)}.`);
  if (status === 2 && mantissa !== 0) return fault(DETAILS.contradiction);
  const code = report[start + 1] ?? 0;
  const unit = UNITS[code];
  if (unit === undefined) return fault(otherUnit(`another unit (${String(code)})`));
  const byte = report[start + 2] ?? 0;
  // a scale that leaves its decimal places out sends 0; one that sends some means them
  const exponent = byte === 0 ? offset : byte > 127 ? byte - 256 : byte;
  if (Math.abs(exponent) > MAX_EXPONENT) return fault(DETAILS.exponent);
  return { state: 'stable', mantissa, exponent, unit, raw };
}

/**
 * A HID scale (HID Point of Sale Usage Tables 1.02, page 0x8D, Scale Data Report):
 *
 *     03 | status | unit | exponent (int8) | weight (uint16, low byte first)
 *     status 1 fault · 2 stable at zero · 3 moving · 4 stable · 5 under · 6 over · 7 calibrate · 8 re-zero
 *     unit 2 g · 3 kg · 11 oz · 12 lb (others: a fault that says so)
 *
 * It sends by itself, so it is never asked. Scales that do not number their reports leave the 03 out.
 */
const reader: MakeScaleProtocol = (options, facts) => {
  const descriptor = facts.report_descriptor;
  const inputs = descriptor === null ? [] : parseReportDescriptor(descriptor).filter((field) => field.kind === 'input');
  const numbered = inputs.length === 0 ? null : inputs.some((field) => field.report_id !== 0);
  const fromProfile = options.zero_report_hex === undefined ? null : Buffer.from(options.zero_report_hex, 'hex');
  return {
    title: 'USB scale (HID)',
    framer: reportFramer,
    poll: null,
    zero: fromProfile ?? (descriptor === null ? null : zeroReportOf(descriptor)),
    zero_outcome: 'none',
    probe: null,
    stability: 'marked',
    settle_ms: 0,
    parse: (report) => {
      if (report.length === 0) return null;
      // where the system does not tell, five bytes are the report without its id: a report never comes cut
      const idLess = numbered === false || (numbered === null && report.length === 5);
      if (options.unsupported === true || (!idLess && report[0] === HOLTEK))
        return { kind: 'weight', measured: { state: 'fault', raw: hexOf(report), detail: DETAILS.unsupported } };
      const start = startOf(report, idLess);
      if (start === null) return null;
      return { kind: 'weight', measured: weightOf(report, start, options.exponent_offset ?? 0) };
    },
  };
};

export const hidScale = {
  id: 'hid-scale',
  make: reader,
  profiles: [
    hidScaleProfile,
    hidScaleDymoProfile,
    hidScaleFairbanksProfile,
    hidScaleMettlerToledoProfile,
    hidScalePostalProfile,
    hidScaleStamps510Profile,
  ],
  model: null,
} as const satisfies ScaleProtocolParts;
