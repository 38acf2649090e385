import type { WeightReading } from '@serialbridge/core/scan';
import type { Framer } from '../../framers/framer.ts';
import type { LinkFacts } from '../../links/link.ts';
import type { ScaleOptions } from './scale-options.ts';
import type { ScaleModel } from './scale-model.ts';

/** A reading without where it comes from: `device_id` and `at` are the manager's to add. */
type Without<Reading> = Reading extends unknown ? Omit<Reading, 'device_id' | 'at'> : never;
export type Measured = Without<WeightReading>;

export type ScaleAnswer =
  | { readonly kind: 'weight'; readonly measured: Measured }
  | { readonly kind: 'zero'; readonly outcome: 'done' | 'refused' | 'out-of-range' }
  /** An answer to the probe, with what the device says of itself. */
  | { readonly kind: 'identity'; readonly text: string };

/** What a scale speaks. Data and pure functions; `parse` never throws, and gives null for what is no answer at all. */
export interface ScaleProtocol {
  /** For people: the name on the scale's own menu. */
  readonly title: string;
  /** A new framer for each opened line. */
  readonly framer: () => Framer;
  /** Asks for one reading now, and gets exactly one answer; null: the scale sends by itself, without being asked. */
  readonly poll: Uint8Array | null;
  /** Null: it cannot be zeroed over the line. */
  readonly zero: Uint8Array | null;
  /** `answer`: the scale says how the zero came out. `none`: it says nothing, the next reading tells. */
  readonly zero_outcome: 'answer' | 'none';
  /** Asks who is there; any answer will do. Null: listening is all that can be done. */
  readonly probe: Uint8Array | null;
  /** `repetition`: frames carry no mark of stability, so equal readings over `settle_ms` are one (ours, not the maker's). */
  readonly stability: 'marked' | 'repetition';
  readonly settle_ms: number;
  /** `stable` of a `repetition` protocol means only "a weight": the device runtime makes it moving until it has settled. */
  readonly parse: (frame: Uint8Array) => ScaleAnswer | null;
}

/** How each protocol is made; `facts` matter to HID scales only. */
export type MakeScaleProtocol = (options: ScaleOptions, facts: LinkFacts) => ScaleProtocol;

/**
 * One protocol whole, as its folder gives it: how it is read, the profiles of the scales that speak it, and how an emulated one speaks.
 * Its oracle and the frames for its tests lie in the same folder.
 */
export interface ScaleProtocolParts {
  /** The name of its folder, and the one that profiles use. */
  readonly id: string;
  readonly make: MakeScaleProtocol;
  readonly profiles: readonly object[];
  /** A scale with a load on it (g); null: it speaks in HID reports, not in text. */
  readonly model: ((grams?: number) => ScaleModel) | null;
}

/** Latin-1, so that every byte stays one character: a frame is never refused for its encoding. */
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
