import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OLDEST_PROTOCOL_VERSION } from '@serialbridge/protocol';
import { shapeOf } from './support/fingerprint.ts';
import { WIRE_SCHEMAS } from './support/wire-messages.ts';
import { breaksOf } from './support/wire-shape.ts';

interface WireGolden {
  readonly schema: unknown;
  readonly example: unknown;
}
const shipped = JSON.parse(readFileSync(join(import.meta.dirname, 'wire/protocol-2.json'), 'utf8')) as Record<
  string,
  WireGolden
>;

describe('messages of protocol 2', () => {
  test('are kept as long as central speaks it', () => {
    expect(OLDEST_PROTOCOL_VERSION).toBe(2);
    expect(Object.keys(shipped)).toEqual(Object.keys(WIRE_SCHEMAS));
  });

  test.each(Object.entries(shipped))('%s: as an older program sends it, it is read whole', (name, { example }) => {
    expect(WIRE_SCHEMAS[name]?.parse(example)).toMatchObject(example as object);
  });

  test.each(Object.entries(shipped))('%s: an older program reads what is sent today', (name, { schema }) => {
    expect(breaksOf(schema, shapeOf(WIRE_SCHEMAS[name] ?? z.never()), name)).toEqual([]);
  });
});

describe('what breaks a message', () => {
  const before = z.object({ a: z.string(), list: z.array(z.object({ n: z.number() })), kind: z.enum(['x', 'y']) });
  const breaks = (now: z.ZodType): string[] => breaksOf(shapeOf(before), shapeOf(now), 'm');

  test('nothing, or a field more that may be left out', () => {
    expect(breaks(before)).toEqual([]);
    expect(breaks(before.extend({ more: z.string().optional() }))).toEqual([]);
  });
  test('a field gone, demanded, left out, of another kind, or a word less', () => {
    expect(breaks(before.omit({ a: true }))).toEqual(['m.a may be missing now', 'm.a is gone']);
    expect(breaks(before.extend({ more: z.string() }))).toEqual(['m.more is newly demanded']);
    expect(breaks(before.extend({ a: z.string().optional() }))).toEqual(['m.a may be missing now']);
    expect(breaks(before.extend({ a: z.number() }))).not.toEqual([]);
    expect(breaks(before.extend({ kind: z.enum(['x', 'z']) }))).toEqual(['m.kind no longer knows y']);
    expect(breaks(before.extend({ list: z.array(z.object({ n: z.string() })) }))).not.toEqual([]);
  });
});
