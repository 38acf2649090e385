import type { WeightUnit } from '@serialbridge/core/scan';

const UNITS: Readonly<Record<WeightUnit, { readonly code: number; readonly grams: number }>> = {
  g: { code: 2, grams: 1 },
  kg: { code: 3, grams: 1000 },
  oz: { code: 11, grams: 28.349523125 },
  lb: { code: 12, grams: 453.59237 },
};
const STATUS = { fault: 1, zero: 2, moving: 3, stable: 4, under: 5, over: 6, calibrate: 7, 'needs-zero': 8 } as const;

export interface HidScaleModelOptions {
  /** 3 in the standard's examples, 4 on some; 0: reports without an id. */
  readonly report_id?: number;
  readonly unit?: WeightUnit;
  /** Power of ten of the unit that one count is. */
  readonly exponent?: number;
}

/** The device's side of a HID scale: what lies on it in, the input report it would send out. */
export interface HidScaleModel {
  setWeight(grams: number): void;
  /** What the status byte says; `stable` says `zero` by itself when nothing is on the scale. */
  setStatus(status: Exclude<keyof typeof STATUS, 'zero'>): void;
  /** An output report from the host: Scale Control, bit 0 Enforced Zero Return, bit 1 Zero Scale. A moving load is not zeroed. */
  receive(report: Uint8Array): void;
  report(): Uint8Array;
}

export function hidScaleModel(options: HidScaleModelOptions = {}): HidScaleModel {
  const { report_id: id = 3, unit = 'g', exponent = unit === 'g' ? 0 : -2 } = options;
  let on = 0;
  let zeroedAt = 0;
  let status: Exclude<keyof typeof STATUS, 'zero'> = 'stable';
  return {
    setWeight: (grams) => {
      on = grams;
    },
    setStatus: (next) => {
      status = next;
    },
    receive: (report) => {
      const [number, bits] = report;
      if (number === 2 && ((bits ?? 0) & 3) !== 0 && (status === 'stable' || status === 'needs-zero')) {
        zeroedAt = on;
        status = 'stable';
      }
    },
    report: () => {
      const counts = Math.round((on - zeroedAt) / UNITS[unit].grams / 10 ** exponent);
      const below = status === 'stable' && counts < 0;
      const beyond = status === 'stable' && counts > 0xff_ff;
      const weight = Math.min(Math.max(counts, 0), 0xff_ff);
      let said: keyof typeof STATUS = status;
      if (below) said = 'under';
      else if (beyond) said = 'over';
      else if (status === 'stable' && weight === 0) said = 'zero';
      const body = [STATUS[said], UNITS[unit].code, exponent & 0xff, weight & 0xff, weight >> 8];
      return Uint8Array.from(id === 0 ? body : [id, ...body]);
    },
  };
}

/**
 * The report descriptor of such a scale: Scale Data Report (input, the given id) and Scale Control Report (output, id 2).
 * Laid out as the examples of the HID Point of Sale Usage Tables 1.02.
 */
export function hidScaleDescriptor(reportId = 3): Uint8Array {
  const units = [0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x5b, 0x5c];
  const states = [0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78];
  const items = [
    [0x05, 0x8d, 0x09, 0x20, 0xa1, 0x01],
    // Scale Data Report: status, unit, scaling, weight
    [0x09, 0x32, 0xa1, 0x02, 0x85, reportId, 0x75, 0x08, 0x95, 0x01],
    [0x09, 0x70, 0xa1, 0x02, 0x15, 0x01, 0x25, states.length],
    states.flatMap((usage) => [0x09, usage]),
    [0x81, 0x00, 0xc0],
    [0x09, 0x50, 0xa1, 0x02, 0x15, 0x01, 0x25, units.length],
    units.flatMap((usage) => [0x09, usage]),
    [0x81, 0x00, 0xc0],
    [0x09, 0x41, 0x15, 0x81, 0x25, 0x7f, 0x81, 0x02],
    [0x09, 0x40, 0x75, 0x10, 0x15, 0x00, 0x27, 0xff, 0xff, 0x00, 0x00, 0x81, 0x02, 0xc0],
    // Scale Control Report: Enforced Zero Return, Zero Scale, six bits of padding
    [0x09, 0x31, 0xa1, 0x02, 0x85, 0x02, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x02],
    [0x09, 0x81, 0x09, 0x80, 0x91, 0x02, 0x95, 0x06, 0x91, 0x03, 0xc0],
    [0xc0],
  ];
  return Uint8Array.from(items.flat());
}
