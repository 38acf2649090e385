import type { z } from 'zod';
import type { Right } from '@serialbridge/core/rights';

/** Who may make a call: whoever has a right, whoever is signed in, or anybody at all. */
export type CallWho = Right | 'signed-in' | 'anybody';

/** One call of the console's API. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for each of `params`. */
  readonly path: string;
  readonly who: CallWho;
  /** A second right that it takes. */
  readonly also?: Right;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
}

/** Checks a declaration and keeps its own type. */
export const call = <const C extends ApiCall>(declaration: C): C => declaration;
