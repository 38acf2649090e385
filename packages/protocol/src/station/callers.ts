import type { Right } from '@serialbridge/core/rights';
import type { z } from 'zod';

/** Who may call a method, or see a topic: anybody at the screen, whoever is signed in, or whoever has a right. */
export type Caller = 'anybody' | 'signed-in' | Right;

export interface CallerRule {
  readonly who: Caller;
  /**
   * Also at a station that is not paired yet, by anybody: it knows nobody who could sign in, and holds nothing of the warehouse. What leaves it
   * out is refused there with `station.not-paired`.
   */
  readonly before_pairing?: true;
  /** Also by anybody at a station that central shuts out: perhaps nobody can sign in there any more, and its events must come out all the same. */
  readonly when_shut_out?: true;
}

/** One method of the contract. A method that does not say who may call it does not compile. */
export interface StationMethodDeclaration extends CallerRule {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
}

export interface StationTopicDeclaration extends CallerRule {
  readonly state: z.ZodType;
}
