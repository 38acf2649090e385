import type { Feedback } from '@serialbridge/protocol/station';
import patterns from '../../../../resources/sounds/patterns.json' with { type: 'json' };

export interface Note {
  /** Pitch in hertz. */
  readonly hz: number;
  /** Start after the beginning of the sound, ms. */
  readonly at_ms: number;
  readonly ms: number;
}
export interface SoundPattern {
  readonly wave: 'sine' | 'square' | 'sawtooth' | 'triangle';
  readonly notes: readonly Note[];
}
export type SoundName = Feedback['level'];

/** One sound a level. They differ by number of notes, by pitch and by timbre: high and one, rising, falling in the middle, low and long. */
export const SOUNDS = patterns as Readonly<Record<SoundName, SoundPattern>>;
