import { readEnvelope } from '../labels/envelope.ts';
import { GS1_AIM_IDS, type ScannedCode } from './aim-id.ts';
import type { Gs1Context, Gs1Evidence, Gs1Message } from './gs1-message.ts';
import { parseBracketed } from './parse-bracketed.ts';
import { parseDigitalLink } from './parse-digital-link.ts';
import { GS, parseElementString } from './parse-element-string.ts';
import { withSeparators } from './separators.ts';

/** Without an AIM id only codes that begin with a key of fixed length and hold without a fault are taken for GS1. */
const KEY_IN_FRONT = /^(?:00\d{18}|0[12]\d{14})/u;

const holds = ({ errors, elements }: Gs1Message): boolean =>
  errors.length === 0 && elements.every((element) => element.known);

/** A code whose separators came as something else: only where everything holds with GS in their place. */
function readReplaced(text: string, context: Gs1Context, evidence: Gs1Evidence): Gs1Message | null {
  for (const candidate of withSeparators(text)) {
    const read = parseElementString(candidate, context, evidence);
    if (!holds(read)) continue;
    const warning = {
      rule: 'gs1.separator',
      position: 0,
      message: 'The separators came as another sign. Set the scanner to send FNC1 as GS (ASCII 29).',
    } as const;
    // Where a sign was longer than the separator, what follows is told of at the end rather than beyond it.
    const within = <T extends { readonly position: number }>(one: T): T => ({
      ...one,
      position: Math.min(one.position, text.length),
    });
    return {
      ...read,
      elements: read.elements.map(within),
      warnings: [warning, ...(read.warnings ?? []).map(within)],
    };
  }
  return null;
}

/**
 * Reads a scan's text as GS1, or returns null when nothing says that it is: a plain serial must stay one.
 * An AIM id decides; without one, a GS does, the printed form with its brackets, or a form so particular that chance is
 * unlikely (`evidence: 'shape'`).
 * A GS1 code with faults is still returned, with every fault, because "not GS1" would be the wrong answer for it.
 */
export function readGs1(
  { text, aim_id, symbology = null }: Pick<ScannedCode, 'text' | 'aim_id'> & Partial<Pick<ScannedCode, 'symbology'>>,
  context: Gs1Context,
): Gs1Message | null {
  if (/^https?:\/\//iu.test(text)) return parseDigitalLink(text, context);
  const enveloped = readEnvelope(text);
  if (enveloped !== null) return enveloped.gs1 === null ? null : parseElementString(enveloped.gs1, context, 'envelope');
  if (aim_id !== null) {
    const isGs1 = GS1_AIM_IDS.has(aim_id) || symbology === 'gs1-composite';
    // The digits of an EAN have no sign in them: the print program's | keeps its 2D component apart.
    if (isGs1 || (aim_id.startsWith(']E') && text.includes('|'))) {
      const replaced = readReplaced(text, context, 'aim-id');
      if (replaced !== null) return replaced;
    }
    return isGs1 ? parseElementString(text, context, 'aim-id') : null;
  }
  // "[)>" opens an ISO 15434 envelope, whose separators are GS too
  if (text.startsWith(GS) || (text.includes(GS) && /^\d\d/u.test(text))) {
    return parseElementString(text, context, 'fnc1');
  }
  if (text.startsWith('(')) return parseBracketed(text, context);
  const replaced = readReplaced(text, context, 'shape');
  if (replaced?.gtin !== undefined || replaced?.sscc !== undefined) return replaced;
  if (!KEY_IN_FRONT.test(text)) return null;
  const guess = parseElementString(text, context, 'shape');
  return holds(guess) ? guess : null;
}
