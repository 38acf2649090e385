import type { HeldKey } from './held-keys.ts';

/**
 * A burst that follows a released character, or a burst that had no end, closer than this lost its beginning to it: nobody types a key and then pulls a
 * scanner's trigger so soon, or scans again before he has heard the refusal, and a page or computer that stalls tears gaps of hundreds of
 * milliseconds.
 */
const TORN_MS = 500;
/** The same for a key without a character; people do press F8 and scan. */
const STRAY_TORN_MS = 150;
/** Some scanners end with CR LF, or Enter twice: the second one so soon after a code is not a person's. */
const SECOND_SUFFIX_MS = 50;
/** Nor is a key without a character that comes behind it as quickly as a scanner's keys do. */
const TRAILING_MS = 25;
const MOST_RELEASED = 16;

const NEVER = Number.NEGATIVE_INFINITY;

export const textOf = (keys: readonly HeldKey[]): string => keys.map((one) => one.character).join('');

/** What came before the keys that are held now, as far as they may be the rest of it. */
export class EarlierKeys {
  /** The last characters that were released as typing. */
  #released: readonly HeldKey[] = [];
  #endedAt = NEVER;
  /** Last key of a burst that had no end, as long as no other key was released since. */
  #brokenAt = NEVER;
  /** When a key without a character was last released, or kept from the page behind a code. */
  #strayAt = NEVER;

  get last(): HeldKey | undefined {
    return this.#released.at(-1);
  }

  release(keys: readonly HeldKey[]): void {
    const last = keys.at(-1);
    if (last === undefined) return;
    this.#brokenAt = NEVER;
    if (keys.some((one) => one.shortcut)) this.#strayAt = last.time;
    this.#released = [...this.#released, ...keys.filter((one) => one.character !== '')].slice(-MOST_RELEASED);
  }

  /** These were a burst without an end. */
  broke(keys: readonly HeldKey[]): void {
    this.release(keys);
    this.#brokenAt = keys.at(-1)?.time ?? NEVER;
  }

  /** A code came to its end at this time (null: in silence), taken or not. */
  ended(time: number | null): void {
    this.forget();
    this.#brokenAt = NEVER;
    this.#endedAt = time ?? NEVER;
  }

  stray(time: number): void {
    this.#strayAt = time;
  }

  /** A key that no code contains: what comes behind it is not the rest of what came before. */
  forget(): void {
    this.#released = [];
  }

  isBehindEnd(time: number): boolean {
    return time - this.#endedAt <= SECOND_SUFFIX_MS;
  }

  /** A key without a character follows a code's end, or another such key there, at a scanner's pace. */
  isTrailing(time: number): boolean {
    return time - Math.max(this.#endedAt, this.#strayAt >= this.#endedAt ? this.#strayAt : NEVER) <= TRAILING_MS;
  }

  isBehindStray(time: number): boolean {
    return time - this.#strayAt < STRAY_TORN_MS;
  }

  /** How long ago (ms) a burst stopped without an end. */
  sinceBroken(time: number): number {
    return time - this.#brokenAt;
  }

  /** What began at this time began where a burst without an end left off. */
  isRest(time: number): boolean {
    return this.sinceBroken(time) < TORN_MS;
  }

  /** What was released so shortly before this time (absent: at the end of all that came) that it belonged to what begins then. */
  torn(time: number | undefined, mostMs = TORN_MS): readonly HeldKey[] {
    let next = time ?? this.last?.time ?? 0;
    const start = this.#released.findLastIndex((one) => {
      const apart = next - one.time >= mostMs;
      next = one.time;
      return apart;
    });
    return this.#released.slice(start + 1);
  }
}
