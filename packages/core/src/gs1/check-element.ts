import { type AiFormat, type Component, firstOutside } from './ai-format.ts';
import { checkContent } from './content-checks.ts';
import type { Gs1Context, Gs1Error } from './gs1-message.ts';

const ruleOfSet = (component: Component): 'gs1.numeric' | 'gs1.character-set' =>
  component.set === 'n' ? 'gs1.numeric' : 'gs1.character-set';

/**
 * Every rule an element's data breaks. `position` is where the data begins in the scanned text.
 * `tooLong` ends the sentence about data that is too long: where elements are kept apart otherwise, no separator is missing.
 * A component with a foreign character is not checked further: its check digit would only be a second complaint
 * about the same thing.
 */
export function checkElement(
  format: AiFormat,
  value: string,
  position: number,
  context: Gs1Context,
  tooLong = ': a separator (GS) is missing, or two codes ran together.',
): Gs1Error[] {
  const errors: Gs1Error[] = [];
  const report = (rule: Gs1Error['rule'], at: number, message: string): void => {
    errors.push({ rule, position: position + at, ai: format.ai, message: `AI ${format.ai}: ${message}` });
  };
  if (value === '') {
    report('gs1.length', 0, 'there is no data.');
    return errors;
  }
  let start = 0;
  for (const component of format.components) {
    if (component.optional && start >= value.length) break;
    const part = value.slice(start, start + component.most);
    const outside = firstOutside(part, component.set);
    if (outside >= 0) {
      const code = part.charCodeAt(outside);
      const shown = code < 33 || code > 126 ? `U+${code.toString(16).padStart(4, '0')}` : part.charAt(outside);
      report(
        ruleOfSet(component),
        start + outside,
        component.set === 'n' ? `${shown} is no digit.` : `${shown} is not allowed here.`,
      );
    }
    if (part.length < component.least) {
      report(
        'gs1.length',
        start,
        `${part.length} characters where ${component.least} must stand: the code is cut off.`,
      );
      // what would follow is missing for the same reason
      break;
    } else if (outside < 0) {
      for (const name of component.checks) {
        const fault = checkContent(name, part, context.year);
        if (fault !== null) report(fault.rule, start + (fault.at ?? 0), fault.message);
      }
    }
    start += component.most;
  }
  if (value.length > format.most) {
    report('gs1.length', format.most, `${value.length} characters, at most ${format.most} are allowed${tooLong}`);
  }
  return errors;
}
