import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readCode } from '@serialbridge/core/gs1';
import { makeScan } from '@serialbridge/core/scan';

const inputSchema = z.object({
  what: z.string(),
  /** As the scanner sends it, AIM id in front. */
  sent: z.string(),
  refused: z.array(z.object({ rule: z.string(), position: z.number(), message: z.string() })).min(1),
});
const inputs = z
  .array(inputSchema)
  .parse(JSON.parse(readFileSync(new URL('refused-inputs.json', import.meta.url), 'utf8')));

/** The list of inputs that are refused, with what is said of each. Run this file to have it printed. */
const faultsOf = (sent: string): { rule: string; position: number; message: string }[] | null => {
  const scan = makeScan({ scan_id: 's', at: Date.UTC(2026, 10, 25), device_id: 'd', via: 'serial' }, readCode(sent));
  return scan.gs1?.errors.map(({ rule, position, message }) => ({ rule, position, message })) ?? null;
};

const shown = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, (character) => String.fromCodePoint(0x24_00 + (character.codePointAt(0) ?? 0)));

test.each(inputs)('gs1: refused: $what', ({ sent, refused }) => {
  expect(faultsOf(sent)).toEqual(refused);
});

test('gs1: the list of refused inputs has every rule of an error in it', () => {
  const lines = inputs.map(({ what, sent, refused }) =>
    [
      what,
      `    ${shown(sent)}`,
      ...refused.map(({ rule, position, message }) => `    → ${rule} @ ${position}: ${message}`),
    ].join('\n'),
  );
  console.log(
    [`${inputs.length} refused inputs; positions count from 0 in the text behind the AIM id`, ...lines].join('\n'),
  );
  const rules = new Set(inputs.flatMap(({ refused }) => refused.map(({ rule }) => rule)));
  expect([...rules].toSorted()).toEqual([
    'gs1.character-set',
    'gs1.check-digit',
    'gs1.company-prefix',
    'gs1.conflict',
    'gs1.content',
    'gs1.date',
    'gs1.empty',
    'gs1.length',
    'gs1.link',
    'gs1.not-an-ai',
    'gs1.numeric',
    'gs1.time',
  ]);
});
