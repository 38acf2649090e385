import { OTHER_CODES } from '../other-codes/find-other-code.ts';
import type { SerialRule } from './rule.ts';

/**
 * A text whose shape says that it is no serial. What a scan says by its AIM id is refused before, by scan routing, with the same ids. A unit that
 * is known by the text, a serial announced under it and the product's own pattern outweigh a shape (`judgeSerials`).
 */
export const OTHER_CODE_RULES: readonly SerialRule[] = OTHER_CODES.map(({ id, when }) => ({
  id,
  refuses: ({ other_code }) => (other_code?.id === id ? { ...other_code.params, context: 'serial' } : null),
  when,
  applies: "every use, unless a unit has it, it was announced, or the product's pattern fits",
}));
