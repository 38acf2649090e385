import { framerOf } from '../../framers/delimited-framer.ts';
import { unsigned, signOf, voiceModel, type ScaleVoice } from '../parts/scale-model.ts';
import {
  bytesOf,
  type MakeScaleProtocol,
  type ScaleAnswer,
  textOf,
  type ScaleProtocolParts,
} from '../parts/protocol.ts';
import { measuredAnswer, rightAligned, weightOfText } from '../parts/weight-text.ts';
import adamCpwplusProfile from './profiles/adam-cpwplus.json' with { type: 'json' };

/** Gross or net, five blanks, sign, seven columns, blank, unit. */
const WEIGHT = /[GN] {5}(?<sign>[+-])(?<field>[ .0-9]{7}) (?<unit>kg|g|lb|oz) *$/u;
/** The manual shows no frame of an overload; its display says OL and -OL. */
const BEYOND = /[GN] {5}(?<sign>[+-]) *OL *(?:kg|g|lb|oz)? *$/u;
const SETTLE_MS = 600;

function parseAdam(frame: Uint8Array): ScaleAnswer | null {
  const raw = textOf(frame);
  const beyond = BEYOND.exec(raw)?.groups?.['sign'];
  if (beyond !== undefined) return measuredAnswer({ state: beyond === '+' ? 'over' : 'under', raw });
  const groups = WEIGHT.exec(raw)?.groups;
  const value = rightAligned(groups?.['field'] ?? '');
  if (groups === undefined || value === null) return null;
  const measured = weightOfText(`${groups['sign'] ?? ''}${value}`, groups['unit'] ?? '', raw);
  return measured === null ? null : measuredAnswer(measured);
}

/**
 * Adam CPWplus (manual, RS-232 section): G CR LF → `G     +   2.00 kg` CR LF. Nothing in it says whether the load rests,
 * so equal readings over `settle_ms` are one: our own rule.
 */
const reader: MakeScaleProtocol = (options) => ({
  title: 'Adam',
  framer: () => framerOf('crlf'),
  poll: bytesOf('G\r\n'),
  zero: bytesOf('Z\r\n'),
  zero_outcome: 'none',
  probe: bytesOf('G\r\n'),
  stability: 'repetition',
  settle_ms: options.settle_ms ?? SETTLE_MS,
  parse: parseAdam,
});

const voice: ScaleVoice = {
  unit: 'kg',
  places: 2,
  poll: 'G\r\n',
  zero: 'Z\r\n',
  say: (load, value) => {
    if (load === 'over' || load === 'under') return `G     ${load === 'over' ? '+' : '-'}     OL kg\r\n`;
    return `G     ${signOf(value)}${unsigned(value).padStart(7)} kg\r\n`;
  },
};

export const adam = {
  id: 'adam',
  make: reader,
  profiles: [adamCpwplusProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
