import { type Frame, type Framer, MAX_FRAME } from '../../framers/framer.ts';
import { HID_POS_LAYOUTS, type HidPosLayout, layoutOfDescriptor, layoutOfReport } from './hid-pos-layout.ts';

/** A report, or the parts of a scan, that became no scan. */
export interface HidPosDropped {
  /**
   * `unfinished`: the rest never came, or another scan began. `length`: more data than the report holds. `short`: the report
   * ends before its fields do. `layout`: its data begin with a NUL, so it is read wrongly. `long`: no code is that long.
   */
  readonly why: 'unfinished' | 'length' | 'short' | 'layout' | 'long';
  readonly raw: Uint8Array;
  readonly at: number;
}

export interface HidPosFramerOptions {
  readonly layout: 'auto' | keyof typeof HID_POS_LAYOUTS;
  readonly report_descriptor: Uint8Array | null;
  readonly onDropped?: (dropped: HidPosDropped) => void;
}

/** Parts of one scan are some 10 ms apart. Longer than any pause of the host, shorter than a hand that scans again. */
const REST_MS = 1000;
const CR = 0x0d;
const LF = 0x0a;

interface Part {
  readonly aim: Uint8Array;
  readonly data: Uint8Array;
  readonly code: number;
  readonly continued: boolean;
}

interface Begun {
  readonly aim: Uint8Array;
  readonly code: number;
  readonly began: number;
  readonly layout: HidPosLayout;
  last: number;
  data: number[];
  raw: number[];
}

const nothing = new Uint8Array();

function partOf(report: Uint8Array, layout: HidPosLayout): Part | HidPosDropped['why'] {
  // reports are sent whole, but some systems leave padding at the end off
  if (report.length <= layout.data_at) return 'short';
  const end = Math.min(layout.data_end, report.length);
  const space = report.subarray(layout.data_at, end);
  const length = layout.length_at === null ? null : (report[layout.length_at] ?? 0);
  if (length !== null && layout.data_at + length > layout.data_end) return 'length';
  if (length !== null && layout.data_at + length > report.length) return 'short';
  const padding = space.length - (space.findLastIndex((byte) => byte !== 0) + 1);
  const aim = layout.aim_at === null ? nothing : report.subarray(layout.aim_at, layout.aim_at + 3);
  return {
    aim: aim[0] === 0x5d ? aim : nothing,
    data: length === null ? space.subarray(0, space.length - padding) : space.subarray(0, length),
    code: layout.code_at === null ? 0 : (report[layout.code_at] ?? 0),
    continued: layout.continued_at !== null && ((report[layout.continued_at] ?? 0) & 1) === 1,
  };
}

/** A scanner's suffix, which a line scanner's framer would have taken off. */
function withoutSuffix(data: number[]): number[] {
  let end = data.length;
  if (data[end - 1] === LF) end -= 1;
  if (data[end - 1] === CR) end -= 1;
  return data.slice(0, end);
}

/** Another scan began if its AIM id or its maker's code id is another. The parts after the first may leave both out. */
function goesOn(begun: Begun, part: Part): boolean {
  const sameAim = part.aim.length === 0 || part.aim.every((byte, index) => byte === begun.aim[index]);
  return sameAim && (part.code === 0 || part.code === begun.code);
}

/**
 * Scans out of the reports of a HID POS scanner (USB HID Point of Sale, page 0x8C): each `push` is one input report, its id
 * in front where reports are numbered. `bytes` is AIM id and data, as a serial scanner would send them. A split scan counts
 * whole or not at all. Reports of other ids are not data.
 */
export function hidPosFramer(options: HidPosFramerOptions): Framer {
  const described = options.report_descriptor === null ? null : layoutOfDescriptor(options.report_descriptor);
  const named = options.layout === 'auto' ? described : HID_POS_LAYOUTS[options.layout];
  /** A and C are sure once seen; B is what is left over, and is judged anew at each scan. */
  let seen: HidPosLayout | null = null;
  let begun: Begun | null = null;

  const drop = (why: HidPosDropped['why'], raw: Uint8Array, at: number): void => {
    options.onDropped?.({ why, raw: raw.slice(), at });
  };
  const dropBegun = (at: number): void => {
    if (begun !== null) drop('unfinished', Uint8Array.from(begun.raw), at);
    begun = null;
  };

  const layoutFor = (report: Uint8Array): HidPosLayout => {
    const sure = named ?? seen ?? begun?.layout ?? null;
    if (sure !== null) return sure;
    const kind = layoutOfReport(report);
    if (kind !== 'b') seen = HID_POS_LAYOUTS[kind];
    return HID_POS_LAYOUTS[kind];
  };

  const finish = (whole: Begun, at: number): Frame[] => {
    const data = withoutSuffix(whole.data);
    if (data.length === 0) return [];
    const bytes = Uint8Array.from([...whole.aim, ...data]);
    return [{ bytes, raw: Uint8Array.from(whole.raw), began: whole.began, ended: at, bySilence: false }];
  };

  const tick = (now: number): Frame[] => {
    if (begun !== null && now - begun.last >= REST_MS) dropBegun(now);
    return [];
  };

  const take = (report: Uint8Array, at: number): Frame[] => {
    const guessing = named === null && seen === null;
    const layout = layoutFor(report);
    if (layout.report_id !== 0 && report[0] !== layout.report_id) return [];
    const part = partOf(report, layout);
    if (typeof part === 'string') {
      dropBegun(at);
      drop(part, report, at);
      return [];
    }
    if (begun !== null && !goesOn(begun, part)) dropBegun(at);
    // an AIM id that the scanner left empty, taken for data
    if (guessing && begun === null && part.aim.length === 0 && part.data[0] === 0) {
      drop('layout', report, at);
      return [];
    }
    begun ??= { aim: part.aim.slice(), code: part.code, layout, began: at, last: at, data: [], raw: [] };
    begun.data.push(...part.data);
    begun.raw.push(...report);
    begun.last = at;
    if (begun.data.length > MAX_FRAME) {
      drop('long', Uint8Array.from(begun.raw), at);
      begun = null;
      return [];
    }
    if (part.continued) return [];
    const whole = begun;
    begun = null;
    return finish(whole, at);
  };

  return {
    push(report, at) {
      tick(at);
      return report.length === 0 ? [] : take(report, at);
    },
    due: () => (begun === null ? null : begun.last + REST_MS),
    tick,
    reset() {
      begun = null;
    },
  };
}
