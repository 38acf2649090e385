import { EXIT_CANNOT_START } from '@serialbridge/station/contract';
import { expect, test } from 'vitest';
import { countShortLives, planRestart } from './restart-plan.ts';

test('supervisor.restart: a host that dies after steady work is back at once', () => {
  expect(planRestart({ code: null, lived_ms: 60_000, short_lives: 0 })).toEqual({ restart_in_ms: 0 });
});

test('supervisor.restart: one that keeps dying waits a moment from the third time on, never longer', () => {
  const waits = [1, 2, 3, 4, 5, 20].map((short_lives) => planRestart({ code: 1, lived_ms: 50, short_lives }));
  expect(waits).toEqual([0, 0, 500, 500, 500, 500].map((restart_in_ms) => ({ restart_in_ms })));
});

test('supervisor.restart: one that says it cannot start is not tried again', () => {
  expect(planRestart({ code: EXIT_CANNOT_START, lived_ms: 50, short_lives: 1 })).toEqual({ give_up: true });
});

test('supervisor.restart: steady work forgets earlier short lives', () => {
  expect(countShortLives(4, 20)).toBe(5);
  expect(countShortLives(4, 10_000)).toBe(0);
});
