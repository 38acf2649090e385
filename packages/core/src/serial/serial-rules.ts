import { DUPLICATE_RULES } from './duplicate-rules.ts';
import { FORMAT_RULES, TEXT_RULES } from './format-rules.ts';
import { LINE_RULES } from './line-rules.ts';
import { OTHER_CODE_RULES } from './other-code-rules.ts';
import type { SerialRule } from './rule.ts';
import { UNIT_RULES } from './unit-rules.ts';
import { WARNINGS } from './warnings.ts';

/** Every rule about serials, in the order in which a verdict lists them: the first failure is what the screen says largest. */
export const SERIAL_RULES: readonly SerialRule[] = [
  ...TEXT_RULES,
  ...OTHER_CODE_RULES,
  ...FORMAT_RULES,
  ...DUPLICATE_RULES,
  ...UNIT_RULES,
  ...LINE_RULES,
  ...WARNINGS,
];
