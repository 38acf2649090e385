import { ASSOCIATIONS, type Association } from './ai-associations.ts';
import { AI_TABLE } from './ai-table.ts';
import type { Gs1Element, Gs1Error } from './gs1-message.ts';

const list = (text: string, separator: string): string[] => (text === '' ? [] : text.split(separator));

/** `310n` fits 3100 to 3109. */
const fits = (pattern: string, ai: string): boolean =>
  pattern.length === ai.length &&
  Array.from(pattern).every((digit, index) => digit === 'n' || digit === ai.charAt(index));

const BY_AI: ReadonlyMap<string, Association> = new Map(
  [...AI_TABLE.keys()].flatMap((ai) => {
    const found = ASSOCIATIONS.find((row) => row.ais.split(' ').some((pattern) => fits(pattern, ai)));
    return found === undefined ? [] : [[ai, found] as const];
  }),
);

/**
 * The data relationships that these elements break, one warning for each element and rule. Warnings only: GS1 judges
 * them over all carriers on an item together, and a label that lacks the count of a pallet still says what is on it.
 */
export function checkAssociations(elements: readonly Gs1Element[]): Gs1Error[] {
  const warnings: Gs1Error[] = [];
  const has = (pattern: string): boolean => elements.some((element) => fits(pattern, element.ai));
  const said = new Set<string>();
  for (const { ai, position } of elements) {
    const row = BY_AI.get(ai);
    if (row === undefined || said.has(ai)) continue;
    said.add(ai);
    const groups = list(row.requires, ',');
    if (groups.length > 0 && !groups.some((group) => group.split('+').every(has))) {
      const wanted = groups.map((group) => group.replaceAll('+', ' and ')).join(', or ');
      warnings.push({
        rule: 'gs1.requires',
        position,
        ai,
        message: `AI ${ai} should stand beside AI ${wanted}.`,
      });
    }
    const unwanted = elements.find(
      (other) => other.ai !== ai && list(row.excludes, ',').some((pattern) => fits(pattern, other.ai)),
    );
    if (unwanted !== undefined) {
      warnings.push({
        rule: 'gs1.excludes',
        position,
        ai,
        message: `AI ${ai} should not stand beside AI ${unwanted.ai}.`,
      });
    }
  }
  return warnings;
}
