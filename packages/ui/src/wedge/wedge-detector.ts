import {
  controlCharacter,
  DEFAULT_WEDGE_OPTIONS,
  typedCharacter,
  type WedgeCode,
  type WedgeDecision,
  type WedgeKey,
  type WedgeOptions,
} from './wedge-key.ts';

const GS = '\u001D';
/**
 * A burst that follows a released key, or a burst that had no end, closer than this lost its beginning to it: nobody types a key and then pulls a
 * scanner's trigger so soon, or scans again before he has heard the refusal, and a page or computer that stalls tears gaps of hundreds of
 * milliseconds.
 */
const TORN_MS = 500;
/** Characters closer than this are one word where no field has the focus. */
const WORD_MS = 200;
/** Some scanners end with CR LF, or Enter twice: the second one so soon after a code is not a person's. */
const SECOND_SUFFIX_MS = 50;
/** The Enter of a code that came apart may come so long after its last character; alone, it would press what has the focus. */
const LATE_SUFFIX_MS = 1000;
const SURE = 4;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Fn', 'FnLock']);

interface Held {
  readonly character: string;
  readonly time: number;
  readonly caps_lock: boolean;
  readonly in_field: boolean;
}

const NOTHING: WedgeDecision = { fate: 'pass', release: 0, discard: 0, code: null, fault: null };

const textOf = (held: readonly Held[]): string => held.map((one) => one.character).join('');

/**
 * Tells a keyboard scanner from a person, key by key. No clock and no DOM: times come with the keys, and the driver
 * calls `expire` when `holdMs` has gone by without a key.
 *
 * A key that types a character is held. If another follows within the hold it may be a scan, and both stay held; if none
 * does, it was typing and is released. A suffix after enough characters, fast enough on average, makes them a code; a suffix
 * after characters that nobody can have typed, because no field had the focus, belongs to a code that came apart.
 */
export class WedgeDetector {
  readonly #options: WedgeOptions;
  #held: Held[] = [];
  /** When the last key that was released as typing had been hit, and what it was. */
  #released: Held[] = [];
  #endedAt = Number.NEGATIVE_INFINITY;
  /** Last key of a burst that had no end. */
  #brokenAt = Number.NEGATIVE_INFINITY;
  /** That burst was kept from the page and no other key came since: its suffix, should it come, is kept from it too. */
  #suffixDue = false;
  /** This scanner is known to end its codes with a suffix: one that stops without it was torn, not finished. */
  #suffixSeen = false;

  constructor(options: Partial<WedgeOptions> = {}) {
    this.#options = { ...DEFAULT_WEDGE_OPTIONS, ...options };
  }

  /** How many keys are held. */
  get held(): number {
    return this.#held.length;
  }

  /** How long (ms) to wait for the next key before `expire`. */
  get holdMs(): number {
    const { hold_ms: one, burst_hold_ms: sure, no_field_hold_ms: unfelt } = this.#options;
    if (this.#held.every((held) => !held.in_field)) return Math.max(unfelt, sure);
    if (!this.#isFast()) return one;
    // two or three quick keys may be a person's fingers rolling: a little longer, not so long that it would be felt
    return this.#held.length >= SURE ? sure : Math.max(one, sure * 0.6);
  }

  press(key: WedgeKey): WedgeDecision {
    if (MODIFIERS.has(key.key)) return NOTHING;
    if (key.repeat) return this.#held.length > 0 ? { ...NOTHING, fate: 'swallow' } : NOTHING;
    const late = this.#held.length > 0 && key.time - this.#lastTime() > this.holdMs;
    const before = late ? this.expire() : NOTHING;
    const now = this.#decide(key);
    if (!late) return now;
    return {
      ...now,
      release: before.release + now.release,
      discard: before.discard + now.discard,
      code: now.code ?? before.code,
      fault: now.fault ?? before.fault,
    };
  }

  /** No key came within the hold. */
  expire(): WedgeDecision {
    const burst = this.#held.length >= Math.max(SURE, this.#options.min_length) && this.#isFast();
    if (!burst) return { ...NOTHING, release: this.#release() };
    if (this.#options.accept_without_suffix && !this.#suffixSeen) return this.#finish('pass', null);
    const text = textOf(this.#held);
    this.#brokenAt = this.#lastTime();
    // What follows of the torn code finds its beginning among the released keys, and is refused too.
    if (!this.#suffixSeen) return { ...NOTHING, release: this.#release(), fault: { kind: 'no-suffix', text } };
    this.#suffixDue = true;
    return { ...NOTHING, discard: this.#release(), fault: { kind: 'broken', text } };
  }

  #decide(key: WedgeKey): WedgeDecision {
    const suffix = this.#isSuffix(key);
    if (suffix && this.#held.length === 0 && key.time - this.#endedAt <= SECOND_SUFFIX_MS)
      return { ...NOTHING, fate: 'swallow' };
    const due = this.#suffixDue && key.time - this.#brokenAt <= LATE_SUFFIX_MS;
    this.#suffixDue = false;
    if (suffix && due) {
      // the code was refused already; what is left of it says nothing new
      this.#released = [];
      this.#endedAt = key.time;
      return { ...NOTHING, fate: 'swallow' };
    }
    if (suffix && (this.#isCode() || this.#isTornCode(key))) return this.#finish('swallow', key.time);
    const character = typedCharacter(key) ?? this.#control(key);
    if (character === null) {
      // a key that no code contains: what comes behind it is not the rest of what came before
      const release = this.#release();
      this.#released = [];
      return { ...NOTHING, release };
    }
    this.#held.push({ character, time: key.time, caps_lock: key.caps_lock, in_field: key.in_field });
    return { ...NOTHING, fate: 'hold' };
  }

  /** Ctrl with a letter is a shortcut, unless it comes in the middle of a burst; only GS, a code's FNC1, may begin one. */
  #control(key: WedgeKey): string | null {
    const character = controlCharacter(key);
    if (character === null) return null;
    const begins = character === GS || this.#options.prefix.startsWith(character);
    return begins || (this.#held.length > 1 && this.#isFast()) ? character : null;
  }

  #isSuffix(key: WedgeKey): boolean {
    if (this.#options.suffix_keys.includes(key.key)) return !key.ctrl && !key.alt && !key.meta;
    const control = controlCharacter(key);
    return (
      (control === '\r' || control === '\n') && (this.#held.length > 1 || key.time - this.#endedAt <= SECOND_SUFFIX_MS)
    );
  }

  #isCode(): boolean {
    return this.#held.length >= this.#options.min_length && this.#isFast();
  }

  /** Characters in a row where nobody types, and a suffix behind them: a code whose keys came as slowly as a person's. */
  #isTornCode({ in_field: inField, time }: WedgeKey): boolean {
    const last = this.#held.at(-1) ?? this.#released.at(-1);
    if (this.#isRest()) return true;
    if (inField || last === undefined || time - last.time > LATE_SUFFIX_MS) return false;
    // what was typed into a field does not count: Enter on the button beside it comes soon
    const loose = [...this.#torn(WORD_MS), ...this.#held].filter((held) => !held.in_field);
    return loose.length >= this.#options.min_length;
  }

  #isFast(): boolean {
    const first = this.#held[0];
    if (first === undefined || this.#held.length < 2) return false;
    return (this.#lastTime() - first.time) / (this.#held.length - 1) < this.#options.max_average_gap_ms;
  }

  #lastTime(): number {
    return this.#held.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
  }

  #finish(fate: 'pass' | 'swallow', suffixAt: number | null): WedgeDecision {
    const discard = this.#held.length;
    const time = this.#lastTime();
    const torn = textOf(this.#torn(TORN_MS));
    const whole = textOf(this.#held);
    const broken = torn !== '' || !this.#isCode();
    const { prefix } = this.#options;
    const code: WedgeCode = {
      text: whole.startsWith(prefix) ? whole.slice(prefix.length) : whole,
      time,
      without_suffix: suffixAt === null,
      caps_lock: this.#held.some((held) => held.caps_lock),
    };
    this.#held = [];
    this.#released = [];
    this.#suffixSeen ||= suffixAt !== null;
    this.#endedAt = suffixAt ?? Number.NEGATIVE_INFINITY;
    // a code without its first characters would be accepted as another serial: better scanned again
    if (broken) return { ...NOTHING, fate, discard, fault: { kind: 'broken', text: `${torn}${whole}` } };
    return { ...NOTHING, fate, discard, code };
  }

  /** What is held began where a burst without an end left off. */
  #isRest(): boolean {
    const first = this.#held[0];
    return (
      first !== undefined && this.#released.at(-1)?.time === this.#brokenAt && first.time - this.#brokenAt < TORN_MS
    );
  }

  /** What was released so shortly before this burst, or at the end of all that came, that it belonged to it. */
  #torn(mostMs: number): readonly Held[] {
    let next = this.#held[0]?.time ?? this.#released.at(-1)?.time ?? 0;
    const start = this.#released.findLastIndex(({ time }) => {
      const apart = next - time >= mostMs;
      next = time;
      return apart;
    });
    return this.#released.slice(start + 1);
  }

  #release(): number {
    const count = this.#held.length;
    this.#released = [...this.#released, ...this.#held].slice(-16);
    this.#held = [];
    return count;
  }
}
