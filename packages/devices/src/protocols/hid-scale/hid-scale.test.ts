import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_FACTS } from '../../links/link.ts';
import { hidScaleDescriptor, hidScaleModel } from './hid-scale-model.ts';
import { SCALE_PROTOCOLS } from '../scale-protocols.ts';
import { hexOf, type Measured } from '../parts/protocol.ts';
import frames from './frames.json' with { type: 'json' };
import { hidScale } from './hid-scale.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
const plain = hidScale.make({}, NO_FACTS);
const described = (id: number): ReturnType<typeof hidScale.make> =>
  hidScale.make({}, { report_descriptor: hidScaleDescriptor(id) });

/** One push, one frame, one answer. */
function measured(protocol: ReturnType<typeof hidScale.make>, report: Uint8Array): Measured | null {
  const [frame] = protocol.framer().push(report, 5);
  const answer = frame === undefined ? null : protocol.parse(frame.bytes);
  return answer?.kind === 'weight' ? answer.measured : null;
}

test('hid-scale is a protocol by name, sends by itself and is told apart from those that are asked', () => {
  expect(SCALE_PROTOCOLS['hid-scale']).toBe(hidScale);
  expect(hidScale.id).toBe('hid-scale');
  expect(plain).toMatchObject({
    poll: null,
    probe: null,
    zero: null,
    zero_outcome: 'none',
    stability: 'marked',
  });
});

test.each(frames)('hid-scale $report_hex is $meaning', ({ report_hex: hex, measured: expected }) => {
  for (const protocol of [plain, described(3)])
    expect(measured(protocol, bytes(hex))).toMatchObject({ ...expected, raw: hex });
});

const detail = (hex: string): unknown => (measured(plain, bytes(hex)) as { detail?: string }).detail;

test('hid-scale: a fault says what to do', () => {
  expect(detail('030401001400')).toBe('The scale shows another unit (1): set it to g, kg, oz or lb.');
  expect(detail('030702000000')).toMatch(/calibrated/u);
  expect(detail('091000000000000000')).toMatch(/not supported/u);
  expect(detail('030202000100')).toMatch(/zero and a weight/u);
});

test('hid-scale: a report that is too short is no answer, whatever it begins with', () => {
  for (const { report_hex: hex } of frames.filter((frame) => !frame.report_hex.startsWith('09'))) {
    const whole = bytes(hex);
    for (let length = 0; length < 6; length += 1) expect(measured(described(3), whole.subarray(0, length))).toBeNull();
  }
});

test('hid-scale: reports without an id are read where the descriptor says so, or five bytes do', () => {
  const report = bytes('040bff3419');
  const expected = { state: 'stable', mantissa: 6452, exponent: -1, unit: 'oz' };
  expect(measured(plain, report)).toMatchObject(expected);
  const idLess = hidScaleDescriptor(0);
  // an id item of 0 is no id at all
  const withoutId = hidScale.make({}, { report_descriptor: Uint8Array.from(idLess) });
  expect(measured(withoutId, report)).toMatchObject(expected);
  expect(measured(withoutId, bytes('040bff341900'))).toMatchObject(expected);
  expect(measured(withoutId, report.subarray(0, 4))).toBeNull();
  expect(measured(described(3), report)).toBeNull();
});

test('hid-scale: exponent_offset stands for decimal places the scale leaves out, and changes none that it sends', () => {
  const hundredths = hidScale.make({ exponent_offset: -2 }, NO_FACTS);
  expect(measured(hundredths, bytes('03040c007b00'))).toMatchObject({ mantissa: 123, exponent: -2, unit: 'lb' });
  expect(measured(hundredths, bytes('03040cfe7b00'))).toMatchObject({ mantissa: 123, exponent: -2, unit: 'lb' });
});

test('hid-scale: a model known to be non-standard never gives a weight', () => {
  const refused = hidScale.make({ unsupported: true }, NO_FACTS);
  for (const { report_hex: hex } of frames) expect(measured(refused, bytes(hex))).toMatchObject({ state: 'fault' });
  expect(measured(refused, bytes('040bff3419'))).toMatchObject({ state: 'fault' });
});

test('hid-scale zero: from the Scale Control Report, from the profile before that, else not at all', () => {
  expect(hexOf(described(3).zero ?? bytes(''))).toBe('0202');
  const facts = { report_descriptor: hidScaleDescriptor(3) };
  expect(hexOf(hidScale.make({ zero_report_hex: '0201' }, facts).zero ?? bytes(''))).toBe('0201');
  expect(hexOf(hidScale.make({ zero_report_hex: '0201' }, NO_FACTS).zero ?? bytes(''))).toBe('0201');
  const readOnly = hidScaleDescriptor(3).slice(0, -41);
  expect(hidScale.make({}, { report_descriptor: readOnly }).zero).toBeNull();
});

test('hid-scale zero: of an array the number of the usage is sent', () => {
  // output array of one byte, logical 1–2: Enforced Zero Return, Zero Scale; report id 5
  const descriptor = bytes('058d0920a10185051501250275089501098109809100c0');
  expect(hexOf(hidScale.make({}, { report_descriptor: descriptor }).zero ?? bytes(''))).toBe('0502');
});

test('hid-scale model: stable, moving, over, under, needs zero, zeroed', () => {
  const model = hidScaleModel({ unit: 'oz', exponent: -1 });
  const said = (): Measured | null => measured(described(3), model.report());
  expect(said()).toMatchObject({ state: 'stable', mantissa: 0, unit: 'oz' });
  model.setWeight(28.349523125 * 12.3);
  expect(said()).toMatchObject({ state: 'stable', mantissa: 123, exponent: -1 });
  for (const state of ['moving', 'over', 'under', 'needs-zero', 'fault'] as const) {
    model.setStatus(state);
    expect(said()).toMatchObject({ state });
  }
  model.setStatus('moving');
  model.receive(described(3).zero ?? bytes(''));
  model.setStatus('stable');
  expect(said()).toMatchObject({ mantissa: 123 });
  model.receive(described(3).zero ?? bytes(''));
  expect(said()).toMatchObject({ state: 'stable', mantissa: 0 });
  model.setWeight(0);
  expect(said()).toMatchObject({ state: 'under' });
});

/** The standard's table read once more, plainly: null where a report carries no weight. */
function oracle(report: readonly number[]): { mantissa: number; exponent: number; unit: string } | null {
  const body =
    report.length === 5 ? report : report.length > 5 && (report[0] === 3 || report[0] === 4) ? report.slice(1) : null;
  if (body === null) return null;
  const view = new DataView(Uint8Array.from(body).buffer);
  const weight = view.getUint16(3, true);
  const exponent = view.getInt8(2);
  const unit = new Map([
    [2, 'g'],
    [3, 'kg'],
    [11, 'oz'],
    [12, 'lb'],
  ]).get(view.getUint8(1));
  const stable = view.getUint8(0) === 4 || (view.getUint8(0) === 2 && weight === 0);
  return stable && unit !== undefined && exponent >= -9 && exponent <= 9 ? { mantissa: weight, exponent, unit } : null;
}

test('hid-scale fuzz: 100,000 reports never throw, and agree with a plain reading on what is a weight', () => {
  const near = fc
    .tuple(
      fc.constantFrom(3, 3, 3, 4, 4, 9, 2),
      fc.constantFrom(4, 4, 4, 2, 0, 1, 2, 3, 5, 6, 7, 8, 9),
      fc.constantFrom(2, 3, 11, 12, 1, 10, 0),
      fc.oneof(fc.constantFrom(0, 1, 0xff, 0xfe, 9, 10, 0xf7, 0xf6), fc.integer({ min: 0, max: 255 })),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 255 }),
    )
    .chain((report) => fc.constantFrom(6, 6, 6, 7, 7, 5, 4, 3, 2, 1, 0).map((length) => report.slice(0, length)));
  const any = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 70 });
  let weights = 0;
  fc.assert(
    fc.property(fc.oneof(near, any), (report) => {
      const said = measured(plain, Uint8Array.from(report));
      const expected = oracle(report);
      if (expected !== null) weights += 1;
      const weight =
        said?.state === 'stable' ? { mantissa: said.mantissa, exponent: said.exponent, unit: said.unit } : null;
      expect(weight).toEqual(expected);
    }),
    { numRuns: 100_000 },
  );
  expect(weights).toBeGreaterThan(1000);
}, 120_000);
