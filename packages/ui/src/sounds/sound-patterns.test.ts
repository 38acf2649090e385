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
    for (const [index, pitch] of pitches.entries())
      if (index > 0) expect(pitch / (pitches[index - 1] ?? pitch)).toBeGreaterThan(1.122);
  });

  it('refused is low and long, accepted high and short', () => {
    expect(Math.max(...SOUNDS.refused.notes.map(({ hz }) => hz))).toBeLessThan(300);
    expect(SOUNDS.accepted.notes).toHaveLength(1);
    expect(SOUNDS.accepted.notes[0]?.hz).toBeGreaterThan(1000);
  });

  it('notes of one sound do not overlap', () => {
    for (const level of FEEDBACK_LEVELS) {
      const { notes } = SOUNDS[level];
      for (const [index, note] of notes.entries()) {
        const before = notes[index - 1];
        if (before !== undefined) expect(note.at_ms).toBeGreaterThanOrEqual(before.at_ms + before.ms);
      }
    }
  });
});
