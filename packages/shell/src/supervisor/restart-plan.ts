import { EXIT_CANNOT_START } from '@serialbridge/station/contract';

export interface HostExit {
  readonly code: number | null;
  /** How long it lived. */
  readonly lived_ms: number;
  /** Exits in a row after a life shorter than STEADY_MS, this one included. */
  readonly short_lives: number;
}

export type RestartPlan = { readonly restart_in_ms: number } | { readonly give_up: true };

const STEADY_MS = 10_000;
/** A dock is back within three seconds of whatever killed its host, however often: this wait, the host's start and the screen's next try. */
const WAIT_MS = 500;

/**
 * What to do when a host has ended without being told to. The first death is answered at once, so that a dock is back in a second; one that
 * keeps dying waits a moment, so that it does not take the whole computer, but is never given up: only a host that says it cannot start is.
 */
export function planRestart(exit: HostExit): RestartPlan {
  if (exit.code === EXIT_CANNOT_START) return { give_up: true };
  if (exit.lived_ms >= STEADY_MS || exit.short_lives <= 2) return { restart_in_ms: 0 };
  return { restart_in_ms: WAIT_MS };
}

/** Counts on after an exit. */
export function countShortLives(before: number, lived_ms: number): number {
  return lived_ms >= STEADY_MS ? 0 : before + 1;
}
