import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf } from '../../protocols/parts/protocol.ts';
import type { HostStatus, PrinterCondition } from './host-status.ts';
import { NOTHING_READ, readHostStatus } from './host-status-reader.ts';

const framed = (...lines: string[]): string => lines.map((line) => `\u0002${line}\u0003\r\n`).join('');
/** The answer of a printer that is ready, in the documented form. */
const FIRST = '030,0,0,0256,000,0,0,0,000,0,0,0';
const SECOND = '001,0,0,0,1,2,6,0,00000000,1,000';
const THIRD = '1234,0';
const READY = framed(FIRST, SECOND, THIRD);

function heard(...pieces: readonly Uint8Array[]): HostStatus[] {
  let reading = NOTHING_READ;
  return pieces.flatMap((piece) => {
    const read = readHostStatus(reading, piece);
    reading = read.reading;
    return read.answers;
  });
}

test('host status: a printer that is ready', () => {
  expect(heard(bytesOf(READY))).toEqual([
    {
      conditions: [],
      label_length_dots: 256,
      formats_in_buffer: 0,
      partial_format: false,
      labels_remaining: 0,
      thermal_transfer: true,
      print_mode: '2',
      graphics_stored: 0,
    },
  ]);
});

test.each<[string, string, Partial<HostStatus>]>([
  ['030,1,0,0256,000,0,0,0,000,0,0,0', SECOND, { conditions: ['paper-out'] }],
  ['030,0,1,0256,000,0,0,0,000,0,0,0', SECOND, { conditions: ['paused'] }],
  ['030,0,0,0256,000,1,0,0,000,0,0,0', SECOND, { conditions: ['buffer-full'] }],
  ['030,0,0,0256,000,0,1,0,000,0,0,0', SECOND, { conditions: ['diagnostic-mode'] }],
  ['030,0,0,0256,000,0,0,1,000,0,0,0', SECOND, { conditions: [], partial_format: true }],
  ['030,0,0,0256,000,0,0,0,000,1,0,0', SECOND, { conditions: ['ram-corrupt'] }],
  ['030,0,0,0256,000,0,0,0,000,0,1,0', SECOND, { conditions: ['under-temperature'] }],
  ['030,0,0,0256,000,0,0,0,000,0,0,1', SECOND, { conditions: ['over-temperature'] }],
  ['030,0,0,1245,017,0,0,0,000,0,0,0', SECOND, { label_length_dots: 1245, formats_in_buffer: 17 }],
  [FIRST, '001,0,1,0,1,2,6,0,00000000,1,000', { conditions: ['head-open'] }],
  [FIRST, '001,0,0,1,1,2,6,0,00000000,1,000', { conditions: ['ribbon-out'] }],
  [FIRST, '001,0,0,0,0,4,6,0,00000000,1,000', { conditions: [], thermal_transfer: false, print_mode: '4' }],
  [
    FIRST,
    '001,0,0,0,1,1,6,1,00000007,1,012',
    { conditions: ['label-waiting'], labels_remaining: 7, graphics_stored: 12 },
  ],
  [
    '030,1,1,0256,003,0,0,0,000,0,0,0',
    '001,0,1,0,1,2,6,0,00000002,1,000',
    { conditions: ['head-open', 'paper-out', 'paused'], formats_in_buffer: 3, labels_remaining: 2 },
  ],
])('host status: %s / %s, whole, cut at every byte, with noise in front', (first, second, expected) => {
  const answer = framed(first, second, THIRD);
  for (const noise of [
    '',
    '\r\n',
    '\u0003',
    '\u0002030,1',
    'xyz\u00ff\u0000',
    framed('garbage'),
    framed(first),
    READY.slice(0, 50),
  ]) {
    const stream = bytesOf(noise + answer);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const answers = heard(stream.subarray(0, cut), stream.subarray(cut));
      expect(answers).toHaveLength(1);
      expect(answers[0]).toMatchObject(expected);
    }
  }
});

test('host status: cut short it is no answer, and the next one is whole', () => {
  const end = READY.lastIndexOf('\u0003') + 1;
  for (let length = 0; length < end; length += 1) expect(heard(bytesOf(READY.slice(0, length)))).toEqual([]);
  for (let length = 0; length < end; length += 1)
    expect(heard(bytesOf(READY.slice(0, length) + READY))).toHaveLength(1);
});

test('host status: two answers in one piece are two', () => {
  const paused = framed('030,0,1,0256,000,0,0,0,000,0,0,0', SECOND, THIRD);
  expect(heard(bytesOf(READY + paused)).map((status) => status.conditions)).toEqual([[], ['paused']]);
});

const digits = (text: string | undefined, least: number, most = least): boolean =>
  text !== undefined &&
  text.length >= least &&
  text.length <= most &&
  Array.from(text).every((c) => '0123456789'.includes(c));
const bits = (...texts: (string | undefined)[]): boolean => texts.every((text) => text === '0' || text === '1');

/** The plain, slow reading of the manual: frames by splitting, fields by counting commas. */
function plainly(stream: string): { conditions: string[]; formats: number; remaining: number }[] {
  const frames: string[] = [];
  for (const [index, part] of stream.split('\u0002').entries()) {
    const end = part.indexOf('\u0003');
    if (index > 0 && end >= 0 && end <= 64) frames.push(part.slice(0, end));
  }
  const answers = [];
  for (let at = 0; at + 2 < frames.length; at += 1) {
    const [a, b, c] = [frames[at], frames[at + 1], frames[at + 2]].map((frame) => (frame ?? '').split(','));
    if (a?.length !== 12 || b?.length !== 11 || c?.length !== 2) continue;
    const good =
      digits(a[0], 3) &&
      bits(a[1], a[2]) &&
      digits(a[3], 4, 5) &&
      digits(a[4], 3) &&
      bits(a[5], a[6], a[7]) &&
      digits(a[8], 3) &&
      bits(a[9], a[10], a[11]) &&
      digits(b[0], 3) &&
      digits(b[1], 1) &&
      bits(b[2], b[3], b[4]) &&
      /^[0-9A-Z]$/u.test(b[5] ?? '') &&
      digits(b[6], 1) &&
      bits(b[7]) &&
      digits(b[8], 8) &&
      digits(b[9], 1) &&
      digits(b[10], 3) &&
      digits(c[0], 4) &&
      bits(c[1]);
    if (!good) continue;
    const conditions: [PrinterCondition, string | undefined][] = [
      ['head-open', b[2]],
      ['paper-out', a[1]],
      ['ribbon-out', b[3]],
      ['over-temperature', a[11]],
      ['under-temperature', a[10]],
      ['diagnostic-mode', a[6]],
      ['buffer-full', a[5]],
      ['paused', a[2]],
      ['ram-corrupt', a[9]],
      ['label-waiting', b[7]],
    ];
    answers.push({
      conditions: conditions.filter(([, bit]) => bit === '1').map(([name]) => name),
      formats: Number(a[4]),
      remaining: Number(b[8]),
    });
    at += 2;
  }
  return answers;
}

const number = (width: number): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.integer({ min: 0, max: 10 ** width - 1 }).map((n) => String(n).padStart(width, '0')),
    },
    { weight: 1, arbitrary: fc.constantFrom('', 'x', '00000000000') },
  );
const fields = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(','));

test('host status: 100,000 random and damaged streams never throw, and agree with a plain reading of the manual', () => {
  const bit = fc.constantFrom('0', '1', '0', '1', '0', '1', '0', '1', '0', '1', '0', '1', '2', '');
  const first = fc.oneof(
    fc.constant(FIRST),
    fields(number(3), bit, bit, number(4), number(3), bit, bit, bit, number(3), bit, bit, bit),
  );
  const second = fc.oneof(
    fc.constant(SECOND),
    fields(
      number(3),
      bit,
      bit,
      bit,
      bit,
      fc.constantFrom('0', '2', '4', 'A', '', 'a'),
      number(1),
      bit,
      number(8),
      bit,
      number(3),
    ),
  );
  const third = fc.constantFrom(THIRD, THIRD, THIRD, '0000,1', '12,0', '');
  const answer = fc.tuple(first, second, third).map((lines) => framed(...lines));
  const soup = fc.string({ unit: fc.constantFrom(...Array.from('\u0002\u0003\r\n,01230A'), '\u00ff'), maxLength: 60 });
  const damaged = fc
    .tuple(answer, fc.nat(), fc.constantFrom('', '\u0002', '\u0003', ',', '1', 'x'))
    .map(([text, where, by]) => {
      const at = where % text.length;
      return text.slice(0, at) + by + text.slice(at + 1);
    });
  const stream = fc
    .array(fc.oneof(answer, answer, damaged, soup), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(''));
  let found = 0;
  fc.assert(
    fc.property(stream, fc.nat(), (text, where) => {
      const bytes = bytesOf(text);
      const cut = where % (bytes.length + 1);
      const answers = heard(bytes.subarray(0, cut), bytes.subarray(cut));
      const seen = answers.map((status) => ({
        conditions: [...status.conditions],
        formats: status.formats_in_buffer,
        remaining: status.labels_remaining,
      }));
      const plain = plainly(text);
      // comparing by hand: expect() a hundred thousand times takes minutes
      if (JSON.stringify(seen) !== JSON.stringify(plain))
        throw new Error(`${JSON.stringify(seen)}, but plainly ${JSON.stringify(plain)}`);
      found += answers.length;
    }),
    { numRuns: 100_000 },
  );
  expect(found).toBeGreaterThan(20_000);
}, 120_000);
