import type { SerialSubject } from './subject.ts';
import type { RuleParams, SerialContext } from './verdict.ts';

/** Null: the rule has nothing against it. Otherwise the blanks of its message. */
type SerialCheck = (subject: SerialSubject, context: SerialContext) => RuleParams | null;

/**
 * A rule about serials: its id, its judgement, and its row of SPEC.md. resources/locales has its sentence for people under the same id, and
 * what lists call it under `<id>_name`.
 */
export interface SerialRule {
  readonly id: `serial.${string}` | `code.${string}`;
  /** Refuses the serial. Left out: the rule only warns. */
  readonly refuses?: SerialCheck;
  /** Lets the serial pass with a warning. Left out: the rule only refuses. */
  readonly warns?: SerialCheck;
  /** SPEC.md: refuses when …, with options in backquotes. */
  readonly when: string;
  /** SPEC.md: the uses it is asked for. Left out: every use. */
  readonly applies?: string;
  /** SPEC.md: the options that switch it. Left out: none. */
  readonly switched?: string;
}
