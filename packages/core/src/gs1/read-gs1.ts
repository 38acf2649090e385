import { GS1_AIM_IDS, type ScannedCode } from './aim-id.ts';
import type { Gs1Context, Gs1Evidence, Gs1Message } from './gs1-message.ts';
import { parseBracketed } from './parse-bracketed.ts';
import { parseDigitalLink } from './parse-digital-link.ts';
import { GS, parseElementString } from './parse-element-string.ts';

/** Without an AIM id only codes that begin with a key of fixed length and hold without a fault are taken for GS1. */
const KEY_IN_FRONT = /^(?:00\d{18}|0[12]\d{14})/u;

/** ISO 15434, format 05: an element string in an envelope. */
// oxlint-disable-next-line no-control-regex
const ENVELOPE_05 = /^\[\)>\u001E?05\u001D(?<elements>[^\u001E\u0004]+)\u001E?\u0004?$/u;

/** What scanners and keyboards send for the separator, or send twice: no element has these signs in it. */
// oxlint-disable-next-line no-control-regex
const SEPARATORS = /\u001D{2,}|\^\]|\{GS\}|<GS>|[|\]]/giu;

/** An element string whose separators may have come as other signs. Its faults are told as it came. */
function readElements(text: string, context: Gs1Context, evidence: Gs1Evidence): Gs1Message {
  const read = parseElementString(text, context, evidence);
  if (read.errors.length === 0 && !/<GS>/iu.test(text)) return read;
  const separated = text.replaceAll(SEPARATORS, GS);
  if (separated === text) return read;
  const again = parseElementString(separated, context, evidence);
  return again.errors.length === 0 ? again : read;
}

/**
 * Reads a scan's text as GS1, or returns null when nothing says that it is: a plain serial must stay one.
 * An AIM id decides; without one, a GS does, the printed form with its brackets, or a form so particular that chance is
 * unlikely (`evidence: 'shape'`).
 * A GS1 code with faults is still returned, with every fault, because "not GS1" would be the wrong answer for it.
 */
export function readGs1(
  { text, aim_id }: Pick<ScannedCode, 'text' | 'aim_id'>,
  context: Gs1Context,
): Gs1Message | null {
  if (/^https?:\/\//iu.test(text)) return parseDigitalLink(text, context);
  const enveloped = ENVELOPE_05.exec(text)?.groups?.['elements'];
  if (enveloped !== undefined) return readElements(enveloped, context, 'fnc1');
  if (aim_id !== null) {
    return GS1_AIM_IDS.has(aim_id) ? readElements(text, context, 'aim-id') : null;
  }
  // "[)>" opens an ISO 15434 envelope, whose separators are GS too
  if (text.startsWith(GS) || (text.includes(GS) && /^\d\d/u.test(text))) {
    return readElements(text, context, 'fnc1');
  }
  if (text.startsWith('(')) return parseBracketed(text, context);
  if (!KEY_IN_FRONT.test(text)) return null;
  const guess = readElements(text, context, 'shape');
  const holds = guess.errors.length === 0 && guess.elements.every((element) => element.known);
  return holds ? guess : null;
}
