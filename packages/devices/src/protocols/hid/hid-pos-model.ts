type LayoutName = 'a' | 'b' | 'c';

/** Bytes of a report that hold data: where they begin, and how many fit. */
const DATA = { a: [5, 56], b: [2, 56], c: [6, 56] } as const satisfies Record<LayoutName, readonly [number, number]>;
const SIZE = 64;

export interface HidPosScan {
  /** Three characters, `]C1`; layout B sends none. */
  readonly aim_id?: string;
  /** The maker's own id of the symbology (layout A: byte 61, layout B: byte 62). */
  readonly code_id?: number;
}

/** The device's side of a HID POS scanner: one scan in, its input reports out, split where it is longer than one holds. */
export function hidPosReports(text: string | Uint8Array, layout: LayoutName, scan: HidPosScan = {}): Uint8Array[] {
  const data = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const [start, room] = DATA[layout];
  const reports: Uint8Array[] = [];
  for (let from = 0; from < Math.max(data.length, 1); from += room) {
    const piece = data.subarray(from, from + room);
    const report = new Uint8Array(SIZE);
    report.set([2, piece.length]);
    if (layout !== 'b' && scan.aim_id !== undefined) report.set(new TextEncoder().encode(scan.aim_id), start - 3);
    report.set(piece, start);
    if (layout === 'a') report[61] = scan.code_id ?? 0;
    if (layout === 'b') report[62] = scan.code_id ?? 0;
    report[63] = from + room < data.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

const padding = (bytes: number): number[] => (bytes === 0 ? [] : [0x75, 0x08, 0x95, bytes, 0x81, 0x03]);

/**
 * The report descriptor of such a scanner: report 2 with Byte Count, AIM id (A and C), data and the continued bit on page
 * 0x8C, padded to 64 bytes. Of layout A as Honeywell's is, with the feature report FE that switches it on.
 */
export function hidPosDescriptor(layout: LayoutName): Uint8Array {
  const count = [0x05, 0x01, 0x09, 0x3b, 0x75, 0x08, 0x95, 0x01, 0x81, 0x02, 0x05, 0x8c];
  const aim = [0x75, 0x08, 0x95, 0x03, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x81, 0x02];
  const [start, room] = DATA[layout];
  const data = [0x75, 0x08, 0x95, room, 0x09, 0xfe, 0x82, 0x02, 0x01];
  const switchOn = [0x06, 0x66, 0xff, 0x26, 0xff, 0x00, 0x75, 0x08, 0x09, 0x03, 0xa1, 0x02];
  switchOn.push(0x85, 0xfe, 0x95, 0x01, 0x09, 0x03, 0xb2, 0x82, 0x01, 0xc0);
  const items = [
    [0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x09, 0x12, 0xa1, 0x02],
    [0x85, 0x02, 0x15, 0x00, 0x26, 0xff, 0x00],
    count,
    layout === 'b' ? [] : [...padding(start - 5), ...aim],
    data,
    padding(63 - start - room),
    [0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x09, 0xff, 0x81, 0x02, 0xc0],
    layout === 'a' ? switchOn : [],
    [0xc0],
  ];
  return Uint8Array.from(items.flat());
}
