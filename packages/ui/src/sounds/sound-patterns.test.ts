import { FEEDBACK_LEVELS } from '@serialbridge/protocol/station';
import { describe, expect, it } from 'vitest';
import { SOUNDS } from './sound-patterns.ts';

const rhythm = (level: (typeof FEEDBACK_LEVELS)[number]): string =>
  SOUNDS[level].notes.map(({ at_ms, ms }) => `${at_ms}+${ms}`).join(' ');
const mean = (level: (typeof FEEDBACK_LEVELS)[number]): number => {
  const { notes } = SOUNDS[level];
  return notes.reduce((sum, { hz }) => sum + hz, 0) / notes.length;
};

describe('sounds', () => {
  it('exist for every level', () => {
    for (const level of FEEDBACK_LEVELS) expect(SOUNDS[level].notes.length).toBeGreaterThan(0);
  });

  it('differ in rhythm, each from each', () => {
    expect(new Set(FEEDBACK_LEVELS.map(rhythm)).size).toBe(FEEDBACK_LEVELS.length);
  });

  it('differ in pitch by more than a whole tone, each from each', () => {
    const pitches = FEEDBACK_LEVELS.map(mean).toSorted((a, b) => a - b);
    const steps = pitches.slice(1).map((pitch, index) => pitch / (pitches[index] ?? pitch));
    expect(Math.min(...steps)).toBeGreaterThan(1.122);
  });

  it('refused is low and long, accepted high and short', () => {
    expect(Math.max(...SOUNDS.refused.notes.map(({ hz }) => hz))).toBeLessThan(300);
    expect(SOUNDS.accepted.notes).toHaveLength(1);
    expect(SOUNDS.accepted.notes[0]?.hz).toBeGreaterThan(1000);
  });

  it('notes of one sound do not overlap', () => {
    const gaps = FEEDBACK_LEVELS.flatMap((level) => {
      const { notes } = SOUNDS[level];
      return notes.slice(1).map(({ at_ms }, index) => at_ms - (notes[index]?.at_ms ?? 0) - (notes[index]?.ms ?? 0));
    });
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
  });
});
