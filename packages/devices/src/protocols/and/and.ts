import { framerOf } from '../../framers/delimited-framer.ts';
import { unsigned, signOf, voiceModel, type ScaleVoice } from '../parts/scale-model.ts';
import {
  bytesOf,
  type MakeScaleProtocol,
  type ScaleAnswer,
  textOf,
  type ScaleProtocolParts,
} from '../parts/protocol.ts';
import { faultAnswer, measuredAnswer, weightOfText } from '../parts/weight-text.ts';
import andProfile from './profiles/and.json' with { type: 'json' };

/**
 * Header, sign and eight characters, unit right-aligned in three (so that `kg` without its k is no gram): anchored at the
 * end, whatever noise stands before it.
 */
const WEIGHT = /(?<header>ST|US|QT),(?<field>[+-][0-9.]{8})(?<unit> {2}[A-Za-z%]| [A-Za-z]{2}|[A-Za-z]{3})$/u;
/** What stands behind the sign differs: 9999999E+19 (FX-i), 9999.999 and the unit (HC-i). */
const OVERLOAD = /OL,(?<sign>[+-])9[^,]*$/u;
const ERROR = /EC,E(?<number>\d\d)$/u;

function parseAnd(frame: Uint8Array): ScaleAnswer | null {
  const raw = textOf(frame);
  const sign = OVERLOAD.exec(raw)?.groups?.['sign'];
  if (sign !== undefined) return measuredAnswer({ state: sign === '+' ? 'over' : 'under', raw });
  const error = ERROR.exec(raw)?.groups?.['number'];
  if (error !== undefined)
    return faultAnswer(raw, `The scale says error E${error}: check that it is set to A&D standard format.`);
  const groups = WEIGHT.exec(raw)?.groups;
  if (groups === undefined) return null;
  if (groups['header'] === 'QT' || groups['unit'] === ' PC')
    return faultAnswer(raw, 'The scale counts pieces: leave the counting mode.');
  if (groups['header'] === 'US') return measuredAnswer({ state: 'moving', raw });
  const measured = weightOfText(groups['field'] ?? '', groups['unit'] ?? '', raw);
  return measured === null ? null : measuredAnswer(measured);
}

/**
 * A&D standard format (GC series manual; FX-i/GX and HC-i manuals for overload):
 *
 *     Q CR LF → ST,+0001.234 kg CR LF · US,… moving · OL,±9999999E+19 over or under · QT,+00001234 PC counting · EC,Enn error
 *
 * A zero (Z CR LF) is not answered in the factory setting.
 */
const reader: MakeScaleProtocol = () => ({
  title: 'A&D',
  framer: () => framerOf('crlf'),
  poll: bytesOf('Q\r\n'),
  zero: bytesOf('Z\r\n'),
  zero_outcome: 'none',
  probe: bytesOf('Q\r\n'),
  stability: 'marked',
  settle_ms: 0,
  parse: parseAnd,
});

const voice: ScaleVoice = {
  unit: 'kg',
  places: 3,
  poll: 'Q\r\n',
  zero: 'Z\r\n',
  say: (load, value) => {
    if (load === 'over' || load === 'under') return `OL,${load === 'over' ? '+' : '-'}9999999E+19\r\n`;
    return `${load === 'moving' ? 'US' : 'ST'},${signOf(value)}${unsigned(value).padStart(8, '0')} kg\r\n`;
  },
};

export const and = {
  id: 'and',
  make: reader,
  profiles: [andProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
