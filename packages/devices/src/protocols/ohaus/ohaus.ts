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
import ohausProfile from './profiles/ohaus.json' with { type: 'json' };

/** Columns of weight, all there are, blank, unit, and a question mark while it moves. */
const WEIGHT = /(?<![-+ .0-9])(?<field>[-+ .0-9]+) (?<unit>[A-Za-z]{1,3})(?<tail> {0,5}\?? *)$/u;
/** Nothing stands before the columns: one more of them, or one less, is a byte gained or lost on the line. */
const COLUMNS = 11;
/** Columns that some models give the unit. */
const UNIT_COLUMNS = 5;
const ERROR = /Err ?(?<number>\d\.\d) *$/u;
const NOT_UNDERSTOOD = /(?<![A-Za-z])ES *$/u;

/** At rest there is no tail, or the whole of it in blanks; any other number of blanks has lost its question mark. */
const isWholeTail = (unit: string, tail: string): boolean =>
  [0, ' ?'.length, UNIT_COLUMNS - unit.length + '?'.length].includes(tail.length);

function parseOhaus(frame: Uint8Array, columns: number | null): ScaleAnswer | null {
  const raw = textOf(frame);
  const error = ERROR.exec(raw)?.groups?.['number'];
  if (error === '8.3') return measuredAnswer({ state: 'over', raw });
  if (error === '8.4') return measuredAnswer({ state: 'under', raw });
  if (error === '8.1') return measuredAnswer({ state: 'needs-zero', raw });
  if (error !== undefined) return faultAnswer(raw, `The scale says error ${error}: see its manual.`);
  if (NOT_UNDERSTOOD.test(raw)) return faultAnswer(raw, 'The scale did not understand the command.');
  const groups = WEIGHT.exec(raw)?.groups;
  const { field = '', unit = '', tail = '' } = groups ?? {};
  const value = rightAligned(field);
  if (value === null || (columns !== null && field.length !== columns)) return null;
  if (tail.includes('?')) return measuredAnswer({ state: 'moving', raw });
  if (!isWholeTail(unit, tail)) return null;
  const measured = weightOfText(value, unit, raw);
  return measured === null ? null : measuredAnswer(measured);
}

/**
 * Ohaus (RS232 interface manual; error numbers of the Ranger and Defender manuals):
 *
 *     IP CR LF → 11 columns of weight, blank, unit, ` ?` while it moves, CR LF       older: unit in 5 columns, `?` or blank
 *     Err8.1 cannot find zero · Err8.3 over · Err8.4 under · ES not understood
 *
 * Some models send twelve columns (`options.value_width`). A zero (Z CR LF) is not answered.
 */
const reader: MakeScaleProtocol = ({ value_width }) => ({
  title: 'Ohaus',
  framer: () => framerOf('crlf'),
  poll: bytesOf('IP\r\n'),
  zero: bytesOf('Z\r\n'),
  zero_outcome: 'none',
  probe: bytesOf('IP\r\n'),
  stability: 'marked',
  settle_ms: 0,
  parse: (frame) => parseOhaus(frame, value_width === undefined ? COLUMNS : value_width),
});

const voice: ScaleVoice = {
  unit: 'g',
  places: 2,
  poll: 'IP\r\n',
  zero: 'Z\r\n',
  unknown: 'ES\r\n',
  say: (load, value) => {
    if (load === 'over' || load === 'under') return `Err${load === 'over' ? '8.3' : '8.4'}\r\n`;
    return `${value.padStart(11)} g${load === 'moving' ? ' ?' : ''}\r\n`;
  },
};

export const ohaus = {
  id: 'ohaus',
  make: reader,
  profiles: [ohausProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
