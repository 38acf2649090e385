import type { z } from 'zod';

/** How a body of an older version is read: as it was written then, made into a body of the next version. Pure. */
export interface Upcaster {
  readonly body: z.ZodType;
  readonly up: (body: never) => unknown;
}

/** By version: what that version's bodies were, and how they become the next one's. */
export type VersionHistory = Readonly<Record<number, Upcaster>>;

/** Ties the schema of the old body to what reads it. */
export function upcaster<S extends z.ZodType>(body: S, up: (body: z.infer<S>) => unknown): Upcaster {
  return { body, up };
}

interface Registered {
  readonly v: number;
  readonly body: z.ZodType;
  readonly earlier?: VersionHistory;
}

/** True if the version is the current one, or an older one from which upcasters lead to it without a gap. */
export function isReadable({ v: current, earlier = {} }: Registered, v: number): boolean {
  if (!Number.isInteger(v) || v < 1 || v > current) return false;
  for (let at = v; at < current; at += 1) if (earlier[at] === undefined) return false;
  return true;
}

/** A body of any readable version as one of the current version; undefined: it is not what its version says. Never throws. */
export function readBody({ v: current, body: schema, earlier = {} }: Registered, v: number, raw: unknown): unknown {
  let body = raw;
  for (let at = v; at < current; at += 1) {
    const step = earlier[at];
    const parsed = step?.body.safeParse(body);
    if (step === undefined || parsed?.success !== true) return undefined;
    try {
      // The schema beside it has just made it what `up` takes.
      body = step.up(parsed.data as never);
    } catch {
      return undefined;
    }
  }
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}
