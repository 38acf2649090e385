import { expect, test } from 'vitest';
import type { ScaleAnswer } from './protocols/parts/protocol.ts';
import { ScaleDialogue } from './scale-dialogue.ts';

const stable = (mantissa: number): ScaleAnswer => ({
  kind: 'weight',
  measured: { state: 'stable', mantissa, exponent: 0, unit: 'g', raw: '' },
});

test('an answer that began before the question is not its answer', async () => {
  const dialogue = new ScaleDialogue();
  const { answered } = dialogue.ask('poll', 100);
  expect(dialogue.take(stable(1), 99)).toBe(false);
  expect(dialogue.take(stable(2), 100)).toBe(true);
  await expect(answered).resolves.toMatchObject({ answer: stable(2), began: 100 });
});

test('the late answer to a question given up is not taken for the next one', async () => {
  const dialogue = new ScaleDialogue();
  const first = dialogue.ask('poll', 100);
  first.giveUp();
  await expect(first.answered).resolves.toBeNull();
  const second = dialogue.ask('poll', 200);
  expect(dialogue.take(stable(1), 250)).toBe(false);
  expect(dialogue.take(stable(2), 260)).toBe(true);
  await expect(second.answered).resolves.toMatchObject({ answer: stable(2) });
});

test('a weight sent by the Print key does not answer a zero', () => {
  const dialogue = new ScaleDialogue();
  dialogue.ask('zero', 100);
  expect(dialogue.take(stable(1), 150)).toBe(false);
  expect(dialogue.take({ kind: 'zero', outcome: 'done' }, 160)).toBe(true);
});

test('forget lets every waiting question go', async () => {
  const dialogue = new ScaleDialogue();
  const { answered } = dialogue.ask('poll', 100);
  dialogue.forget();
  await expect(answered).resolves.toBeNull();
  expect(dialogue.idle).toBe(true);
});
