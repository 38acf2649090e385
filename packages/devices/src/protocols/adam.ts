import { framerOf } from '../framers/delimited-framer.ts';
import { bytesOf, type MakeScaleProtocol, type ScaleAnswer, textOf } from './protocol.ts';
import { measuredAnswer, rightAligned, weightOfText } from './weight-text.ts';

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
export const adam: MakeScaleProtocol = (options) => ({
  id: 'adam',
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
