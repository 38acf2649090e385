import { aiFormat } from './ai-format.ts';
import { aiLength } from './ai-table.ts';
import { checkElement } from './check-element.ts';
import { messageOf } from './gs1-answers.ts';
import type { Gs1Context, Gs1Element, Gs1Error, Gs1Message } from './gs1-message.ts';

/** With one of these in front nobody means anything but GS1: a fault is then a fault, and no other kind of code. */
const KEYS: ReadonlySet<string> = new Set(['00', '01', '02', '8006']);

/** An AI in brackets. Brackets are characters of GS1 data too, so only what can be an AI opens an element. */
function openings(text: string): RegExpExecArray[] {
  return [...text.matchAll(/\((?<ai>\d{2,4})\)/gu)].filter(
    ({ groups }) => groups?.['ai']?.length === aiLength((groups?.['ai'] ?? '').slice(0, 2)),
  );
}

/**
 * Reads the printed form of an element string, as a person types or pastes it: `(01)09506000134352(21)A1`. Null when
 * the text is not of that form, and when it begins with no key and does not hold either: a serial may begin with `(21)`.
 */
export function parseBracketed(text: string, context: Gs1Context): Gs1Message | null {
  const found = openings(text);
  if (found[0]?.index !== 0) return null;
  const elements: Gs1Element[] = [];
  const errors: Gs1Error[] = [];
  for (const [number, match] of found.entries()) {
    const ai = match.groups?.['ai'] ?? '';
    const position = match.index + match[0].length;
    const value = text.slice(position, found[number + 1]?.index ?? text.length);
    const format = aiFormat(ai);
    const faults = format === undefined ? [] : checkElement(format, value, position, context, '.');
    errors.push(...faults);
    const decimals = format?.decimals;
    elements.push({
      ai,
      title: format?.title ?? '',
      value,
      position: match.index,
      known: format !== undefined,
      valid: faults.length === 0,
      ...(decimals === undefined ? {} : { decimals }),
    });
  }
  const sure = KEYS.has(elements[0]?.ai ?? '');
  const message = messageOf('element-string', sure ? 'brackets' : 'shape', { elements, errors }, context);
  return sure || (message.errors.length === 0 && elements.every((element) => element.known)) ? message : null;
}
