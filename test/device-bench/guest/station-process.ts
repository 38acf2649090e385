import { spawn, type ChildProcess } from 'node:child_process';
import { onLines } from '../on-lines.ts';

/** The station host as a process of the guest, and sockets to it that are passed on to the other side. */
export interface StationInGuest {
  start(entry: string, args: readonly string[]): Promise<void>;
  stop(signal: NodeJS.Signals): Promise<void>;
  /** Opens a socket to the contract; what comes is told as events of this number. */
  open(link: number): Promise<void>;
  send(link: number, text: string): void;
  close(link: number): void;
  /** Resolves when the next feedback comes to a screen. */
  nextFeedback(): Promise<void>;
}

export type TellEvent = (event: Readonly<Record<string, unknown>>) => void;

export function stationInGuest(tell: TellEvent): StationInGuest {
  let child: ChildProcess | null = null;
  let url = '';
  const sockets = new Map<number, WebSocket>();
  let fedBack: (() => void) | null = null;
  return {
    start: (entry, args) =>
      new Promise((resolve, reject) => {
        const started = spawn(process.execPath, ['--enable-source-maps', entry, ...args], {
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        child = started;
        onLines(started.stderr, (line) => tell({ event: 'log', line }));
        onLines(started.stdout, (line) => {
          const { listening, token } = JSON.parse(line) as { listening: number; token: string };
          url = `ws://127.0.0.1:${listening}/contract?token=${token}`;
          resolve();
        });
        started.once('error', reject);
        started.once('exit', (code, signal) => {
          child = null;
          tell({ event: 'ended', code, signal });
          reject(new Error(`the host ended with ${code ?? signal ?? ''}`));
        });
      }),
    stop: async (signal) => {
      const ending = child;
      if (ending === null) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill(signal);
      await gone;
    },
    open: (link) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(url);
        sockets.set(link, socket);
        socket.addEventListener('open', () => resolve());
        socket.addEventListener('error', () => reject(new Error('the host does not answer')));
        socket.addEventListener('message', ({ data }) => {
          const text = String(data);
          if (text.includes('"signal":"feedback"')) fedBack?.();
          tell({ event: 'frame', link, text });
        });
        socket.addEventListener('close', () => {
          sockets.delete(link);
          tell({ event: 'closed', link });
        });
      }),
    send: (link, text) => sockets.get(link)?.send(text),
    close: (link) => sockets.get(link)?.close(),
    nextFeedback: () =>
      new Promise((resolve) => {
        fedBack = resolve;
      }),
  };
}
