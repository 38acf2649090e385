import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('pulling-host.ts', import.meta.url));

export type HostAsk =
  | { readonly do: 'start'; readonly data_dir: string; readonly central_url: string; readonly pairing_code: string }
  | { readonly do: 'at-head'; readonly former_epoch: string | null }
  | { readonly do: 'open-document'; readonly purchase_order_id: string; readonly line_id: string }
  | { readonly do: 'sync-now' }
  | { readonly do: 'scan'; readonly text: string }
  | { readonly do: 'count' }
  | { readonly do: 'close' };
export type HostAnswer = Readonly<Record<string, unknown>>;

export interface HostProcess {
  readonly pid: number;
  ask(ask: HostAsk): Promise<HostAnswer>;
  stop(): Promise<void>;
}

/** A station host as its users run it, in a process of its own. */
export async function startHostProcess(): Promise<HostProcess> {
  const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  await once(child, 'spawn');
  const waiting = new Map<number, { done: (answer: HostAnswer) => void; fail: (error: Error) => void }>();
  let last = 0;
  child.on('message', (message) => {
    const { id, answer, failed } = message as { id: number; answer?: HostAnswer; failed?: string };
    const one = waiting.get(id);
    waiting.delete(id);
    if (answer === undefined) one?.fail(new Error(failed));
    else one?.done(answer);
  });
  child.once('exit', (code) => {
    for (const { fail } of waiting.values()) fail(new Error(`the host process ended with ${String(code)}`));
  });
  const ask = (asked: HostAsk): Promise<HostAnswer> =>
    new Promise((done, fail) => {
      last += 1;
      waiting.set(last, { done, fail });
      child.send({ id: last, ask: asked });
    });
  return {
    pid: child.pid ?? 0,
    ask,
    stop: async () => {
      if (child.connected) await ask({ do: 'close' });
      await exited;
    },
  };
}
