import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hidPosDescriptor, hidPosReports } from './hid-pos-model.ts';
import { parseLineScan } from '../line-scanner.ts';
import { textOf } from '../parts/protocol.ts';
import { type HidPosDropped, hidPosFramer, type HidPosFramerOptions } from './hid-pos-framer.ts';
import { HID_POS_LAYOUTS, layoutOfDescriptor, layoutOfReport } from './hid-pos-layout.ts';

const LAYOUTS = ['a', 'b', 'c'] as const;
const LONG =
  'M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23 AND THEN SOME MORE THAN ONE REPORT HOLDS, AND MORE THAN TWO OF THEM DO';

function listen(options: Partial<HidPosFramerOptions> = {}) {
  const dropped: HidPosDropped['why'][] = [];
  const framer = hidPosFramer({
    layout: 'auto',
    report_descriptor: null,
    onDropped: (drop) => dropped.push(drop.why),
    ...options,
  });
  const hear = (reports: readonly Uint8Array[], from = 0): string[] =>
    reports.flatMap((report, index) => framer.push(report, from + index)).map((frame) => textOf(frame.bytes));
  return { framer, dropped, hear };
}

test.each(LAYOUTS)(
  'hid-pos layout %s: short, split, with a suffix, by name, by descriptor, by the first report',
  (layout) => {
    const aim = layout === 'b' ? '' : ']C1';
    const known = [{ layout }, { report_descriptor: hidPosDescriptor(layout) }, {}] as const;
    for (const options of known) {
      const { hear, dropped, framer } = listen(options);
      for (const text of ['0104012345678901', LONG, 'X', LONG.slice(0, 56), LONG.slice(0, 57), LONG.slice(0, 112)]) {
        expect(hear(hidPosReports(text, layout, { aim_id: ']C1', code_id: 0x49 }))).toEqual([aim + text]);
        expect(hear(hidPosReports(`${text}\r`, layout, { aim_id: ']C1' }))).toEqual([aim + text]);
        expect(hear(hidPosReports(`${text}\r\n`, layout, { aim_id: ']C1' }))).toEqual([aim + text]);
      }
      expect(framer.due()).toBeNull();
      expect(dropped).toEqual([]);
    }
  },
);

test('hid-pos: Access-IS’s documented scan of 60 bytes in two reports', () => {
  const text = LONG.slice(0, 60);
  const reports = hidPosReports(text, 'a', { aim_id: ']Q0', code_id: 0x73 });
  expect(reports.map((report) => [report[0], report[1], report[61], report[63]])).toEqual([
    [2, 56, 0x73, 1],
    [2, 4, 0x73, 0],
  ]);
  const { framer } = listen();
  expect(framer.push(reports[0] ?? new Uint8Array(), 10)).toEqual([]);
  expect(framer.due()).toBe(1010);
  const [frame] = framer.push(reports[1] ?? new Uint8Array(), 20);
  expect(frame).toMatchObject({ began: 10, ended: 20, bySilence: false });
  expect(frame?.raw).toEqual(Uint8Array.from([...(reports[0] ?? []), ...(reports[1] ?? [])]));
  const scan = frame === undefined ? null : parseLineScan(frame, { scan_id: 's', device_id: 'd', via: 'hid' });
  expect(scan).toMatchObject({ text, aim_id: ']Q0', via: 'hid', at: 20 });
});

test('hid-pos descriptor: offsets are the device’s own', () => {
  for (const layout of LAYOUTS) {
    const { code_at: _, ...own } = HID_POS_LAYOUTS[layout];
    const read = layoutOfDescriptor(hidPosDescriptor(layout));
    expect(read).toMatchObject({ ...own, data_end: own.data_at + 56 });
  }
  // reports without ids, data first, no byte count: all of it by the descriptor
  const odd = Buffer.from(
    '058c0902a101150026ff007508950a09fe8102950309fb09fc09fd810225017501950109ff810295078103c0',
    'hex',
  );
  expect(layoutOfDescriptor(odd)).toEqual({
    report_id: 0,
    length_at: null,
    aim_at: 10,
    data_at: 0,
    data_end: 10,
    continued_at: 13,
    code_at: null,
  });
  const { hear } = listen({ report_descriptor: odd });
  const report = Buffer.from('ABC\0\0\0\0\0\0\0]C0\0');
  expect(hear([report])).toEqual([']C0ABC']);
  expect(layoutOfDescriptor(Buffer.from('0501090 6a101c0'.replace(' ', ''), 'hex'))).toBeNull();
});

test('hid-pos: a continuation whose rest never comes is no scan, and does not glue to the next one', () => {
  for (const layout of LAYOUTS) {
    const { hear, dropped, framer } = listen({ layout });
    const scan = { aim_id: ']C1', code_id: 1 };
    const [half] = hidPosReports(LONG, layout, scan);
    expect(hear([half ?? new Uint8Array()])).toEqual([]);
    expect(framer.tick(999)).toEqual([]);
    expect(dropped).toEqual([]);
    expect(framer.tick(1000)).toEqual([]);
    expect(dropped).toEqual(['unfinished']);
    expect(framer.due()).toBeNull();
    expect(hear([half ?? new Uint8Array()], 2000)).toEqual([]);
    expect(hear(hidPosReports('NEXT', layout, scan), 3000)).toEqual([layout === 'b' ? 'NEXT' : ']C1NEXT']);
    expect(dropped).toEqual(['unfinished', 'unfinished']);
  }
});

test('hid-pos: another scan that begins inside a split one ends it', () => {
  for (const layout of LAYOUTS) {
    const { hear, dropped } = listen({ layout });
    const [half] = hidPosReports(LONG, layout, { aim_id: ']C1', code_id: 1 });
    const next = hidPosReports('NEXT', layout, { aim_id: ']Q3', code_id: 2 });
    expect(hear([half ?? new Uint8Array(), ...next])).toEqual([layout === 'b' ? 'NEXT' : ']Q3NEXT']);
    expect(dropped).toEqual(['unfinished']);
  }
});

test('hid-pos: parts after the first may leave the AIM id out; a reset forgets what was begun', () => {
  const reports = hidPosReports(LONG, 'a', { aim_id: ']C1' });
  for (const report of reports.slice(1)) report.fill(0, 2, 5);
  const { hear, framer, dropped } = listen({ layout: 'a' });
  expect(hear(reports)).toEqual([`]C1${LONG}`]);
  hear(reports.slice(0, 1));
  framer.reset();
  expect(hear(hidPosReports('NEXT', 'a', { aim_id: ']C1' }))).toEqual([']C1NEXT']);
  expect(dropped).toEqual([]);
});

test('hid-pos: a length beyond the report, a report cut short, other report ids', () => {
  const { hear, dropped } = listen({ layout: 'a' });
  const [report] = hidPosReports('12345678', 'a', { aim_id: ']C0' });
  if (report === undefined) throw new Error('no report');
  const tooLong = report.slice();
  tooLong[1] = 57;
  expect(hear([tooLong])).toEqual([]);
  expect(dropped).toEqual(['length']);
  for (let length = 1; length < 13; length += 1) expect(hear([report.subarray(0, length)])).toEqual([]);
  // padding that the system leaves off is no loss
  expect(hear([report.subarray(0, 13)])).toEqual([']C012345678']);
  for (const id of [0, 1, 3, 4, 0xfd]) expect(hear([Uint8Array.from([id, ...report.subarray(1)])])).toEqual([]);
  expect(dropped).toEqual(['length', ...Array.from({ length: 12 }, () => 'short')]);
  expect(hear([report])).toEqual([']C012345678']);
});

test('hid-pos: a damaged part takes the whole split scan with it', () => {
  const reports = hidPosReports(LONG, 'a', { aim_id: ']C1' });
  const [first, second, third] = reports.map((report) => report.slice());
  if (first === undefined || second === undefined || third === undefined) throw new Error('no reports');
  second[1] = 200;
  const { hear, dropped } = listen({ layout: 'a' });
  hear([first, second]);
  expect(dropped).toEqual(['unfinished', 'length']);
});

test('hid-pos layout B with AIM ids in its data is not taken for A', () => {
  expect(layoutOfReport(hidPosReports(']C112345', 'b')[0] ?? new Uint8Array())).toBe('b');
  const { hear, dropped } = listen();
  for (const text of [']C112345', ']E04006381333931', `]Q3${LONG}`])
    expect(hear(hidPosReports(text, 'b'))).toEqual([text]);
  expect(dropped).toEqual([]);
});

test('hid-pos by reports: an A scanner without an AIM id is refused rather than cut, and is known once it sends one', () => {
  const { hear, dropped } = listen();
  expect(hear(hidPosReports('12345678', 'a'))).toEqual([]);
  expect(dropped).toEqual(['layout']);
  expect(hear(hidPosReports('12345678', 'a', { aim_id: ']C0' }))).toEqual([']C012345678']);
  expect(hear(hidPosReports('12345678', 'a'))).toEqual(['12345678']);
});

test('hid-pos: text that looks like an AIM id in the second part of a B scan changes nothing', () => {
  const text = `${'x'.repeat(56)}]C1tail of it`;
  const { hear } = listen();
  expect(hear(hidPosReports(text, 'b'))).toEqual([text]);
  expect(hear(hidPosReports('plain', 'b'))).toEqual(['plain']);
});

/** The documented tables read once more, plainly, for one complete list of reports without pauses. */
function oracle(reports: readonly Uint8Array[], layout: 'a' | 'b' | 'c'): string[] {
  const from = { a: 5, b: 2, c: 6 }[layout];
  const aimAt = { a: 2, b: null, c: 3 }[layout];
  const codeAt = { a: 61, b: 62, c: null }[layout];
  const scans: string[] = [];
  let open: { aim: string; code: number; text: string } | null = null;
  for (const report of reports) {
    if (report[0] !== 2) continue;
    const text = textOf(report);
    const length = report[1] ?? 0;
    if (report.length <= from || length > 56 || from + length > report.length) {
      open = null;
      continue;
    }
    const field = aimAt === null ? '' : text.slice(aimAt, aimAt + 3);
    const aim: string = field.startsWith(']') ? field : '';
    const code = codeAt === null ? 0 : (report[codeAt] ?? 0);
    if (open !== null && ((aim !== '' && aim !== open.aim) || (code !== 0 && code !== open.code))) open = null;
    open ??= { aim, code, text: '' };
    open.text += text.slice(from, from + length);
    if (((report[63] ?? 0) & 1) === 1) continue;
    const data = open.text.replace(/\r?\n$|\r$/u, '');
    if (data !== '') scans.push(open.aim + data);
    open = null;
  }
  return scans;
}

test('hid-pos fuzz: 100,000 streams of damaged reports never throw, and agree with a plain reading of the tables', () => {
  const scan = fc.record({
    text: fc.string({ maxLength: 130, unit: fc.constantFrom('A', '1', '\u001D', '\r', '\n', ']', '\0') }),
    aim_id: fc.constantFrom(']C1', ']Q3', ']E0', '\0\0\0'),
    code_id: fc.constantFrom(0, 1, 2),
    damage: fc.option(fc.tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 0, max: 255 })), { freq: 3 }),
    drop: fc.integer({ min: 0, max: 9 }),
  });
  let scans = 0;
  fc.assert(
    fc.property(fc.constantFrom(...LAYOUTS), fc.array(scan, { maxLength: 3 }), (layout, list) => {
      const reports = list.flatMap(({ text, damage, drop, ...rest }) => {
        const made = hidPosReports(text, layout, rest).filter((_, index) => index !== drop);
        const [hit] = made;
        if (damage !== null && hit !== undefined) hit[damage[0]] = damage[1];
        return made;
      });
      const said = listen({ layout }).hear(reports);
      scans += said.length;
      expect(said).toEqual(oracle(reports, layout));
      listen().hear(reports);
    }),
    { numRuns: 100_000 },
  );
  expect(scans).toBeGreaterThan(10_000);
}, 240_000);

test('hid-pos fuzz: any bytes by any layout or descriptor never throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('auto', ...LAYOUTS),
      fc.option(fc.uint8Array({ maxLength: 40 })),
      fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 4 }),
      (layout, report_descriptor, reports) => {
        for (const text of listen({ layout, report_descriptor }).hear(reports)) expect(text).not.toBe('');
      },
    ),
    { numRuns: 20_000 },
  );
}, 120_000);
