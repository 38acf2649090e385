/** Where a layout has its fields (byte positions, report id at 0); see the descriptors in gadgets.ts. */
const LAYOUTS = {
  A: { aim: 2, data: 5 },
  B: { aim: null, data: 2 },
  C: { aim: 3, data: 6 },
} as const;
const ROOM = 56;

/** The input reports of one scan: 64 bytes each, all but the last marked as continued. `aim`: three characters. */
export function posReports(layout: keyof typeof LAYOUTS, text: string, aim = ']C0'): Buffer[] {
  const at = LAYOUTS[layout];
  const data = Buffer.from(text, 'latin1');
  const reports: Buffer[] = [];
  for (let from = 0; from < data.length; from += ROOM) {
    const piece = data.subarray(from, from + ROOM);
    const report = Buffer.alloc(64);
    report[0] = 2;
    report[1] = piece.length;
    if (at.aim !== null) report.write(aim, at.aim, 'latin1');
    piece.copy(report, at.data);
    if (from + ROOM < data.length) report[63] = 1;
    reports.push(report);
  }
  return reports;
}
