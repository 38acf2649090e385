import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_TYPES, EVENTS, type EventDeclaration, type EventType } from '@serialbridge/core/events';
import { applyEvent, MemoryView, parseEvent, type Applied } from '@serialbridge/core/ledger';
import type { AnyRow, Entity } from '@serialbridge/core/model';
import type { Envelope } from '@serialbridge/protocol';
import type { z } from 'zod';

const FOLDER = join(import.meta.dirname, '../events');

/** An event as it was written by the version that shipped it, and what it must mean for ever. */
export interface EventGolden {
  /** Of the body's schema at this version. */
  readonly fingerprint: string;
  /** The present before it. */
  readonly given: readonly (readonly [Entity, AnyRow])[];
  readonly envelope: Envelope;
  readonly outcome: Applied['outcome'];
  /** Rows as they are from then on (null: gone), and the history of units. */
  readonly changes: Applied['changes'];
  readonly units: Applied['units'];
  /** Of a draft alone, which has nothing else. */
  readonly body?: unknown;
}

/** Every (type, version) that this software says it can read. */
export function shippedVersions(): { type: EventType; v: number }[] {
  return EVENT_TYPES.flatMap((type) => Array.from({ length: EVENTS[type].v }, (_, n) => ({ type, v: n + 1 })));
}

export function schemaOf(type: EventType, v: number): z.ZodType {
  const declared: EventDeclaration = EVENTS[type];
  const schema = v === declared.v ? declared.body : declared.earlier?.[v]?.body;
  if (schema === undefined) throw new Error(`${type} v${v} has no schema`);
  return schema;
}

export const goldenFile = (type: string, v: number): string => join(FOLDER, `${type}.v${v}.json`);
export const goldenNames = (): string[] => readdirSync(FOLDER).toSorted();

export function readGolden(type: string, v: number): EventGolden | undefined {
  const file = goldenFile(type, v);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as EventGolden) : undefined;
}

/** A golden file that holds a body alone, `{"body": {…}}`: the maker records it after the story and writes the file whole. */
export function readDraft(type: string, v: number): unknown {
  return readGolden(type, v)?.body;
}

/** What the envelope does to the present today. */
export function foldGolden({ given, envelope }: Pick<EventGolden, 'given' | 'envelope'>): Applied {
  const view = new MemoryView();
  for (const [entity, row] of given) view.putAll(entity, [row]);
  const parsed = parseEvent(envelope);
  if ('held_reason' in parsed) throw new Error(`${envelope.type} v${envelope.v}: ${parsed.held_reason}`);
  return applyEvent(view, parsed.event);
}
