import { z } from 'zod';
import { CallFault } from './methods.ts';

/** Largest frame either end takes. */
export const MAX_FRAME_BYTES: number = 8 * 1024 * 1024;

/** From the screen. `protocol` is checked first: a newer screen or host is told so, by `refused`, and nothing else is read. */
export const ClientFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), protocol: z.number().int() }),
  z.object({ kind: z.literal('call'), id: z.number().int(), method: z.string(), params: z.unknown() }),
  z.object({ kind: z.literal('subscribe'), topic: z.string() }),
  z.object({ kind: z.literal('unsubscribe'), topic: z.string() }),
  /** The screen could not read something that the host sent; `what` goes to the station's log. */
  z.object({ kind: z.literal('unreadable'), what: z.string() }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** From the host. */
export const HostFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('welcome'), protocol: z.number().int(), app: z.enum(['receivebridge', 'shipbridge']) }),
  /** The host cannot or will not serve: a protocol that does not fit, or why it could not start. */
  z.object({ kind: z.literal('refused'), faults: z.array(CallFault).min(1) }),
  z.object({ kind: z.literal('result'), id: z.number().int(), result: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: z.number().int(), faults: z.array(CallFault).min(1) }),
  z.object({ kind: z.literal('state'), topic: z.string(), state: z.unknown() }),
  /** The topic has a new state that cannot be sent: what the screen shows of it is old, until the next `state`. */
  z.object({ kind: z.literal('state-failed'), topic: z.string(), faults: z.array(CallFault).min(1) }),
  z.object({ kind: z.literal('signal'), signal: z.string(), payload: z.unknown() }),
]);
export type HostFrame = z.infer<typeof HostFrame>;
