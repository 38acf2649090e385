import { expect, test } from 'vitest';
import { MAX_LOG_POSITIONS } from '@serialbridge/protocol';
import { CentralError } from './central-error.ts';
import { findDivergencePoint } from './find-divergence-point.ts';

const INCARNATION = '019b76da-a800-7504-ba3d-7c41f103b918';
const hashOf = (seq: number): string => seq.toString(16).padStart(64, '0');
const never = new AbortController().signal;

/** A log with the events after `pruned` up to `last`. */
const logOf = (pruned: number, last: number): Parameters<typeof findDivergencePoint>[0] => ({
  log: { hashAt: (_, seq) => (seq < pruned || seq > last ? null : hashOf(seq)), lastSeq: () => last },
  retention: { prunedTo: () => pruned },
});

/** Central has our events up to `common`, and others under the numbers after it. */
function centralWith(common: number): {
  readonly asked: number[];
  readonly client: Parameters<typeof findDivergencePoint>[1];
} {
  const asked: number[] = [];
  const logPositions: Parameters<typeof findDivergencePoint>[1]['logPositions'] = ({ positions }) => {
    asked.push(positions.length);
    const known = positions.filter(({ seq, hash }) => seq <= common && hash === hashOf(seq));
    return Promise.resolve({ furthest: Math.max(0, ...known.map(({ seq }) => seq)) });
  };
  return { asked, client: { logPositions } };
}

test('sync.divergence: the last event that central has is found wherever the chains part', async () => {
  for (const last of [1, 2, 31, 32, 33, 100, 1_025])
    for (const common of [0, 1, 2, 15, 31, 32, 33, 64, 99, 1_000, 1_024, 1_025].filter((one) => one <= last))
      expect(await findDivergencePoint(logOf(0, last), centralWith(common).client, INCARNATION, never)).toBe(common);
});

test('sync.divergence: a million events take four questions, each of which fits', async () => {
  for (const common of [0, 1, 123_456, 999_999, 1_000_000]) {
    const { asked, client } = centralWith(common);
    expect(await findDivergencePoint(logOf(0, 1_000_000), client, INCARNATION, never)).toBe(common);
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(Math.max(...asked)).toBeLessThanOrEqual(MAX_LOG_POSITIONS);
  }
});

test('sync.divergence: what was pruned here can be sent no more, whatever central has of it', async () => {
  expect(await findDivergencePoint(logOf(40, 100), centralWith(10).client, INCARNATION, never)).toBe(40);
  expect(await findDivergencePoint(logOf(40, 100), centralWith(70).client, INCARNATION, never)).toBe(70);
});

const failing = (status: number): Parameters<typeof findDivergencePoint>[1] => ({
  logPositions: () => Promise.reject(new CentralError(status, 'request.not-found', 'no such call')),
});

test('sync.divergence: a central that does not know the question is no line that broke', async () => {
  expect(await findDivergencePoint(logOf(0, 9), failing(404), INCARNATION, never)).toBeNull();
  await expect(findDivergencePoint(logOf(0, 9), failing(0), INCARNATION, never)).rejects.toThrow(CentralError);
});
