/** A key press as the detector sees it: a KeyboardEvent's facts without the DOM. */
export interface WedgeKey {
  readonly key: string;
  /** `event.timeStamp`, milliseconds: when the key was hit, not when the page got round to it. */
  readonly time: number;
  readonly repeat: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** AltGr makes ctrl and alt true on Windows, and yet types a character. */
  readonly alt_graph: boolean;
  readonly caps_lock: boolean;
  /** An input method is composing: such keys are a person's. */
  readonly composing: boolean;
  /** The key goes where a person sees what he types. Elsewhere nobody types a word. */
  readonly in_field: boolean;
}

export interface WedgeOptions {
  /** Keys that end a code. */
  readonly suffix_keys: readonly string[];
  /** Characters the scanner sends before every code, taken off. */
  readonly prefix: string;
  /** Fewer characters than this are typing, however fast (prefix and AIM id count). */
  readonly min_length: number;
  /** A scan's average gap is below this (ms): real bursts have 1 to 20, typing 80 and more. */
  readonly max_average_gap_ms: number;
  /** A key that may begin a scan is held back so long for the next one. */
  readonly hold_ms: number;
  /**
   * The same where no field has the focus: nobody waits for a character to appear there, so that a scan whose keys a busy computer spreads out is
   * still whole. Only a single-key shortcut notices.
   */
  readonly no_field_hold_ms: number;
  /** Once four keys came at that speed no person typed them: a hiccup of the bus may then last so long. */
  readonly burst_hold_ms: number;
  /** Whether a burst that ends in silence is a scan too (with `without_suffix`), or typing. */
  readonly accept_without_suffix: boolean;
}

export const DEFAULT_WEDGE_OPTIONS: WedgeOptions = {
  suffix_keys: ['Enter', 'Tab'],
  prefix: '',
  min_length: 3,
  max_average_gap_ms: 30,
  hold_ms: 35,
  no_field_hold_ms: 150,
  burst_hold_ms: 100,
  accept_without_suffix: false,
};

/** One code, prefix taken off, AIM id still in front. */
export interface WedgeCode {
  readonly text: string;
  /** The last character's time, of `event.timeStamp`. */
  readonly time: number;
  readonly without_suffix: boolean;
  readonly caps_lock: boolean;
}

/** What becomes of the key just pressed. `hold`: keep it from the page until decided; `swallow`: it was the scanner's. */
export type WedgeFate = 'pass' | 'hold' | 'swallow';

export interface WedgeDecision {
  readonly fate: WedgeFate;
  /** So many of the held keys, the oldest, turn out to be typing: the page gets them now, in order, before this key. */
  readonly release: number;
  /** So many of the held keys after those belonged to a scanner and are gone. */
  readonly discard: number;
  readonly code: WedgeCode | null;
  /** `broken`: the code came apart, and some of it may have gone to the page; `no-suffix`: a burst ended without one. */
  readonly fault: { readonly kind: 'broken' | 'no-suffix'; readonly text: string } | null;
}

/** A scanner sends control characters as Ctrl with the key 64 places higher: GS (29) is Ctrl+]. */
export function controlCharacter(key: WedgeKey): string | null {
  if (!key.ctrl || key.alt || key.meta || key.key.length !== 1) return null;
  const code = key.key.toUpperCase().codePointAt(0) ?? 0;
  // some systems name the key by the character itself
  if (code > 0 && code < 32) return key.key;
  return code >= 64 && code <= 95 ? String.fromCodePoint(code - 64) : null;
}

/** The character the key types, or null for a key that types none. */
export function typedCharacter(key: WedgeKey): string | null {
  if (key.composing || key.meta) return null;
  if ((key.ctrl || key.alt) && !key.alt_graph) return null;
  return Array.from(key.key).length === 1 ? key.key : null;
}
