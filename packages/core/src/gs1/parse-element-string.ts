import { knownAiAt } from './ai-format.ts';
import { aiLength, PREDEFINED_LENGTH } from './ai-table.ts';
import { checkElement } from './check-element.ts';
import { messageOf } from './gs1-answers.ts';
import type { Gs1Context, Gs1Element, Gs1Error, Gs1Evidence, Gs1Message } from './gs1-message.ts';

/** The character a scanner sends for FNC1 between elements (ASCII 29). */
export const GS = '\u001D';

interface Cursor {
  readonly text: string;
  readonly context: Gs1Context;
  readonly elements: Gs1Element[];
  readonly errors: Gs1Error[];
  readonly warnings: Gs1Error[];
}

const segmentEnd = (text: string, from: number): number => {
  const found = text.indexOf(GS, from);
  return found < 0 ? text.length : found;
};

/** Reads the element at `at` and says where the next one begins. */
function readElement(cursor: Cursor, at: number): number {
  const { text, context, elements, errors } = cursor;
  const end = segmentEnd(text, at);
  const known = knownAiAt(text.slice(0, end), at);
  const firstTwo = text.slice(at, Math.min(at + 2, end));
  if (known === undefined && !/^\d\d$/u.test(firstTwo)) {
    errors.push({
      rule: 'gs1.not-an-ai',
      position: at,
      message: `"${text.slice(at, Math.min(at + 4, end))}" is no application identifier.`,
    });
    return end;
  }
  // a predefined length holds whether or not the AI is known; all other data runs to the separator
  const total = PREDEFINED_LENGTH.get(firstTwo);
  const stop = total === undefined ? end : Math.min(at + total, end);
  const ai = known?.ai ?? text.slice(at, Math.min(at + aiLength(firstTwo), stop));
  const position = at + ai.length;
  const value = text.slice(position, stop);
  const faults = known === undefined ? [] : checkElement(known, value, position, context);
  if (known === undefined && value === '') {
    faults.push({ rule: 'gs1.length', position, ai, message: `AI ${ai}: there is no data.` });
  }
  errors.push(...faults);
  const decimals = known?.decimals;
  elements.push({
    ai,
    title: known?.title ?? '',
    value,
    position: at,
    known: known !== undefined,
    valid: faults.length === 0,
    ...(decimals === undefined ? {} : { decimals }),
  });
  return stop;
}

/**
 * Reads a GS1 element string as a scanner sends it: AIs and data, FNC1 as GS. A GS in front (FNC1 in first position)
 * and one at the end are let pass; a doubled one loses nothing and is a warning. All errors are returned, each with its position; an unknown AI is kept.
 */
export function parseElementString(text: string, context: Gs1Context, evidence: Gs1Evidence = 'fnc1'): Gs1Message {
  const cursor: Cursor = { text, context, elements: [], errors: [], warnings: [] };
  let at = 0;
  while (text.charAt(at) === GS) at += 1;
  if (at >= text.length)
    cursor.errors.push({ rule: 'gs1.empty', position: 0, message: 'There is nothing in the code.' });
  while (at < text.length) {
    at = readElement(cursor, at);
    if (text.charAt(at) !== GS) continue;
    at += 1;
    if (text.charAt(at) === GS) {
      cursor.warnings.push({
        rule: 'gs1.separator',
        position: at,
        message: 'Two separators with nothing between them.',
      });
      while (text.charAt(at) === GS) at += 1;
    }
  }
  return messageOf('element-string', evidence, cursor, context);
}

/** The element string of these elements, with GS only where the standard wants one. */
export function formatElementString(elements: readonly { readonly ai: string; readonly value: string }[]): string {
  return elements
    .map(({ ai, value }, index) => {
      const open = !PREDEFINED_LENGTH.has(ai.slice(0, 2)) && index < elements.length - 1;
      return `${ai}${value}${open ? GS : ''}`;
    })
    .join('');
}

/** The elements as people read them under a barcode: `(01)09506000134352(21)A1`. */
export function showElements(elements: readonly { readonly ai: string; readonly value: string }[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value}`).join('');
}
