import type { z } from 'zod';
import { CENTRAL_EVENTS } from './central.ts';
import type { Complete, EventDeclaration, EventDeclarations } from './declare-event.ts';
import { PACKING_EVENTS } from './packing.ts';
import { RECEIVING_EVENTS } from './receiving.ts';
import { UNIT_EVENTS } from './unit.ts';
import { isReadable, readBody } from './upcasters.ts';

const DECLARED = {
  ...RECEIVING_EVENTS,
  ...PACKING_EVENTS,
  ...UNIT_EVENTS,
  ...CENTRAL_EVENTS,
} as const satisfies EventDeclarations;

/**
 * Every event type that was ever recorded. An event is a fact, in the past tense, never changed and never deleted: what was once shipped
 * stays readable for ever, by its upcasters and its golden file (test/compat/events).
 */
export const EVENTS = DECLARED satisfies Complete<typeof DECLARED>;

export type EventType = keyof typeof EVENTS;
export type EventBody<T extends EventType> = z.infer<(typeof EVENTS)[T]['body']>;

/** What a machine or a screen asks to be recorded: the envelope (ids, sequence, times, hashes) is put around it when it is stored. */
export type EventDraft = { readonly [T in EventType]: { readonly type: T; readonly body: EventBody<T> } }[EventType];

export const EVENT_TYPES = Object.keys(EVENTS) as [EventType, ...EventType[]];

/** The declaration of a type, known or not. */
export function declarationOf(type: string): EventDeclaration | undefined {
  return Object.hasOwn(EVENTS, type) ? EVENTS[type as EventType] : undefined;
}

/** True if this software can read the type at this version, old ones included; what it cannot is held whole, never dropped. */
export function isKnownEvent(type: string, v: number): type is EventType {
  const declaration = declarationOf(type);
  return declaration !== undefined && isReadable(declaration, v);
}

/** The body of an event of a known version as today's; undefined: unreadable. */
export function readEventBody(type: EventType, v: number, raw: unknown): unknown {
  return readBody(EVENTS[type], v, raw);
}
