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
import diniArgeoProfile from './profiles/dini-argeo.json' with { type: 'json' };

/**
 * State, gross or net, eight columns, unit; many indicators leave out the comma before the unit and write a sign first (`ST,GS,+ 12.345kg`). The unit is two characters, ` g` too: a lone `g` may be a `kg` that lost its k.
 */
const WEIGHT = /(?<state>ST|US),(?:GS|NT),(?<field>[-+ .0-9]{8}),?(?<unit>[A-Za-z]{2}| [A-Za-z]|[A-Za-z] ) *$/u;
/** What stands in the columns of a scale beyond its range is not documented. */
const BEYOND = /(?<state>OL|UL),(?:GS|NT),[^,]{8},?[A-Za-z ]{1,2} *$/u;
const DONE = /(?:^|[^A-Za-z])OK$/u;
const ERROR = /ERR(?<number>\d\d)$/u;

function parseDiniArgeo(frame: Uint8Array): ScaleAnswer | null {
  const raw = textOf(frame);
  const beyond = BEYOND.exec(raw)?.groups?.['state'];
  if (beyond !== undefined) return measuredAnswer({ state: beyond === 'OL' ? 'over' : 'under', raw });
  if (DONE.test(raw)) return { kind: 'zero', outcome: 'done' };
  const error = ERROR.exec(raw)?.groups?.['number'];
  // 04: the command is right, but cannot be done now
  if (error === '04') return { kind: 'zero', outcome: 'refused' };
  if (error !== undefined) return faultAnswer(raw, `The scale answers ERR${error}: check its protocol setting.`);
  const groups = WEIGHT.exec(raw)?.groups;
  const value = rightAligned(groups?.['field'] ?? '');
  if (groups === undefined || value === null) return null;
  if (groups['state'] === 'US') return measuredAnswer({ state: 'moving', raw });
  const measured = weightOfText(value, groups['unit'] ?? '', raw);
  return measured === null ? null : measuredAnswer(measured);
}

/**
 * Dini Argeo, the form that many indicators copy (DGT4X technical manual; 3590EXP technical manual, 5.4, writes `Kg`):
 *
 *     READ CR LF → ST,GS,     0.0,kg CR LF       unit in two characters       ST rests · US moves · OL over · UL under       GS gross · NT net
 *     indicators that copy it (Selleton SL-7515 manual, page 14): ST,GS,+ 12.345kg CR LF, sent continuously or when asked
 *     ZERO CR LF → OK CR LF · ERR04 cannot be done now
 */
const reader: MakeScaleProtocol = () => ({
  title: 'Dini Argeo',
  framer: () => framerOf('crlf'),
  poll: bytesOf('READ\r\n'),
  zero: bytesOf('ZERO\r\n'),
  zero_outcome: 'answer',
  probe: bytesOf('READ\r\n'),
  stability: 'marked',
  settle_ms: 0,
  parse: parseDiniArgeo,
});

const voice: ScaleVoice = {
  unit: 'kg',
  places: 2,
  poll: 'READ\r\n',
  zero: 'ZERO\r\n',
  zeroed: (done) => (done ? 'OK\r\n' : 'ERR04\r\n'),
  unknown: 'ERR02\r\n',
  say: (load, value) => {
    const state = { stable: 'ST', moving: 'US', over: 'OL', under: 'UL' }[load];
    return `${state},GS,${value.padStart(8)},kg\r\n`;
  },
};

export const diniArgeo = {
  id: 'dini-argeo',
  make: reader,
  profiles: [diniArgeoProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
