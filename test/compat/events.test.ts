import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isReadable, readBody, upcaster } from '@serialbridge/core/events';
import { sha256 } from '@serialbridge/central/ledger';
import { Envelope, canonicalBytes } from '@serialbridge/protocol';
import { foldGolden, goldenNames, readGolden, schemaOf, shippedVersions } from './support/event-golden.ts';
import { fingerprint } from './support/fingerprint.ts';

describe('events of every version ever shipped', () => {
  test('each has its golden file, and no golden file is of a version that can no longer be read', () => {
    expect(goldenNames()).toEqual(
      shippedVersions()
        .map(({ type, v }) => `${type}.v${v}.json`)
        .toSorted(),
    );
  });

  test.each(shippedVersions())('$type v$v: the schema is the one that was shipped', ({ type, v }) => {
    // Another fingerprint: raise the version of its declaration (packages/core/src/events) and give the former schema an upcaster.
    expect(fingerprint(schemaOf(type, v))).toBe(readGolden(type, v)?.fingerprint);
  });

  test.each(shippedVersions())('$type v$v: means what it meant', ({ type, v }) => {
    const golden = readGolden(type, v);
    if (golden === undefined) throw new Error('no golden file');
    const envelope = Envelope.parse(golden.envelope);
    expect(sha256(canonicalBytes(envelope))).toBe(envelope.hash);
    // Columns that came since are more than it said then; everything it said must still be so.
    expect(foldGolden(golden)).toMatchObject({ outcome: golden.outcome, changes: golden.changes, units: golden.units });
  });
});

describe('upcasting', () => {
  const history = {
    1: upcaster(z.object({ count: z.string() }), ({ count }) => ({ quantity: Number(count) })),
    2: upcaster(z.object({ quantity: z.number() }), ({ quantity }) => ({ quantity, unit: 'each' })),
  };
  const now = {
    v: 3,
    body: z.object({ quantity: z.number(), unit: z.enum(['each', 'case']) }),
    earlier: history,
  };
  const gap = { ...now, earlier: { 1: history[1] } };

  test('every version is read as the current one', () => {
    expect(readBody(now, 1, { count: '12' })).toEqual({ quantity: 12, unit: 'each' });
    expect(readBody(now, 2, { quantity: 5 })).toEqual({ quantity: 5, unit: 'each' });
    expect(readBody(now, 3, { quantity: 5, unit: 'case' })).toEqual({ quantity: 5, unit: 'case' });
    expect([0, 1, 2, 3, 4, 1.5].filter((v) => isReadable(now, v))).toEqual([1, 2, 3]);
  });

  test('a body that is not what its version says is unreadable, also if the next version would take it', () => {
    expect(readBody(now, 1, { quantity: 5 })).toBeUndefined();
    expect(readBody(now, 2, { quantity: '5' })).toBeUndefined();
    expect(readBody(now, 3, { quantity: 5 })).toBeUndefined();
  });

  test('a gap in the history makes what lies before it unreadable, never misread', () => {
    expect(isReadable(gap, 1)).toBe(false);
    expect(isReadable(gap, 3)).toBe(true);
    expect(readBody(gap, 1, { count: '1' })).toBeUndefined();
  });

  test('an upcaster that throws makes its event unreadable, so that it is held', () => {
    const throwing = upcaster(z.object({}), () => {
      throw new Error('odd');
    });
    expect(readBody({ v: 2, body: z.object({}), earlier: { 1: throwing } }, 1, {})).toBeUndefined();
  });

  test('a changed schema has another fingerprint, its order has not', () => {
    const schema = z.object({ a: z.string(), b: z.number() });
    expect(fingerprint(z.object({ b: z.number(), a: z.string() }))).toBe(fingerprint(schema));
    expect(fingerprint(z.object({ a: z.string(), b: z.number().optional() }))).not.toBe(fingerprint(schema));
    expect(fingerprint(z.object({ a: z.string().max(5), b: z.number() }))).not.toBe(fingerprint(schema));
  });
});
