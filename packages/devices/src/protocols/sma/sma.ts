import { framerOf } from '../../framers/delimited-framer.ts';
import { voiceModel, type ScaleVoice } from '../parts/scale-model.ts';
import {
  bytesOf,
  type MakeScaleProtocol,
  type ScaleAnswer,
  textOf,
  type ScaleProtocolParts,
} from '../parts/protocol.ts';
import { faultAnswer, measuredAnswer, rightAligned, weightOfText } from '../parts/weight-text.ts';
import smaProfile from './profiles/sma.json' with { type: 'json' };

/** Status, range, gross or net, motion, one for the future, ten of weight, three of unit: never another length. */
const FRAME =
  /^(?<status>[ZOUEIT ])[1-9](?<kind>[GNgnT])(?<motion>[M ]).(?<field>[-+ .0-9]{10})(?<unit>[A-Za-z ]{3})$/u;
/** The weight of a scale that has none to tell: an error, or a load that did not come to rest in time. */
const DASHES = /^[- ]+$/u;

function stateOf(status: string, raw: string): ScaleAnswer | null {
  if (status === 'O') return measuredAnswer({ state: 'over', raw });
  if (status === 'U') return measuredAnswer({ state: 'under', raw });
  if (status === 'E' || status === 'I') return measuredAnswer({ state: 'needs-zero', raw });
  return status === 'T' ? faultAnswer(raw, 'The scale cannot take this tare: clear the tare on the scale.') : null;
}

function parseSma(frame: Uint8Array): ScaleAnswer | null {
  const raw = textOf(frame);
  if (raw === '?') return faultAnswer(raw, 'The scale did not understand the command: check that it is set to SMA.');
  if (raw === '!') return faultAnswer(raw, 'The scale received garbled data: check baud rate and parity.');
  const groups = FRAME.exec(raw)?.groups;
  if (groups === undefined) return null;
  const state = stateOf(groups['status'] ?? '', raw);
  if (state !== null) return state;
  if (groups['motion'] === 'M' || DASHES.test(groups['field'] ?? '')) return measuredAnswer({ state: 'moving', raw });
  // a tare is what was taken off, not what lies on the scale
  if (groups['kind'] === 'T') return null;
  const value = rightAligned(groups['field'] ?? '');
  const measured = value === null ? null : weightOfText(value, groups['unit'] ?? '', raw);
  if (measured === null) return null;
  // zero, and a gross weight: one of the two is damaged
  const contradicts = groups['status'] === 'Z' && groups['kind'] === 'G';
  return contradicts && measured.state === 'stable' && measured.mantissa !== 0 ? null : measuredAnswer(measured);
}

/**
 * SMA, level 1 (Scale Manufacturers Association SCP-0499; Fairbanks PR-5410 manual):
 *
 *     LF W CR → LF s r n m f wwwwwwwwww uuu CR       LF Z CR zeroes and answers like W       unknown command → LF ? CR
 *     garbled command → LF ! CR       no rest in time → blank status, weight of dashes
 *     s  Z at zero · O over · U under · E or I zero error · T tare error · blank        m  M moving
 */
const reader: MakeScaleProtocol = () => ({
  title: 'SMA',
  framer: () => framerOf('lf-cr'),
  poll: bytesOf('\nW\r'),
  zero: bytesOf('\nZ\r'),
  zero_outcome: 'none',
  probe: bytesOf('\nW\r'),
  stability: 'marked',
  settle_ms: 0,
  parse: parseSma,
});

const voice: ScaleVoice = {
  unit: 'lb',
  places: 3,
  poll: '\nW\r',
  zero: '\nZ\r',
  zeroed: (_, load) => voice.say(load, '0.000'),
  unknown: '\n?\r',
  say: (load, value) => {
    const status = { stable: Number(value) === 0 ? 'Z' : ' ', moving: ' ', over: 'O', under: 'U' }[load];
    const field = load === 'over' || load === 'under' ? '----------' : value.padStart(10);
    return `\n${status}1G${load === 'moving' ? 'M' : ' '} ${field}lb \r`;
  },
};

export const sma = {
  id: 'sma',
  make: reader,
  profiles: [smaProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
