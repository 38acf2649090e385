import { expect, test } from 'vitest';
import { bytesOf } from '../protocols/parts/protocol.ts';
import { learnFraming } from './learn-framing.ts';

const CODE = 'SB-LEARN-7Q4Z';
const learn = (text: string) => learnFraming(bytesOf(text), CODE);
const codes = (text: string): string[] => learn(text).warnings.map(({ code }) => code);

test.each([
  [`]C0${CODE}\r`, { prefix: '', suffix: '', aim_id: ']C0', framer: 'cr' }],
  [`]C0${CODE}\r\n`, { prefix: '', suffix: '', aim_id: ']C0', framer: 'cr' }],
  [`${CODE}\n`, { prefix: '', suffix: '', aim_id: null, framer: 'lf' }],
  [`${CODE}\t`, { prefix: '', suffix: '', aim_id: null, framer: 'tab' }],
  [`\u0002A]C0${CODE}Z\r`, { prefix: 'A', suffix: 'Z', aim_id: ']C0', framer: 'stx-cr' }],
  [`${CODE}\u0003`, { prefix: '', suffix: '', aim_id: null, framer: 'etx' }],
  [`!${CODE}#`, { prefix: '!', suffix: '#', aim_id: null, framer: 'cr-or-silence' }],
])('learn: %j', (sent, learnt) => {
  expect(learn(sent)).toMatchObject(learnt);
});

test('learn: scanned several times, the same around each', () => {
  expect(learn(`]C0${CODE}\r`.repeat(3))).toMatchObject({ aim_id: ']C0', framer: 'cr', suffix: '', warnings: [] });
});

test('learn: what does not repeat is said', () => {
  expect(codes(`]C0${CODE}\rnoise]C0${CODE}\r`)).toEqual(['device.learn-uneven']);
});

test('learn: a scanner without AIM id and without suffix is told to be set up', () => {
  expect(codes(CODE)).toEqual(['device.learn-no-aim', 'device.learn-no-suffix']);
});

test('device.learn-nothing, device.learn-not-found: nothing heard is not the same as another code heard', () => {
  expect(() => learn('')).toThrow(/learn-nothing/u);
  expect(() => learn('OTHER\r')).toThrow(/learn-not-found/u);
});
