import { afterAll, expect, test } from 'vitest';
import { hear, oracleOf, protocolOf, stableIn } from './oracles/known-protocols.ts';
import type { PlainWeight } from './parts/plain-reading.ts';
import { chopped, materialOf, randomOf, streamOf } from './oracles/scale-streams.ts';
import { bytesOf } from './parts/protocol.ts';
import { SERIAL_PROTOCOL_IDS } from './scale-protocols.ts';

/** Set both to look further than every run does. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const CASES = Number(process.env['FUZZ_CASES'] ?? 100_000);

const told: string[] = [];
afterAll(() => {
  process.stdout.write(`${'protocol'.padEnd(20)}   cases  with weights  agreed\n${told.join('')}`);
});

const written = (weights: readonly PlainWeight[]): string =>
  weights.map(({ mantissa, exponent, unit }) => `${mantissa}e${exponent} ${unit}`).join(', ');

test.each(SERIAL_PROTOCOL_IDS)(
  '%s fuzz: damaged streams never throw, and hold the weights that a plain reading finds, no other',
  (id) => {
    const random = randomOf(SEED);
    const protocol = protocolOf(id);
    const oracle = oracleOf(id);
    const material = materialOf(id, random);
    const disagreements: { stream: string; found: string; expected: string }[] = [];
    let withWeights = 0;
    for (let count = 0; count < CASES; count += 1) {
      const stream = streamOf(random, material);
      const expected = written(oracle.read(stream));
      const found = written(stableIn(hear(protocol, chopped(random, bytesOf(stream)))));
      if (expected !== '') withWeights += 1;
      if (found !== expected) disagreements.push({ stream, found, expected });
    }
    const agreed = CASES - disagreements.length;
    told.push(
      `${id.padEnd(20)}${String(CASES).padStart(8)}${String(withWeights).padStart(14)}${String(agreed).padStart(8)}\n`,
    );
    expect(disagreements.slice(0, 5)).toEqual([]);
    // the two would also agree if nothing ever were a weight
    expect(withWeights).toBeGreaterThan(CASES / 10);
  },
  60_000,
);
