import type { Gs1Message } from '../gs1/gs1-message.ts';

/** What is known of a code before anything is looked up. A text that was typed, pasted or imported has its text alone. */
export interface CodeFacts {
  /** Normalised, blanks at the ends taken off. */
  readonly text: string;
  /** As it came, where normalising may hide what gives it away (a key `²` becomes a 2). Left out: it is `text`. */
  readonly read?: string;
  readonly aim_id: string | null;
  readonly symbology: string | null;
  /** Null: nothing says that it is a GS1 code. */
  readonly gs1: Gs1Message | null;
  /** It came through a keyboard: its letters are those of the computer's keyboard layout. */
  readonly typed_by_scanner: boolean;
  /** What the list tells in which it stands. Left out: it stands in none. */
  readonly list?: ListFacts;
}

/** What the texts of a list tell of each other. */
export interface ListFacts {
  /** Every number of more than fifteen digits ends in zeros behind the fifteenth. */
  readonly cuts_digits: boolean;
}

/** The facts, and what every kind would read of them again. */
export interface ReadFacts extends CodeFacts {
  /** The GS1 label: of a text that was typed, too, in which nobody has read GS1 yet. */
  readonly label: Gs1Message | null;
}

/** What a code says that it is. */
export interface Said {
  /**
   * True: the code itself says it (AIM id, FNC1, letters that its symbol does not have), and nothing known here outweighs that. False: its
   * shape says it, which a serial may have by chance; a known unit, an announced serial and the product's own pattern outweigh it.
   */
  readonly sure: boolean;
  /** Blanks of the sentence. */
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * One kind of code that is no serial, tracking number, bin or badge. Its id is the code of the refusal, the key of its sentence
 * (resources/locales, `codes.json`) and the first word of its test's name.
 */
export interface OtherCode {
  readonly id: `code.${string}`;
  /** Null: it does not say so. */
  readonly says: (facts: ReadFacts) => Said | null;
  /** SPEC.md: refuses when … */
  readonly when: string;
  /** True: it is what the shipping step asks for, and nothing is said against it there. */
  readonly is_tracking?: boolean;
}

/** How much of a code a message repeats. */
const SHOWN = 60;

/** A code as a message can show it. */
export function shownCode(text: string): string {
  const visible = text.replaceAll(/\p{Cc}/gu, '␣');
  return visible.length > SHOWN ? `${visible.slice(0, SHOWN - 3)}…` : visible;
}

/** A kind that its shape tells, whatever way the text came. `find` gives what the sentence shows of it; null: it has no such shape. */
export function shapeCode(id: OtherCode['id'], when: string, find: (text: string) => string | null): OtherCode {
  return {
    id,
    says: ({ text }) => {
      const value = find(text);
      return value === null ? null : { sure: false, params: { text: shownCode(text), value: shownCode(value) } };
    },
    when,
  };
}
