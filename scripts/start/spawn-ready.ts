import { spawn, type ChildProcess } from 'node:child_process';

export interface ReadyProcess {
  readonly child: ChildProcess;
  /** The JSON line it printed on standard output when it was ready; log lines before it are passed over. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Everything it printed on standard error so far. */
  readonly log: () => string;
  /** Ends it (SIGTERM unless told otherwise) and resolves when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout_ms?: number;
  /** For Node itself. */
  readonly node?: readonly string[];
  /** Each line on standard output but the ready line. */
  readonly onLog?: (line: string) => void;
  /** Each line on standard error from the ready line on. */
  readonly onLine?: (line: string) => void;
}

/** Gives each whole line of a stream to a listener. */
function lines(stream: NodeJS.ReadableStream, listener: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) listener(line);
  });
}

function parseLine(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith('{')) return null;
  try {
    const said = JSON.parse(line) as Record<string, unknown>;
    return said['ready'] === true || said['listening'] !== undefined ? said : null;
  } catch {
    return null;
  }
}

/**
 * Starts a Node program of ours and waits for its ready line: one JSON object on standard output. Rejects with the last line it printed if it ends
 * before that or takes too long: our programs say there why.
 */
export function spawnReady(entry: string, args: readonly string[], options: SpawnOptions = {}): Promise<ReadyProcess> {
  const child = spawn(process.execPath, [...(options.node ?? []), entry, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  let gone = false;
  let isReady = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      gone = true;
      resolve();
    });
  });
  lines(child.stderr, (line) => {
    log += `${line}\n`;
    if (isReady) options.onLine?.(line);
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      if (!gone) child.kill('SIGKILL');
      const said = log.trim().split('\n').at(-1) ?? '';
      reject(new Error(said === '' ? `${entry} ${why}` : said));
    };
    const timer = setTimeout(() => fail('was not ready in time'), options.timeout_ms ?? 60_000);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with ${code ?? 'a signal'} before it was ready`));
    lines(child.stdout, (line) => {
      const ready = parseLine(line);
      if (ready === null) {
        options.onLog?.(line);
        return;
      }
      isReady = true;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      const ended = gone ? Promise.resolve() : new Promise<void>((done) => child.once('exit', () => done()));
      resolve({
        child,
        ready,
        log: () => log,
        stop: async (signal = 'SIGTERM') => {
          if (child.exitCode === null && child.signalCode === null) child.kill(signal);
          await Promise.race([ended, exited]);
        },
      });
    });
  });
}
