/** A key press as the detector sees it: a KeyboardEvent's facts without the DOM. */
export interface WedgeKey {
  readonly key: string;
  /** `event.code`: where the key lies, whatever the layout makes of it. Absent: not known. */
  readonly code?: string;
  /** `event.timeStamp`, milliseconds: when the key was hit, not when the page got round to it. */
  readonly time: number;
  readonly repeat: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** AltGr makes ctrl and alt true on Windows, and yet types a character. */
  readonly alt_graph: boolean;
  readonly caps_lock: boolean;
  /** A dead key, or an input method that is composing: no character yet. */
  readonly composing: boolean;
  /** The key goes where a person sees what he types. Elsewhere nobody types a word. */
  readonly in_field: boolean;
}

export interface WedgeOptions {
  /** Keys that end a code. */
  readonly suffix_keys: readonly string[];
  /** Characters the scanner sends before every code, taken off. */
  readonly prefix: string;
  /** The key that the scanner is set to send for GS, as `event.key` names it: `F8`. Empty: none, GS is Ctrl+]. */
  readonly gs_key: string;
  /** Fewer characters than this are typing, however fast (prefix and AIM id count). */
  readonly min_length: number;
  /** A scan's average gap is below this (ms): real bursts have 1 to 20, typing 80 and more. */
  readonly max_average_gap_ms: number;
  /** A key that may begin a scan is held back so long for the next one. */
  readonly hold_ms: number;
  /**
   * The same for characters where no field has the focus: nobody waits for a character to appear there, so that a scan whose keys a busy computer
   * spreads out is still whole. Only a single-character shortcut notices.
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
  gs_key: '',
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

/**
 * `broken`: the code came apart, and some of it may have gone to the page; `no-suffix`: a burst ended without one. Why a code is `broken`:
 * keys of it are missing (`torn`), a key that types no character came with it (`stray`, named in `key`), or its first key may have been a person's (`typed`).
 */
export type WedgeFault =
  | { readonly kind: 'no-suffix'; readonly text: string }
  | { readonly kind: 'broken'; readonly why: 'torn' | 'typed'; readonly text: string }
  | { readonly kind: 'broken'; readonly why: 'stray'; readonly text: string; readonly key: string };

/** What becomes of the key just pressed. `hold`: keep it from the page until decided; `swallow`: it was the scanner's. */
export type WedgeFate = 'pass' | 'hold' | 'swallow';

export interface WedgeDecision {
  readonly fate: WedgeFate;
  /** So many of the held keys, the oldest, turn out to be a person's: the page gets them now, in order, before this key. */
  readonly release: number;
  /** So many of the held keys after those belonged to a scanner and are gone. */
  readonly discard: number;
  readonly code: WedgeCode | null;
  readonly fault: WedgeFault | null;
}
