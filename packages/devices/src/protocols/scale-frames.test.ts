import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hear,
  KNOWN_FRAMES as KNOWN,
  type KnownFrame,
  oracleOf,
  protocolOf,
  stableIn,
} from './oracles/known-protocols.ts';
import { bytesOf, type ScaleAnswer, textOf } from './parts/protocol.ts';
import { SERIAL_PROTOCOL_IDS as IDS, type SerialProtocolId } from './scale-protocols.ts';

const weights = (id: SerialProtocolId, ...pieces: readonly string[]): ScaleAnswer[] =>
  hear(protocolOf(id), pieces.map(bytesOf)).filter(({ kind }) => kind === 'weight');
/** State, and weight where it is one: what the known frames say, no more. */
function withoutRaw(answer: ScaleAnswer): object {
  if (answer.kind !== 'weight' || answer.measured.state !== 'stable')
    return answer.kind === 'weight' ? { kind: 'weight', measured: { state: answer.measured.state } } : answer;
  const { state, mantissa, exponent, unit } = answer.measured;
  return { kind: 'weight', measured: { state, mantissa, exponent, unit } };
}
const stable = (id: SerialProtocolId, stream: string): object[] =>
  stableIn(weights(id, stream)).map(({ mantissa, exponent, unit }) => ({ mantissa, exponent, unit }));

test('scale-frames: every serial protocol has frames', () => {
  expect(new Set(KNOWN.map(({ id }) => id))).toEqual(new Set(IDS));
});

test.each(KNOWN)('scale-frames $id $meaning: whole, byte by byte, cut at every byte', ({ id, text, expected }) => {
  expect(weights(id, text)).toMatchObject(expected);
  expect(weights(id, ...Array.from(text))).toMatchObject(expected);
  for (let cut = 0; cut <= text.length; cut += 1)
    expect(weights(id, text.slice(0, cut), text.slice(cut))).toMatchObject(expected);
});

/**
 * What is heard behind the noise is the true answer, whatever the noise itself says. Protocols with a start character begin
 * anew at the frame's own; the others are read from the end of the line. Toledo continuous has fixed lengths: there the
 * noise would have to bring its own STX, and a CR seventeen bytes later, to swallow anything.
 */
function trueBehind(frame: KnownFrame, noise: string): boolean {
  const behind = weights(frame.id, `${noise}${frame.text}`).slice(weights(frame.id, noise).length);
  if (behind.length === 0 && oracleOf(frame.id).mayHide?.(frame.text, noise) === true) return true;
  return isDeepStrictEqual(behind.map(withoutRaw), frame.expected);
}

const NOISE = [
  '\u0000',
  '\u00ff\u00fe',
  '\r',
  '\n',
  '\r\n',
  '\n\r',
  '\u0002',
  '\u0003',
  '\u0002\u0002',
  '\u001b',
].concat(
  [
    '7',
    '12345',
    '0.00',
    '-',
    '.',
    ' ',
    '+',
    '?',
    'xyz',
    'E',
    'S',
    'ST,',
    'OK',
    'ERR',
    '\u00020',
    '\n0',
    '\n 1G',
    'OL,+9',
  ],
  [
    'S S     1',
    '8.00 g\r\n',
    'G     +',
    '12.50lb\r\n00\r\u0003',
    '01.25\r',
    '1,kg\r\n',
    ' 1 g ?\r\n',
    '\u0002\u002c0 ',
  ],
);

test.each(KNOWN)('scale-frames $id $meaning: behind noise', (frame) => {
  for (const noise of NOISE) expect(trueBehind(frame, noise), JSON.stringify(noise)).toBe(true);
});

test.each(IDS)('scale-frames %s: every frame behind every part of every other', (id) => {
  const own = KNOWN.filter((frame) => frame.id === id);
  for (const { text } of own) {
    for (let cut = 1; cut < text.length; cut += 1) {
      for (const frame of own) {
        const [first, second] = [text.slice(0, cut), text.slice(cut)];
        const joined = stable(id, `${first}${frame.text}`);
        expect([stable(id, frame.text), []], JSON.stringify([first, frame.text])).toContainEqual(joined);
        expect(trueBehind(frame, second), JSON.stringify([second, frame.text])).toBe(true);
      }
    }
  }
});

test('scale-frames: every frame behind random noise', () => {
  const flavoured = fc.string({
    unit: fc.constantFrom(...Array.from('S SDIZG+-.0123 gklboz?,\r\n\u0002\u0003')),
    maxLength: 16,
  });
  const any = fc.uint8Array({ maxLength: 16 }).map(textOf);
  fc.assert(
    fc.property(fc.constantFrom(...KNOWN), fc.oneof(flavoured, any), (frame, noise) => {
      expect(trueBehind(frame, noise)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});

test.each(KNOWN)('scale-frames $id $meaning: without its end it is no weight', ({ id, text }) => {
  // an echo ends before its text does; nothing of it is a weight either
  for (let cut = 0; cut < text.length; cut += 1) expect(weights(id, text.slice(0, cut))).toEqual([]);
});

test.each(KNOWN)(
  'scale-frames $id $meaning: with bytes lost or doubled before its end it is no other weight',
  ({ id, text }) => {
    const { end } = oracleOf(id);
    const body = text.slice(0, text.length - end.length);
    const allowed = [[], stable(id, text)];
    for (let cut = 0; cut < body.length; cut += 1) {
      // Ohaus marks a load that moves, and a rest by nothing: without the whole mark it is, byte for byte, a frame of rest
      if (id === 'ohaus' && / g(?: {2})?$/u.test(body.slice(0, cut)) && allowed[1]?.length === 0) continue;
      expect(allowed, `first ${cut}`).toContainEqual(stable(id, `${body.slice(0, cut)}${end}`));
    }
    for (let index = 0; index < body.length; index += 1) {
      const doubled = `${text.slice(0, index)}${text.charAt(index)}${text.slice(index)}`;
      expect(allowed, `doubled ${index}`).toContainEqual(stable(id, doubled));
      // Adam's unit has no columns, so `kg` may become `g`; a weight counts there only once it was said again and again
      if (id === 'adam' && body.charAt(index) === 'k') continue;
      expect(allowed, `without ${index}`).toContainEqual(stable(id, `${text.slice(0, index)}${text.slice(index + 1)}`));
    }
  },
);

const CONTINUOUS = KNOWN.filter(({ id }) => id === 'toledo-continuous');
const CHECKSUM_AT = 17;

const sum = (text: string): number => bytesOf(text).reduce((total, byte) => total + byte, 0) % 128;

function flipped(text: string, ...bits: readonly number[]): string {
  const bytes = Buffer.from(text, 'latin1');
  for (const bit of bits) bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return textOf(bytes);
}

test.each(CONTINUOUS)(
  'scale-frames toledo-continuous $meaning: with any one byte changed it is no weight',
  ({ text }) => {
    let tried = 0;
    for (let index = 0; index < text.length; index += 1) {
      for (let code = 0; code < 256; code += 1) {
        if (code === text.charCodeAt(index)) continue;
        const changed = `${text.slice(0, index)}${String.fromCharCode(code)}${text.slice(index + 1)}`;
        // bit 7 of the checksum means nothing: the seven others still say that all is well, and it is
        const harmless = index === CHECKSUM_AT && code % 128 === text.charCodeAt(index);
        expect(weights('toledo-continuous', changed)).toHaveLength(harmless ? 1 : 0);
        expect(stable('toledo-continuous', changed)).toEqual(harmless ? stable('toledo-continuous', text) : []);
        tried += 1;
      }
    }
    expect(tried).toBe(18 * 255);
  },
);

test.each(CONTINUOUS)('scale-frames toledo-continuous $meaning: with two bits changed it is no weight', ({ text }) => {
  const heard: ScaleAnswer[] = [];
  let cancelled = 0;
  for (let one = 0; one < text.length * 8; one += 1) {
    for (let other = one + 1; other < text.length * 8; other += 1) {
      const changed = flipped(text, one, other);
      // the same bit up in one byte and down in another: no sum can see that
      if (sum(changed) === 0) cancelled += 1;
      else heard.push(...weights('toledo-continuous', changed));
    }
  }
  expect(heard).toEqual([]);
  expect(cancelled).toBeGreaterThan(0);
});
