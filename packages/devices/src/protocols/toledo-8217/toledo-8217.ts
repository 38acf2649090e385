import { decimalOf, type WeightUnit } from '@serialbridge/core/scan';
import { framerOf } from '../../framers/delimited-framer.ts';
import { isNegative, voiceModel, type ScaleVoice } from '../parts/scale-model.ts';
import {
  bytesOf,
  type MakeScaleProtocol,
  type ScaleAnswer,
  textOf,
  type ScaleProtocolParts,
} from '../parts/protocol.ts';
import { faultAnswer, measuredAnswer } from '../parts/weight-text.ts';
import mettlerToledo8217Profile from './profiles/mettler-toledo-8217.json' with { type: 'json' };
import mettlerToledo8217KgProfile from './profiles/mettler-toledo-8217-kg.json' with { type: 'json' };

/** N: net. */
const WEIGHT = /^(?<value>\d{2}\.\d{2,3})N?$/u;
/** `ww.ww` in pounds, `ww.www` in kilograms: a byte lost on the line, or the wrong unit, must not look like the other. */
const WIDTHS: Readonly<Record<WeightUnit, number>> = { lb: 5, oz: 5, kg: 6, g: 6 };
/** Bit 7 is the parity of 7E1 seen as 8N1; bit 6 is always set. */
const STATUS = /^\?(?<status>[\u0040-\u007f\u00c0-\u00ff])$/u;
const ECHO = /^E/u;

const MOTION = 0x01;
const OVER = 0x02;
const UNDER = 0x04;
const OUTSIDE_ZERO = 0x08;

interface Setting {
  readonly unit: WeightUnit;
  /** Characters of the weight; null takes five and six. */
  readonly width: number | null;
}

function statusAnswer(status: number, raw: string): ScaleAnswer {
  if ((status & OVER) !== 0) return measuredAnswer({ state: 'over', raw });
  if ((status & UNDER) !== 0) return measuredAnswer({ state: 'under', raw });
  if ((status & MOTION) !== 0) return measuredAnswer({ state: 'moving', raw });
  if ((status & OUTSIDE_ZERO) !== 0) return measuredAnswer({ state: 'needs-zero', raw });
  return faultAnswer(raw, 'The scale gives no weight and does not say why: take everything off and zero it.');
}

function parseToledo8217(frame: Uint8Array, { unit, width }: Setting): ScaleAnswer | null {
  const raw = textOf(frame);
  const value = WEIGHT.exec(raw)?.groups?.['value'];
  if (value !== undefined && width !== null && value.length !== width)
    return faultAnswer(
      raw,
      `The scale sends ${value.length} characters, not the ${width} of its unit: check its unit.`,
    );
  if (value !== undefined) {
    const decimal = decimalOf(value);
    return decimal === null ? null : measuredAnswer({ state: 'stable', ...decimal, unit, raw });
  }
  const status = STATUS.exec(raw)?.groups?.['status'];
  if (status !== undefined) return statusAnswer(status.charCodeAt(0) & 0x7f, raw);
  return ECHO.test(raw) ? { kind: 'identity', text: 'echo' } : null;
}

/**
 * Toledo 8217, as scanner-scales and counter scales speak it (Magellan 8500 service manual, scale interface):
 *
 *     W → STX ww.ww CR (lb) · STX ww.www CR (kg) · STX ww.wwN CR (net) · STX ? s CR (no weight)
 *     s bit 0 moving · 1 over · 2 under · 3 outside the zero range · 4 at zero · 5 net · 6 always set
 *
 * The unit is not in the frame: it is what the scale is set to, `options.unit`, pounds unless the profile says otherwise.
 * A scale with other decimal places than its unit has here needs `options.value_width`.
 * A zero (Z) is not answered.
 */
const reader: MakeScaleProtocol = ({ unit = 'lb', value_width }) => ({
  title: 'Toledo 8217',
  framer: () => framerOf('stx-cr'),
  poll: bytesOf('W'),
  zero: bytesOf('Z'),
  zero_outcome: 'none',
  probe: bytesOf('W'),
  stability: 'marked',
  settle_ms: 0,
  parse: (frame) => parseToledo8217(frame, { unit, width: value_width === undefined ? WIDTHS[unit] : value_width }),
});

const voice: ScaleVoice = {
  unit: 'lb',
  places: 2,
  poll: 'W',
  zero: 'Z',
  say: (load, value) => {
    const status = { stable: '', moving: 'A', over: 'B', under: 'D' };
    // it has no sign: below zero there is no weight
    const now = load === 'stable' && isNegative(value) ? 'under' : load;
    return now === 'stable' ? `\u0002${value.padStart(5, '0')}\r` : `\u0002?${status[now]}\r`;
  },
};

export const toledo8217 = {
  id: 'toledo-8217',
  make: reader,
  profiles: [mettlerToledo8217Profile, mettlerToledo8217KgProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
