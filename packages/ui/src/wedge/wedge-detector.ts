import { HeldKeys, type HeldKey } from './held-keys.ts';
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

/**
 * A burst that follows a released character, or a burst that had no end, closer than this lost its beginning to it: nobody types a key and then pulls a
 * scanner's trigger so soon, or scans again before he has heard the refusal, and a page or computer that stalls tears gaps of hundreds of
 * milliseconds.
 */
const TORN_MS = 500;
/** The same for a key without a character; people do press F8 and scan. */
const STRAY_TORN_MS = 150;
/** Characters closer than this are one word where no field has the focus. */
const WORD_MS = 200;
/** Some scanners end with CR LF, or Enter twice: the second one, or whatever else comes so soon after a code, is not a person's. */
const SECOND_SUFFIX_MS = 50;
/** The Enter of a code that came apart may come so long after its last character; alone, it would press what has the focus. */
const LATE_SUFFIX_MS = 1000;
const SURE = 4;

const NEVER = Number.NEGATIVE_INFINITY;
const NOTHING: WedgeDecision = { fate: 'pass', release: 0, discard: 0, code: null, fault: null };

/** Closes the program: never held back, because no page can do it for the system. */
const isSystems = ({ key, alt }: WedgeKey): boolean => alt && key === 'F4';

const textOf = (held: readonly HeldKey[]): string => held.map((one) => one.character).join('');

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
  /** The last characters that were released as typing. */
  #released: HeldKey[] = [];
  #endedAt = NEVER;
  /** Last key of a burst that had no end, as long as no other key was released since. */
  #brokenAt = NEVER;
  /** When a key without a character was last released, or kept from the page behind a code. */
  #strayAt = NEVER;
  /** That burst was kept from the page and no other key came since: its suffix, should it come, is kept from it too. */
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
      this.#held.modifier(key.time);
      const before = key.key === 'Alt' ? this.#endAltCode(key.time) : NOTHING;
      this.#altDown ||= key.key === 'Alt';
      return andThen(before, { ...NOTHING, fate: this.held > 0 ? 'swallow' : 'pass' });
    }
    this.#altDown &&= key.alt;
    if (key.repeat) return this.held > 0 ? { ...NOTHING, fate: 'swallow' } : NOTHING;
    const late = this.held > 0 && key.time - this.#held.lastEvent > this.holdMs ? this.expire() : NOTHING;
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
    this.#held.lift(code);
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
    const text = textOf(this.#held.all);
    const brokenAt = this.#held.lastTime;
    const count = this.#release();
    this.#brokenAt = brokenAt;
    // What follows of the torn code finds its beginning among the released keys, and is refused too.
    if (!this.#suffixSeen && stray === null) return { ...NOTHING, release: count, fault: { kind: 'no-suffix', text } };
    this.#suffixDue = true;
    return { ...NOTHING, discard: count, fault: broken(text, stray) };
  }

  #decide(key: WedgeKey): WedgeDecision {
    const suffix = this.#isSuffix(key);
    if (suffix && this.held === 0 && key.time - this.#endedAt <= SECOND_SUFFIX_MS)
      return { ...NOTHING, fate: 'swallow' };
    const due = this.#suffixDue && key.time - this.#brokenAt <= LATE_SUFFIX_MS;
    this.#suffixDue = false;
    if (suffix && due) {
      // the code was refused already; what is left of it says nothing new
      this.#released = [];
      this.#brokenAt = NEVER;
      this.#endedAt = key.time;
      return { ...NOTHING, fate: 'swallow' };
    }
    if (suffix && (this.#isCode() || this.#isTornCode(key))) return this.#finish('swallow', key.time);
    const character = this.#character(key);
    if (character !== null) return this.#hold(key, character);
    if (isSystems(key) || (this.#options.suffix_keys.includes(key.key) && !key.ctrl && !key.alt && !key.meta)) {
      // a key that no code contains: what comes behind it is not the rest of what came before
      const release = this.#release();
      this.#released = [];
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
      const trailing = key.time - this.#endedAt <= SECOND_SUFFIX_MS;
      const rest = due && key.time - this.#brokenAt <= WORD_MS;
      if (trailing || rest) {
        this.#suffixDue = rest;
        this.#strayAt = key.time;
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
    return (
      (control === '\r' || control === '\n') &&
      (this.#held.characters > 1 || key.time - this.#endedAt <= SECOND_SUFFIX_MS)
    );
  }

  #isCode(): boolean {
    return this.#held.characters >= this.#options.min_length && this.#isFast();
  }

  /** Characters in a row where nobody types, and a suffix behind them: a code whose keys came as slowly as a person's. */
  #isTornCode({ in_field: inField, time }: WedgeKey): boolean {
    const last = this.#held.all.at(-1) ?? this.#released.at(-1);
    if (this.#isRest()) return true;
    if (inField || last === undefined || time - last.time > LATE_SUFFIX_MS) return false;
    // what was typed into a field does not count: Enter on the button beside it comes soon
    const loose = [...this.#torn(WORD_MS), ...this.#held.all].filter((held) => !held.in_field && held.character !== '');
    return loose.length >= this.#options.min_length;
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
    if (this.#held.characters === 1 && first !== undefined && first.time - this.#endedAt <= SECOND_SUFFIX_MS) {
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
    const rest = this.#isRest();
    const torn = textOf(this.#torn(TORN_MS));
    const afterStray = (this.#held.all[0]?.time ?? 0) - this.#strayAt < STRAY_TORN_MS;
    const typed = typedBefore(this.#held.burst, prefix);
    const fromFront = typed === 0 && beginsScan(textOf(this.#held.all), prefix);
    const keys = this.#held.take();
    this.#released = [];
    this.#brokenAt = NEVER;
    this.#suffixSeen ||= suffixAt !== null;
    this.#endedAt = suffixAt ?? NEVER;
    const whole = textOf(keys);
    const refuse = (fault: WedgeFault): WedgeDecision => ({ ...NOTHING, fate, discard: keys.length, fault });
    if (stray !== null) return refuse(broken(whole, stray));
    // a code without its first characters would be accepted as another serial: better scanned again
    if (slow || rest || (!fromFront && (torn !== '' || afterStray))) return refuse(broken(`${torn}${whole}`, null));
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
    return first !== undefined && this.#held.characters === 0 && first.time - this.#endedAt <= SECOND_SUFFIX_MS;
  }

  /** What is held began where a burst without an end left off. */
  #isRest(): boolean {
    const first = this.#held.all[0];
    return first !== undefined && first.time - this.#brokenAt < TORN_MS;
  }

  /** What was released so shortly before this burst, or at the end of all that came, that it belonged to it. */
  #torn(mostMs: number): readonly HeldKey[] {
    let next = this.#held.all[0]?.time ?? this.#released.at(-1)?.time ?? 0;
    const start = this.#released.findLastIndex(({ time }) => {
      const apart = next - time >= mostMs;
      next = time;
      return apart;
    });
    return this.#released.slice(start + 1);
  }

  #release(): number {
    const keys = this.#held.take();
    if (keys.length > 0) this.#brokenAt = NEVER;
    if (keys.some((one) => one.shortcut)) this.#strayAt = keys.at(-1)?.time ?? NEVER;
    this.#released = [...this.#released, ...keys.filter((one) => one.character !== '')].slice(-16);
    return keys.length;
  }
}

function broken(text: string, stray: WedgeKey | null): WedgeFault {
  if (stray === null) return { kind: 'broken', why: 'torn', text };
  return { kind: 'broken', why: 'stray', text, key: nameOfKey(stray) };
}
