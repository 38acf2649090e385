import { EarlierKeys, textOf } from './earlier-keys.ts';
import { HeldKeys } from './held-keys.ts';
import { altDigit, controlCharacter, GS, MODIFIERS, nameOfKey, typedCharacter } from './key-character.ts';
import { beginsScan, typedBefore } from './typed-before.ts';
import {
  DEFAULT_WEDGE_OPTIONS,
  type WedgeCode,
  type WedgeDecision,
  type WedgeFault,
  type WedgeKey,
  type WedgeOptions,
} from './wedge-key.ts';

/** Characters closer than this are one word where no field has the focus. */
const WORD_MS = 200;
/** The Enter of a code that came apart may come so long after its last character; alone, it would press what has the focus. */
const LATE_SUFFIX_MS = 1000;
const SURE = 4;

const NEVER = Number.NEGATIVE_INFINITY;
const NOTHING: WedgeDecision = { fate: 'pass', release: 0, discard: 0, code: null, fault: null };

/** Closes the program: never held back, because no page can do it for the system. */
const isSystems = ({ key, alt }: WedgeKey): boolean => alt && key === 'F4';

function andThen(before: WedgeDecision, now: WedgeDecision): WedgeDecision {
  if (before === NOTHING) return now;
  return {
    fate: now.fate,
    release: before.release + now.release,
    discard: before.discard + now.discard,
    code: now.code ?? before.code,
    fault: now.fault ?? before.fault,
  };
}

/**
 * Tells a keyboard scanner from a person, key by key. No clock and no DOM: times come with the keys, and the driver
 * calls `expire` when `holdMs` has gone by without a key.
 *
 * Every key is held, whether it types a character or not. If another follows within the hold it may be a scan, and both stay held; if none
 * does, a person pressed it and it is released. A suffix after enough characters, fast enough on average, makes them a code; a suffix
 * after characters that nobody can have typed, because no field had the focus, belongs to a code that came apart. A key without a character
 * among those of a burst (F8, an arrow, a dead key) breaks it as a whole: what the scanner meant by that key is not known.
 */
export class WedgeDetector {
  readonly #options: WedgeOptions;
  readonly #held = new HeldKeys();
  readonly #earlier = new EarlierKeys();
  /** A burst without an end was kept from the page and no other key came since: its suffix, should it come, is kept from it too. */
  #suffixDue = false;
  /** Alt is down: the digits under it are not complete. */
  #altDown = false;
  /** This scanner is known to end its codes with a suffix: one that stops without it was torn, not finished. */
  #suffixSeen = false;

  constructor(options: Partial<WedgeOptions> = {}) {
    this.#options = { ...DEFAULT_WEDGE_OPTIONS, ...options };
  }

  /** How many keys are held. */
  get held(): number {
    return this.#held.all.length;
  }

  /** How long (ms) to wait for the next key before `expire`. */
  get holdMs(): number {
    const { hold_ms: one, burst_hold_ms: sure, no_field_hold_ms: unfelt } = this.#options;
    // nothing but what may be a shortcut: it must act at once
    if (this.#held.all.every((held) => held.shortcut)) return one;
    if (this.#held.all.every((held) => !held.in_field)) return Math.max(unfelt, sure);
    if (!this.#isFast()) return one;
    // two or three quick keys may be a person's fingers rolling: a little longer, not so long that it would be felt
    return this.held >= SURE ? sure : Math.max(one, sure * 0.6);
  }

  press(key: WedgeKey): WedgeDecision {
    if (MODIFIERS.has(key.key)) {
      this.#held.modifier(key.key, key.time);
      const before = key.key === 'Alt' ? this.#endAltCode(key.time) : NOTHING;
      this.#altDown ||= key.key === 'Alt';
      return andThen(before, { ...NOTHING, fate: this.held > 0 ? 'swallow' : 'pass' });
    }
    this.#altDown &&= key.alt;
    if (key.repeat) return this.held > 0 ? { ...NOTHING, fate: 'swallow' } : NOTHING;
    const late = this.held > 0 && key.time - this.#held.lastAt > this.holdMs ? this.expire() : NOTHING;
    const before = altDigit(key) === null ? andThen(late, this.#endAltCode(key.time)) : late;
    const now = this.#decide(key);
    this.#held.silence(key.time);
    return andThen(before, now);
  }

  /** A key was let go. With Alt, an Alt code is complete. */
  lift(key: string, code: string, time: number): WedgeDecision {
    if (key === 'Alt') {
      this.#altDown = false;
      return this.#endAltCode(time);
    }
    this.#held.lift(code, time);
    return NOTHING;
  }

  /** No key came within the hold. */
  expire(): WedgeDecision {
    const ended = this.#altDown ? NOTHING : this.#endAltCode(this.#held.lastTime);
    if (ended !== NOTHING) return ended;
    const burst = this.#held.characters >= Math.max(SURE, this.#options.min_length) && this.#isFast();
    if (!burst)
      return this.#isTail()
        ? { ...NOTHING, discard: this.#held.take().length }
        : { ...NOTHING, release: this.#release() };
    const { stray } = this.#held;
    const ends = this.#options.accept_without_suffix && !this.#suffixSeen;
    if (ends && stray === null) return this.#finish('pass', null);
    const keys = this.#held.take();
    const text = textOf(keys);
    this.#earlier.broke(keys);
    // What follows of the torn code finds its beginning among the released keys, and is refused too.
    if (!this.#suffixSeen && stray === null)
      return { ...NOTHING, release: keys.length, fault: { kind: 'no-suffix', text } };
    this.#suffixDue = true;
    return { ...NOTHING, discard: keys.length, fault: broken(text, stray) };
  }

  #decide(key: WedgeKey): WedgeDecision {
    const suffix = this.#isSuffix(key);
    if (suffix && this.held === 0 && this.#earlier.isBehindEnd(key.time)) return { ...NOTHING, fate: 'swallow' };
    const due = this.#suffixDue && this.#earlier.sinceBroken(key.time) <= LATE_SUFFIX_MS;
    this.#suffixDue = false;
    if (suffix && due) {
      // the code was refused already; what is left of it says nothing new
      this.#earlier.ended(key.time);
      return { ...NOTHING, fate: 'swallow' };
    }
    if (suffix && (this.#isCode() || this.#isTornCode(key))) return this.#finish('swallow', key.time);
    if (isSystems(key) && this.held === 0) {
      this.#earlier.stray(key.time);
      return NOTHING;
    }
    const character = this.#character(key);
    if (character !== null) return this.#hold(key, character);
    if (this.#options.suffix_keys.includes(key.key) && !key.ctrl && !key.alt && !key.meta) {
      const release = this.#release();
      this.#earlier.forget();
      return { ...NOTHING, release };
    }
    return this.#stray(key, due);
  }

  #hold(key: WedgeKey, character: string | null): WedgeDecision {
    this.#held.push(key, {
      character,
      // Ctrl+] by hand does nothing and can wait; the key that is set for GS may be a shortcut
      shortcut: character === null || key.key === this.#options.gs_key,
    });
    return { ...NOTHING, fate: 'hold' };
  }

  /** A key that types no character, or a digit of an Alt code. */
  #stray(key: WedgeKey, due: boolean): WedgeDecision {
    if (this.held === 0 && altDigit(key) === null) {
      const trailing = this.#earlier.isTrailing(key.time);
      const rest = due && this.#earlier.sinceBroken(key.time) <= WORD_MS;
      if (trailing || rest) {
        this.#suffixDue = rest;
        this.#earlier.stray(key.time);
        return { ...NOTHING, fate: 'swallow' };
      }
    }
    // what came before was a person's typing: this key need not wait for it
    const release = this.#isFastWith(key) ? 0 : this.#release();
    return { ...this.#hold(key, null), release };
  }

  #character(key: WedgeKey): string | null {
    const { gs_key: gsKey } = this.#options;
    if (gsKey !== '' && key.key === gsKey && !key.ctrl && !key.alt && !key.meta) return GS;
    const control = controlCharacter(key);
    // before the layout's own character: a dead key may lie there
    if (control === GS) return GS;
    return typedCharacter(key) ?? (control === null ? null : this.#control(control, key));
  }

  /** Ctrl with a letter is a shortcut, unless it comes in the middle of a burst; only GS, a code's FNC1, or the prefix may begin one. */
  #control(control: string, key: WedgeKey): string | null {
    const begins = this.#options.prefix.startsWith(control);
    return begins || (this.#held.characters > 0 && this.#isFastWith(key)) ? control : null;
  }

  #isSuffix(key: WedgeKey): boolean {
    if (this.#options.suffix_keys.includes(key.key)) return !key.ctrl && !key.alt && !key.meta;
    const control = controlCharacter(key);
    return (control === '\r' || control === '\n') && (this.#held.characters > 1 || this.#earlier.isBehindEnd(key.time));
  }

  #isCode(): boolean {
    return this.#held.characters >= this.#options.min_length && this.#isFast();
  }

  /**
   * A suffix behind characters that were slow on the whole, and yet no person's: where nobody types, or with so many in a row that no
   * fingers are as quick. A pause of the machine made them slow.
   */
  #isTornCode({ in_field: inField, time }: WedgeKey): boolean {
    const first = this.#held.all[0];
    const last = this.#held.all.at(-1) ?? this.#earlier.last;
    if (first !== undefined && this.#earlier.isRest(first.time)) return true;
    const { min_length: least, max_average_gap_ms: mostMs } = this.#options;
    if (this.#held.longestRun(mostMs) >= Math.max(SURE, least)) return true;
    if (inField || last === undefined || time - last.time > LATE_SUFFIX_MS) return false;
    // what was typed into a field does not count: Enter on the button beside it comes soon
    const loose = [...this.#earlier.torn(first?.time, WORD_MS), ...this.#held.all];
    return loose.filter((held) => !held.in_field && held.character !== '').length >= this.#options.min_length;
  }

  #isFast(): boolean {
    return this.held > 1 && this.#held.averageGap(this.#held.lastTime) < this.#options.max_average_gap_ms;
  }

  /** What is held would be as fast as a scanner with this key too. */
  #isFastWith({ time }: WedgeKey): boolean {
    return this.held > 0 && this.#held.averageGap(time, 1) < this.#options.max_average_gap_ms;
  }

  /** The digits of an Alt code become its character; Alt+013 is a suffix. */
  #endAltCode(time: number): WedgeDecision {
    const character = this.#held.endAltCode();
    if (character !== '\r' && character !== '\n') return NOTHING;
    const first = this.#held.all[0];
    if (this.#held.characters === 1 && first !== undefined && this.#earlier.isBehindEnd(first.time)) {
      const discard = this.held;
      this.#held.take();
      return { ...NOTHING, discard };
    }
    this.#held.dropCharacter();
    return this.#isCode() ? this.#finish('swallow', time) : NOTHING;
  }

  #finish(fate: 'pass' | 'swallow', suffixAt: number | null): WedgeDecision {
    const { prefix } = this.#options;
    const { stray } = this.#held;
    const slow = !this.#isCode();
    const typed = typedBefore(this.#held.burst, prefix);
    const keys = this.#held.take();
    const whole = textOf(keys);
    const firstAt = keys[0]?.time ?? NEVER;
    const rest = keys.length > 0 && this.#earlier.isRest(firstAt);
    const torn = textOf(this.#earlier.torn(keys[0]?.time));
    const lost = torn !== '' || this.#earlier.isBehindStray(firstAt);
    const fromFront = typed === 0 && beginsScan(whole, prefix);
    this.#earlier.ended(suffixAt);
    this.#suffixSeen ||= suffixAt !== null;
    const refuse = (fault: WedgeFault): WedgeDecision => ({ ...NOTHING, fate, discard: keys.length, fault });
    if (stray !== null) return refuse(broken(whole, stray));
    // a code without its first characters would be accepted as another serial: better scanned again
    if (slow || rest || (!fromFront && lost)) return refuse(broken(`${torn}${whole}`, null));
    if (typed === 'doubt') return refuse({ kind: 'broken', why: 'typed', text: whole });
    const release = typed === 0 ? 0 : keys.findIndex((_, at) => textOf(keys.slice(0, at)).length >= typed);
    const text = textOf(keys.slice(release));
    const code: WedgeCode = {
      text: text.startsWith(prefix) ? text.slice(prefix.length) : text,
      time: keys.at(-1)?.time ?? NEVER,
      without_suffix: suffixAt === null,
      caps_lock: keys.some((held) => held.caps_lock),
    };
    return { ...NOTHING, fate, release, discard: keys.length - release, code };
  }

  /** Alt with digits right behind a code, and then nothing: no code of its own, and no person's. */
  #isTail(): boolean {
    const first = this.#held.all[0];
    return first !== undefined && this.#held.characters === 0 && this.#earlier.isBehindEnd(first.time);
  }

  #release(): number {
    const keys = this.#held.take();
    this.#earlier.release(keys);
    return keys.length;
  }
}

function broken(text: string, stray: WedgeKey | null): WedgeFault {
  if (stray === null) return { kind: 'broken', why: 'torn', text };
  return { kind: 'broken', why: 'stray', text, key: nameOfKey(stray) };
}
