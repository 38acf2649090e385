import { expect, test } from 'vitest';
import { hear } from './oracles/known-protocols.ts';
import type { ScaleOptions } from './parts/scale-options.ts';
import { bytesOf, type ScaleAnswer } from './parts/protocol.ts';
import { SCALE_PROTOCOLS, type SerialProtocolId } from './scale-protocols.ts';

const heard = (id: SerialProtocolId, options: ScaleOptions, text: string): ScaleAnswer[] =>
  hear(SCALE_PROTOCOLS[id].make(options, { report_descriptor: null }), [bytesOf(text)]);

const stable = (mantissa: number, exponent: number, unit: string): object => ({
  state: 'stable',
  mantissa,
  exponent,
  unit,
});

test.each<[SerialProtocolId, ScaleOptions, string, object]>([
  ['toledo-8217', {}, '\u000201.25\r', stable(125, -2, 'lb')],
  ['toledo-8217', { unit: 'kg' }, '\u000201.250\r', stable(1250, -3, 'kg')],
  ['toledo-8217', { unit: 'kg', value_width: 5 }, '\u000201.25\r', stable(125, -2, 'kg')],
  ['toledo-8217', { unit: 'kg', value_width: null }, '\u000201.25\r', stable(125, -2, 'kg')],
  // a scale set to kilograms under a profile of pounds, and the other way round: said, not weighed
  ['toledo-8217', { unit: 'lb' }, '\u000201.250\r', { state: 'fault' }],
  ['toledo-8217', { unit: 'kg' }, '\u000201.25\r', { state: 'fault' }],
  ['nci-scp-01', { value_width: 9 }, '\n  0012.50lb\r\n00\r\u0003', stable(1250, -2, 'lb')],
  ['nci-scp-01', { value_width: null }, '\n012.50lb\r\n00\r\u0003', stable(1250, -2, 'lb')],
  ['nci-scp-01', { unit: 'kg' }, '\n20\r\u0003', stable(0, 0, 'kg')],
  ['nci-ecr', { value_width: null }, '\n2.345KG\r\nS00\r\u0003', stable(2345, -3, 'kg')],
  ['ohaus', { value_width: 12 }, '     192.211 g\r\n', stable(192_211, -3, 'g')],
  ['ohaus', { value_width: null }, '192.21 g\r\n', stable(19_221, -2, 'g')],
  ['mt-sics', { value_width: null }, 'S S 100.0 g\r\n', stable(1000, -1, 'g')],
  ['nci-scp-01', {}, '\n-------lb\r\n00\r\u0003', { state: 'needs-zero' }],
  ['radwag', { value_width: 13 }, 'SI         12.34 g  \r\n', stable(1234, -2, 'g')],
  ['radwag', { value_width: 13 }, 'SI    -   12.345 kg \r\n', stable(-12_345, -3, 'kg')],
  ['radwag', { value_width: 13 }, 'SI  ^      12.34 g  \r\n', { state: 'over' }],
  ['toledo-continuous', { checksum: false }, '\u0002\u002c0   1234     0\r', stable(1234, -2, 'kg')],
])('scale-options %s %j: %j', (id, options, text, measured) => {
  expect(heard(id, options, text)).toMatchObject([{ kind: 'weight', measured }]);
});

test.each<[SerialProtocolId, string]>([
  ['nci-scp-01', '\n012.50lb\r\n00\r\u0003'],
  // of the other layout: the profile says which, because a lost digit would look the same
  ['radwag', 'SI         12.34 g  \r\n'],
  // a load on a scale that stands at zero
  ['nci-scp-01', '\n0012.50lb\r\n20\r\u0003'],
  // a weight that cannot be read is not a scale at zero
  ['nci-scp-01', '\n00#2.50lb\r\n20\r\u0003'],
  ['sma', '\nZ1G       5.025lb \r'],
  ['ohaus', '     192.211 g\r\n'],
  // without its question mark
  ['ohaus', '       0.01 g \r\n'],
  // kg without its k
  ['dini-argeo', 'ST,GS,     0.0,g\r\n'],
  ['radwag', 'SI         18.5 g \r\n'],
  ['and', 'ST,+0001.234 g\r\n'],
])('scale-options %s %j is no answer', (id, text) => {
  expect(heard(id, {}, text)).toEqual([]);
});
