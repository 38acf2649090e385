import type { WeightUnit } from '@serialbridge/core/scan';
import { continuousFramer } from '../../framers/continuous-framer.ts';
import { unsigned, isNegative, voiceModel, type ScaleVoice } from '../parts/scale-model.ts';
import {
  bytesOf,
  type MakeScaleProtocol,
  type ScaleAnswer,
  textOf,
  type ScaleProtocolParts,
} from '../parts/protocol.ts';
import { faultAnswer, measuredAnswer, otherUnit } from '../parts/weight-text.ts';
import toledoContinuousProfile from './profiles/toledo-continuous.json' with { type: 'json' };
import toledoContinuousNoChecksumProfile from './profiles/toledo-continuous-no-checksum.json' with { type: 'json' };

/** Bits 0 to 2 of status word A: how the six digits are read. */
const EXPONENTS = [2, 1, 0, -1, -2, -3, -4, -5] as const;
/** Bits 0 to 2 of status word C; 0: kg or lb, as status word B says. */
const OTHER_UNITS: Readonly<Record<number, WeightUnit>> = { 1: 'g', 3: 'oz' };
const DIGITS = /^ *\d+$/u;

function unitOf(statusB: number, statusC: number): WeightUnit | null {
  if ((statusC & 7) === 0) return (statusB & 0x10) === 0 ? 'lb' : 'kg';
  return OTHER_UNITS[statusC & 7] ?? null;
}

function parseToledoContinuous(frame: Uint8Array): ScaleAnswer | null {
  const raw = textOf(frame);
  const [statusA = 0, statusB = 0, statusC = 0] = frame;
  const [weight, tare] = [raw.slice(3, 9), raw.slice(9, 15)];
  // bit 5 of every status word is always set; bit 7 never is, and the checksum does not cover it
  if (frame.length !== 15 || [statusA, statusB, statusC].some((status) => (status & 0xa0) !== 0x20)) return null;
  const negative = (statusB & 0x02) !== 0;
  if ((statusB & 0x40) !== 0) return measuredAnswer({ state: 'needs-zero', raw });
  if ((statusB & 0x04) !== 0) return measuredAnswer({ state: negative ? 'under' : 'over', raw });
  if ((statusB & 0x08) !== 0) return measuredAnswer({ state: 'moving', raw });
  if (!DIGITS.test(weight) || !DIGITS.test(tare)) return null;
  if ((statusC & 0x10) !== 0) return faultAnswer(raw, 'The scale shows ten times its resolution: switch that off.');
  const unit = unitOf(statusB, statusC);
  if (unit === null) return faultAnswer(raw, otherUnit(''));
  const value = Number(weight);
  const mantissa = negative && value !== 0 ? -value : value;
  return measuredAnswer({ state: 'stable', mantissa, exponent: EXPONENTS[statusA & 7] ?? 0, unit, raw });
}

/**
 * Toledo continuous output, which Fairbanks and many indicators copy (Mettler-Toledo Wildcat technical manual, 6-4, 6-5):
 *
 *     STX | A | B | C | six digits of weight | six of tare | CR | checksum
 *     A bits 0-2 decimal point · B bit 0 net, 1 negative, 2 out of range, 3 moving, 4 kg, 6 not yet zeroed
 *     C bits 0-2 other units, 4 expanded       checksum: the seven low bits of all bytes add up to zero
 *
 * It sends by itself and is never asked; a zero (Z) is not answered.
 */
const reader: MakeScaleProtocol = (options) => ({
  title: 'Toledo continuous',
  framer: () => continuousFramer({ checksum: options.checksum ?? true }),
  poll: null,
  zero: bytesOf('Z'),
  zero_outcome: 'none',
  probe: null,
  stability: 'marked',
  settle_ms: 0,
  parse: parseToledoContinuous,
});

/** Kilograms with two places: status word A says `XXXX.XX`, increment 1. */
const voice: ScaleVoice = {
  unit: 'kg',
  places: 2,
  poll: null,
  zero: 'Z',
  say: (load, value) => {
    const negative = isNegative(value) || load === 'under';
    const bits =
      (negative ? 0x02 : 0) | (load === 'moving' ? 0x08 : 0) | (load === 'over' || load === 'under' ? 0x04 : 0);
    const digits = unsigned(value)
      .replace('.', '')
      .replace(/^0+(?=\d)/u, '')
      .padStart(6);
    const body = `\u0002\u002c${String.fromCharCode(0x30 | bits)}\u0020${digits}     0\r`;
    const sum = Array.from(body).reduce((total, character) => total + character.charCodeAt(0), 0);
    return `${body}${String.fromCharCode((128 - (sum % 128)) % 128)}`;
  },
};

export const toledoContinuous = {
  id: 'toledo-continuous',
  make: reader,
  profiles: [toledoContinuousProfile, toledoContinuousNoChecksumProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
