import type { WeightReading } from '@serialbridge/core/scan';
import type { FramerKind } from '../framers/delimited-framer.ts';

/** A reading without where it comes from: `device_id` and `at` are the manager's to add. */
type Without<Reading> = Reading extends unknown ? Omit<Reading, 'device_id' | 'at'> : never;
export type Measured = Without<WeightReading>;

export type ScaleAnswer =
  | { readonly kind: 'weight'; readonly measured: Measured }
  | { readonly kind: 'zero'; readonly outcome: 'done' | 'refused' | 'out-of-range' }
  /** An answer to the probe, with what the device says of itself. */
  | { readonly kind: 'identity'; readonly text: string };

/** What a scale speaks. Data and one pure function; `parse` never throws, and gives null for what is no answer at all. */
export interface ScaleProtocol {
  readonly id: string;
  /** For people: the name on the scale's own menu. */
  readonly title: string;
  readonly framer: FramerKind;
  /** Asks for one reading now. This command and the two below get exactly one answer each. */
  readonly poll: Uint8Array;
  readonly zero: Uint8Array;
  /** Asks who is there. Any answer will do. */
  readonly probe: Uint8Array;
  readonly parse: (frame: Uint8Array) => ScaleAnswer | null;
}

/** Latin-1, so that every byte stays one character: a frame is never refused for its encoding. */
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
