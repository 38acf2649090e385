import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hidPosDescriptor } from './hid-pos-model.ts';
import { hidScaleDescriptor } from '../hid-scale/hid-scale-model.ts';
import { parseReportDescriptor } from './report-descriptor.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(/\s/gu, ''), 'hex');

test('report-descriptor: a boot keyboard (HID 1.11, appendix B.1), inputs, outputs, padding and arrays', () => {
  const fields = parseReportDescriptor(
    bytes(`05 01 09 06 a1 01 05 07 19 e0 29 e7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 01
      95 05 75 01 05 08 19 01 29 05 91 02 95 01 75 03 91 01 95 06 75 08 15 00 25 65 05 07 19 00 29 65 81 00 c0`),
  );
  const inputs = fields.filter((field) => field.kind === 'input');
  expect(inputs).toHaveLength(8 + 1 + 6);
  expect(inputs[1]).toMatchObject({
    usage_page: 7,
    usage: 0xe1,
    bit_offset: 1,
    bit_size: 1,
    report_id: 0,
    array: false,
  });
  expect(inputs[8]).toMatchObject({ usage: 0, constant: true, bit_offset: 8, bit_size: 8 });
  expect(inputs[14]).toMatchObject({ array: true, bit_offset: 56, logical_max: 0x65 });
  expect(inputs[14]?.usages).toHaveLength(0x66);
  const outputs = fields.filter((field) => field.kind === 'output');
  expect(outputs.map((field) => field.bit_offset)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(outputs[4]).toMatchObject({ usage_page: 8, usage: 5 });
});

test('report-descriptor: a HID POS scanner of layout A, its data, its continued bit, its feature report', () => {
  const fields = parseReportDescriptor(hidPosDescriptor('a'));
  const inputs = fields.filter((field) => field.kind === 'input');
  expect(Math.max(...inputs.map((field) => field.bit_offset + field.bit_size))).toBe(63 * 8);
  expect(inputs.filter((field) => field.usage === 0xfe)).toHaveLength(56);
  expect(inputs.find((field) => field.usage === 0xfe)).toMatchObject({
    report_id: 2,
    usage_page: 0x8c,
    bit_offset: 32,
  });
  expect(inputs.find((field) => field.usage === 0xff)).toMatchObject({
    bit_offset: 62 * 8,
    bit_size: 1,
    logical_max: 1,
  });
  expect(fields.filter((field) => field.kind === 'feature')).toMatchObject([
    { report_id: 0xfe, usage_page: 0xff66, usage: 3, bit_offset: 0, bit_size: 8 },
  ]);
  expect(inputs[0]?.collections).toEqual([0x8c_0002, 0x8c_0012]);
});

test('report-descriptor: a scale, with a negative minimum and a maximum of 16 bits', () => {
  const fields = parseReportDescriptor(hidScaleDescriptor(3));
  expect(fields.find((field) => field.usage === 0x41)).toMatchObject({
    logical_min: -127,
    logical_max: 127,
    bit_offset: 16,
  });
  expect(fields.find((field) => field.usage === 0x40)).toMatchObject({
    logical_max: 0xff_ff,
    bit_offset: 24,
    bit_size: 16,
  });
  expect(fields.find((field) => field.usage === 0x80)).toMatchObject({ kind: 'output', report_id: 2, bit_offset: 1 });
});

test('report-descriptor: several collections, push and pop, usages with their page, units, long items', () => {
  const fields = parseReportDescriptor(
    bytes(`05 8d 09 20 a1 01 85 03 75 10 95 01 a4 66 01 01 55 0d 81 02 b4 0b 40 00 8d 00 81 02 c0
      fe 02 f0 aa bb 05 8c 09 02 a1 01 85 02 09 fe 75 08 95 02 81 02 c0`),
  );
  expect(fields).toMatchObject([
    { report_id: 3, unit: 0x0101, unit_exponent: -3, bit_offset: 0, bit_size: 16, collections: [0x8d_0020] },
    { report_id: 3, unit: 0, usage_page: 0x8d, usage: 0x40, bit_offset: 16 },
    { report_id: 2, usage_page: 0x8c, usage: 0xfe, bit_offset: 0, collections: [0x8c_0002] },
    { report_id: 2, usage_page: 0x8c, usage: 0xfe, bit_offset: 8 },
  ]);
});

test('report-descriptor fuzz: never throws, never grows beyond measure, cut anywhere', () => {
  const whole = hidPosDescriptor('a');
  const damaged = fc
    .tuple(fc.integer({ min: 0, max: whole.length }), fc.uint8Array({ maxLength: 6 }))
    .map(([at, noise]) => Uint8Array.from([...whole.subarray(0, at), ...noise, ...whole.subarray(at)]));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), damaged), (descriptor) => {
      const fields = parseReportDescriptor(descriptor);
      expect(fields.length).toBeLessThanOrEqual(4096);
      expect(fields.every((field) => Number.isInteger(field.bit_offset) && field.usage < 65_536)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
}, 60_000);
