import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const PATIENCE_MS = 60_000;

/** A process that prints lines and is killed. What it has printed is known here even if it dies at once: the pipe is read to its end. */
export class Victim {
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(line: string) => void>();
  readonly #printed: string[] = [];
  #errors = '';
  /** Resolves when it is dead and all that it printed was read. */
  readonly gone: Promise<unknown>;

  constructor(program: string, compiled: string, argument: object, onLine: (line: string) => void) {
    const child = spawn(process.execPath, [program, JSON.stringify(argument)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    this.#child = child;
    this.gone = once(child, 'close');
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    // It may die while something is sent.
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#printed.push(line);
      onLine(line);
      for (const listener of this.#listeners) listener(line);
    });
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  send(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#child.kill(signal);
  }

  /** The next line (or, with `before`, one it has printed already) that begins with this word. */
  until(word: string, before = false): Promise<string> {
    const known = before ? this.#printed.find((line) => line.startsWith(word)) : undefined;
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const end = (work: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        work();
      };
      const why = (what: string): Error =>
        new Error(
          `${what} before it printed "${word}"; its last lines: ${this.#printed.slice(-3).join(' | ')} ${this.#errors}`,
        );
      const listener = (line: string): void => {
        if (line.startsWith(word)) end(() => resolve(line));
      };
      const timer = setTimeout(() => end(() => reject(why(`${PATIENCE_MS} ms went by`))), PATIENCE_MS);
      this.#listeners.add(listener);
      void this.gone.then(() => end(() => reject(why('it ended'))));
    });
  }
}
