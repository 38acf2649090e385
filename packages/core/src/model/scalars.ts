import { z } from 'zod';
import { LAST_INSTANT, MOST_COUNT } from './bounds.ts';

/** A UUID as text, lower case. Ids are UUIDv7, made where the thing is made; ids derived from an event are UUIDv8 (see ledger/view/derived-id.ts). */
export const Id = z
  .uuid()
  // PostgreSQL gives an id back in lower case: one that came otherwise would never be found again.
  .refine((id) => id === id.toLowerCase(), 'is not in lower case')
  .meta({ id: 'Id' });
export type Id = string;

/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. Wall clocks are data, never order. */
export const Instant = z.number().int().min(0).max(LAST_INSTANT);
export type Instant = number;

/** Money in the smallest unit of its currency (cents). */
export const Cents = z.number().int().safe();

/** A count of things. */
export const Quantity = z.number().int().min(0).max(MOST_COUNT);

/** Counts of many rows added up: more than any one of them may be. */
export const Total = z.number().int().min(0);

/** Weight in grams. */
export const Grams = z.number().min(0).max(100_000_000);

/** A serial exactly as read. Its length here is the limit of a message, not a rule: `serial.length` is the rule. */
export const SerialRaw = z.string().max(512);

/** Short human text: a name, a code, a number. */
export const ShortText = z.string().max(300);

/** Long human text: a reason, a note. */
export const Note = z.string().max(4000);

/**
 * Set by the fold alone: the other record that has this one's code, number or badge. The record stands outside the unique index until a
 * person gives one of the two another code; null or absent: the code is its own.
 */
export const DoubleOf = Id.nullable().exactOptional();
