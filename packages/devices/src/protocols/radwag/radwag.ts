import { framerOf } from '../../framers/delimited-framer.ts';
import { unsigned, isNegative, voiceModel, type ScaleVoice } from '../parts/scale-model.ts';
import {
  bytesOf,
  type MakeScaleProtocol,
  type ScaleAnswer,
  textOf,
  type ScaleProtocolParts,
} from '../parts/protocol.ts';
import { faultAnswer, measuredAnswer, rightAligned, weightOfText } from '../parts/weight-text.ts';
import radwagProfile from './profiles/radwag.json' with { type: 'json' };
import radwagPueProfile from './profiles/radwag-pue.json' with { type: 'json' };

/**
 * Command in three, no mark, sign, nine columns, unit left-aligned in three: `kg ` without its k is no gram, and a frame
 * that lost its mark is too short.
 */
const STABLE =
  /(?<![A-Za-z])(?:S {2}|SI |SU |SUI)(?<blanks> {2,3})(?<sign>[- ])(?<field>[ .0-9]{9}) (?<unit>[A-Za-z]{3}|[A-Za-z]{2} |[A-Za-z] {2})$/u;
/** Characters between command and unit: mark, blank, sign, nine columns; newer manuals have a blank before the mark. */
const USUAL_WIDTH = 12;
/** Beyond the range the columns hold no number; how many they are matters only where a weight is read from them. */
const MARKED = /(?<![A-Za-z])(?:S {2}|SI |SU |SUI) ?(?<mark>[?^v]) [^A-Za-z]{10,12} [A-Za-z]{1,3} *$/u;
/** Not now, not at rest in time, beyond the range: the command's name and a letter. */
const REFUSED = /(?<![A-Za-z])S(?:I|U|UI)? (?<mark>[IE^v])$/u;
const ZERO = /(?<![A-Za-z])Z (?<outcome>[DE^I])$/u;
const NOT_UNDERSTOOD = /(?<![A-Za-z])ES ?$/u;
const OUTCOMES = { D: 'done', E: 'refused', I: 'refused', '^': 'out-of-range' } as const;
const isOutcome = (letter: string | undefined): letter is keyof typeof OUTCOMES =>
  letter !== undefined && letter in OUTCOMES;

function parseRadwag(frame: Uint8Array, width: number): ScaleAnswer | null {
  const raw = textOf(frame);
  const mark = (MARKED.exec(raw) ?? REFUSED.exec(raw))?.groups?.['mark'];
  if (mark === '^') return measuredAnswer({ state: 'over', raw });
  if (mark === 'v') return measuredAnswer({ state: 'under', raw });
  if (mark !== undefined) return measuredAnswer({ state: 'moving', raw });
  const outcome = ZERO.exec(raw)?.groups?.['outcome'];
  if (isOutcome(outcome)) return { kind: 'zero', outcome: OUTCOMES[outcome] };
  if (NOT_UNDERSTOOD.test(raw)) return faultAnswer(raw, 'The scale did not understand the command.');
  const groups = STABLE.exec(raw)?.groups;
  const value = rightAligned(groups?.['field'] ?? '');
  // a digit lost in one layout would look like the other, so the profile says which
  if (groups === undefined || value === null || (groups['blanks'] ?? '').length + 10 !== width) return null;
  const measured = weightOfText(`${(groups['sign'] ?? '').trim()}${value}`, groups['unit'] ?? '', raw);
  return measured === null ? null : measuredAnswer(measured);
}

/**
 * Radwag (PS R1 and WPT user manuals, communication protocol):
 *
 *     SI CR LF → SI, blank, mark, blank, sign, 9 columns, blank, unit in 3 CR LF       mark ? moving · ^ over · v under
 *                SI I not now · SI ^ and SI v beyond the range
 *     Z CR LF → Z A (taken) and then Z D done · Z ^ beyond the zero range · Z E not in time · Z I not now
 */
const reader: MakeScaleProtocol = (options) => ({
  title: 'Radwag',
  framer: () => framerOf('crlf'),
  poll: bytesOf('SI\r\n'),
  zero: bytesOf('Z\r\n'),
  zero_outcome: 'answer',
  probe: bytesOf('SI\r\n'),
  stability: 'marked',
  settle_ms: 0,
  parse: (frame) => parseRadwag(frame, options.value_width ?? USUAL_WIDTH),
});

const voice: ScaleVoice = {
  unit: 'g',
  places: 2,
  poll: 'SI\r\n',
  zero: 'Z\r\n',
  zeroed: (done, load) => (done ? 'Z A\r\nZ D\r\n' : `Z ${load === 'moving' ? 'E' : '^'}\r\n`),
  unknown: 'ES\r\n',
  say: (load, value) => {
    const mark = { stable: ' ', moving: '?', over: '^', under: 'v' }[load];
    const field = load === 'over' || load === 'under' ? '---------' : unsigned(value).padStart(9);
    return `SI ${mark} ${isNegative(value) ? '-' : ' '}${field} g  \r\n`;
  },
};

export const radwag = {
  id: 'radwag',
  make: reader,
  profiles: [radwagProfile, radwagPueProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
