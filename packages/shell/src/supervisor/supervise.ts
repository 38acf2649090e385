import { countShortLives, planRestart } from './restart-plan.ts';

/** A running host process, whatever started it (child_process on the browser path, utilityProcess under Electron). */
export interface HostProcess {
  /** Of the system; absent where whatever started it does not tell. */
  readonly pid?: number;
  /** Called once, with the exit code (null: killed) and the last line it printed on standard error. */
  onExit(listener: (code: number | null, last_line: string) => void): void;
  stop(): void;
}

export type HostState =
  | { readonly state: 'running' }
  | { readonly state: 'restarting'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string };

export interface Supervisor {
  readonly current: () => HostState;
  /** Process id of the host that runs now; null between two. */
  readonly pid: () => number | null;
  /** Ends the host for good; resolves when it has exited. */
  stop(): Promise<void>;
}

export interface SuperviseOptions {
  readonly start: () => HostProcess;
  readonly onState: (state: HostState, host: HostProcess | null) => void;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

/** Keeps one host process alive. The same code runs under Electron and under `npm start` in the browser. */
export function supervise({ start, onState, now }: SuperviseOptions): Supervisor {
  let state: HostState = { state: 'running' };
  let host: HostProcess | null = null;
  let shortLives = 0;
  let timer: NodeJS.Timeout | null = null;
  let stopping: (() => void) | null = null;

  const enter = (next: HostState): void => {
    state = next;
    onState(next, host);
  };

  const launch = (): void => {
    const startedAt = now();
    const child = start();
    host = child;
    child.onExit((code, last_line) => {
      host = null;
      if (stopping !== null) {
        stopping();
        return;
      }
      const lived_ms = now() - startedAt;
      shortLives = countShortLives(shortLives, lived_ms);
      const plan = planRestart({ code, lived_ms, short_lives: shortLives });
      if ('give_up' in plan) {
        enter({ state: 'failed', reason: last_line });
        return;
      }
      enter({ state: 'restarting', reason: last_line });
      timer = setTimeout(launch, plan.restart_in_ms);
    });
    enter({ state: 'running' });
  };

  launch();
  return {
    current: () => state,
    pid: () => host?.pid ?? null,
    stop: () =>
      new Promise((resolve) => {
        if (timer !== null) clearTimeout(timer);
        stopping = resolve;
        if (host === null) resolve();
        else host.stop();
      }),
  };
}
