import { altCharacter, altDigit } from './key-character.ts';
import type { BurstCharacter } from './typed-before.ts';
import type { WedgeKey } from './wedge-key.ts';

/** A key that is kept from the page until it is known whose it is. */
export interface HeldKey {
  /** What it adds to the code; empty for a key that types no character, and for all but one of an Alt code's digits. */
  readonly character: string;
  readonly time: number;
  readonly caps_lock: boolean;
  readonly in_field: boolean;
  /** Alone, it may be a shortcut: it is not kept waiting as long as a character may be. */
  readonly shortcut: boolean;
}

interface Entry extends HeldKey {
  readonly key: WedgeKey;
  /** Its character is not known: a key that types none, or a digit of an Alt code that is not complete. */
  readonly open: boolean;
  readonly gap: number;
  lifted: boolean;
  tapped: boolean;
  /** How many later keys were pressed, with one let go before them, while this one stayed down. */
  overlaps: number;
}

/** Two keys that came and went beneath a key are no roll of the fingers. */
const HELD_DOWN = 2;

/** No finger leaves a key sooner (ms). */
const FINGER_MS = 30;

/** The keys of what may be a burst, in their order. */
export class HeldKeys {
  #keys: Entry[] = [];
  /** Ctrl and Alt between them: a scanner's keys, too, and they take their time. Shift is not counted, for people type with it. */
  #chords = 0;
  #chordAt = Number.NEGATIVE_INFINITY;
  #lastEvent = 0;
  #silence = 0;

  get all(): readonly HeldKey[] {
    return this.#keys;
  }

  get lastTime(): number {
    return this.#keys.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
  }

  /** When the last of them was hit, or Ctrl or Alt behind it. */
  get lastAt(): number {
    return Math.max(this.lastTime, this.#chordAt);
  }

  /** From the first key to one at this time: the average (ms) from key to key. `more`: keys that are not held yet. */
  averageGap(time: number, more = 0): number {
    const first = this.#keys[0];
    const gaps = this.#keys.length - 1 + more + this.#chords;
    return first === undefined || gaps < 1 ? Number.POSITIVE_INFINITY : (time - first.time) / gaps;
  }

  /** The most characters of them in a row with at most this (ms) from one to the next. */
  longestRun(mostMs: number): number {
    let [run, longest] = [0, 0];
    for (const { gap } of this.burst) {
      run = gap <= mostMs ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** How many of them typed a character. */
  get characters(): number {
    return this.#keys.filter((one) => one.character !== '').length;
  }

  /** The first that types none. */
  get stray(): WedgeKey | null {
    return this.#keys.find((one) => one.open)?.key ?? null;
  }

  get burst(): readonly BurstCharacter[] {
    return this.#keys
      .filter((one) => one.character !== '')
      .map(({ character, gap, overlaps, tapped }) => ({ character, gap, tapped, held_down: overlaps >= HELD_DOWN }));
  }

  modifier(key: string, time: number): void {
    this.silence(time);
    if (this.#keys.length === 0 || (key !== 'Control' && key !== 'Alt')) return;
    this.#chords += 1;
    this.#chordAt = time;
  }

  /** Notes when a key was hit, a modifier as well. */
  silence(time: number): void {
    this.#silence = Math.max(this.#silence, time - this.#lastEvent);
    this.#lastEvent = time;
  }

  /** `character` null: it types none, or is a digit of an Alt code. */
  push(key: WedgeKey, { character, shortcut }: { character: string | null; shortcut: boolean }): void {
    this.silence(key.time);
    if (this.#keys.at(-1)?.lifted === true)
      for (const one of this.#keys.slice(0, -1)) if (!one.lifted && one.key.code) one.overlaps += 1;
    this.#keys.push({
      key,
      character: character ?? '',
      open: character === null,
      shortcut,
      time: key.time,
      gap: this.#silence,
      caps_lock: key.caps_lock && character !== null,
      in_field: key.in_field,
      lifted: false,
      tapped: false,
      overlaps: 0,
    });
    this.#silence = 0;
  }

  lift(code: string, time: number): void {
    const key = this.#keys.find((one) => one.key.code === code && !one.lifted);
    if (key === undefined) return;
    key.lifted = true;
    key.tapped = time - key.time <= FINGER_MS;
  }

  /** Alt is up: the digits at the end become their character. Null: there are none, or they are no character's and stay keys without one. */
  endAltCode(): string | null {
    const start = this.#keys.findLastIndex(({ key, open }) => !open || altDigit(key) === null) + 1;
    const digits = this.#keys.slice(start);
    const character = altCharacter(digits.map(({ key }) => altDigit(key) ?? '').join(''));
    if (character === null) return null;
    this.#keys = this.#keys.map((one, at) =>
      at < start ? one : { ...one, open: false, shortcut: at > start, character: at === start ? character : '' },
    );
    return character;
  }

  /** The last character turned out to be a suffix, and no part of the code. */
  dropCharacter(): void {
    const at = this.#keys.findLastIndex((one) => one.character !== '');
    this.#keys = this.#keys.map((one, index) => (index === at ? { ...one, character: '' } : one));
  }

  /** All of them; none is held any more. */
  take(): readonly HeldKey[] {
    const keys = this.#keys;
    this.#keys = [];
    this.#chords = 0;
    this.#chordAt = Number.NEGATIVE_INFINITY;
    return keys;
  }
}
