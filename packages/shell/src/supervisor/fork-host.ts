import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { HostProcess } from './supervise.ts';

export interface ForkOptions {
  readonly entry: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Gets each line that the host prints on standard output. */
  readonly onSaid: (line: string) => void;
  /** Gets each line that the host prints on standard error. */
  readonly onLine?: (line: string) => void;
}

const STOP_PATIENCE_MS = 5_000;

/** Starts the host as a plain Node process with this same Node. */
export function forkHost({ entry, args, env, onSaid, onLine }: ForkOptions): HostProcess {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: child.stdout }).on('line', onSaid);
  let lastLine = '';
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((one) => one.trim() !== '')) {
      lastLine = line;
      onLine?.(line);
    }
  });
  return {
    ...(child.pid === undefined ? {} : { pid: child.pid }),
    onExit: (listener) => {
      child.once('error', (error) => listener(null, error.message));
      child.once('exit', (code) => listener(code, rest.trim() === '' ? lastLine : rest.trim()));
    },
    stop: () => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS).unref();
    },
  };
}
