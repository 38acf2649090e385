import { framerOf } from '../framers/delimited-framer.ts';
import { bytesOf, type MakeScaleProtocol, type ScaleAnswer, textOf } from './protocol.ts';
import { faultAnswer, measuredAnswer, rightAligned, weightOfText } from './weight-text.ts';

/** Command, mark of stability, blank, sign, eleven columns, blank, unit in three. */
const WEIGHT =
  /(?<![A-Za-z])S(?:I|U|UI)? (?<mark>[ ?^v]) (?<sign>[- ])(?<field>[ .0-9]{11}) (?<unit>[A-Za-z]{1,3}) *$/u;
/** Beyond its range the columns hold no number. */
const BEYOND = /(?<![A-Za-z])S(?:I|U|UI)? (?<mark>[\^v]) .{12} [A-Za-z]{1,3} *$/u;
const NOT_NOW = /(?<![A-Za-z])S(?:I|U|UI)? I$/u;
const ZERO = /(?<![A-Za-z])Z (?<outcome>[DE^I])$/u;
const NOT_UNDERSTOOD = /(?<![A-Za-z])ES$/u;
const OUTCOMES = { D: 'done', E: 'refused', I: 'refused', '^': 'out-of-range' } as const;
const isOutcome = (letter: string | undefined): letter is keyof typeof OUTCOMES =>
  letter !== undefined && letter in OUTCOMES;

export function parseRadwag(frame: Uint8Array): ScaleAnswer | null {
  const raw = textOf(frame);
  const beyond = BEYOND.exec(raw)?.groups?.['mark'];
  if (beyond !== undefined) return measuredAnswer({ state: beyond === '^' ? 'over' : 'under', raw });
  if (NOT_NOW.test(raw)) return measuredAnswer({ state: 'moving', raw });
  const outcome = ZERO.exec(raw)?.groups?.['outcome'];
  if (isOutcome(outcome)) return { kind: 'zero', outcome: OUTCOMES[outcome] };
  if (NOT_UNDERSTOOD.test(raw)) return faultAnswer(raw, 'The scale did not understand the command.');
  const groups = WEIGHT.exec(raw)?.groups;
  const value = rightAligned(groups?.['field'] ?? '');
  if (groups === undefined || value === null) return null;
  if (groups['mark'] === '?') return measuredAnswer({ state: 'moving', raw });
  const measured = weightOfText(`${(groups['sign'] ?? '').trim()}${value}`, groups['unit'] ?? '', raw);
  return measured === null ? null : measuredAnswer(measured);
}

/**
 * Radwag (PS series technical data, communication protocol):
 *
 *     SI CR LF → SI, blank, mark, blank, sign, 11 columns, blank, unit CR LF       mark ? moving · ^ over · v under
 *     Z CR LF → Z A (taken) and then Z D done · Z ^ beyond the zero range · Z E not in time · Z I not now
 */
export const radwag: MakeScaleProtocol = () => ({
  id: 'radwag',
  title: 'Radwag',
  framer: () => framerOf('crlf'),
  poll: bytesOf('SI\r\n'),
  zero: bytesOf('Z\r\n'),
  zero_outcome: 'answer',
  probe: bytesOf('SI\r\n'),
  stability: 'told',
  settle_ms: 0,
  parse: parseRadwag,
});
