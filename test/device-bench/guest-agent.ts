import type { Socket } from 'node:net';
import type { AgentEvent, Command, Commands } from './guest/commands.ts';
import { onLines } from './on-lines.ts';

/** This side of the agent in the guest. */
export interface GuestAgent {
  /** Rejects with what went wrong in the guest. */
  call<C extends Command>(command: C, params: Commands[C]['params']): Promise<Commands[C]['result']>;
  onEvent(listener: (event: AgentEvent) => void): void;
}

const ANSWER_MS = 90_000;

type Answer = { readonly id: number; readonly result?: unknown; readonly error?: string };

export function guestAgent(socket: Socket): GuestAgent {
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners = new Set<(event: AgentEvent) => void>();
  let nextId = 1;
  const settle = (answer: Answer): void => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  };
  onLines(socket, (line) => {
    const message = JSON.parse(line) as Answer | AgentEvent;
    if ('event' in message) for (const listener of listeners) listener(message);
    else {
      settle(message);
    }
  });
  socket.once('close', () => {
    for (const id of waiting.keys()) settle({ id, error: 'the guest is gone' });
  });
  return {
    call: async <C extends Command>(command: C, params: Commands[C]['params']) => {
      const id = nextId++;
      const answer = await new Promise<Answer>((resolve) => {
        const timer = setTimeout(() => settle({ id, error: 'the guest does not answer' }), ANSWER_MS);
        waiting.set(id, (given) => {
          clearTimeout(timer);
          resolve(given);
        });
        socket.write(`${JSON.stringify({ id, command, params })}\n`);
      });
      if (answer.error !== undefined) throw new Error(`${command}: ${answer.error}`);
      // the agent answers by the same table of commands
      return answer.result as Commands[C]['result'];
    },
    onEvent: (listener) => void listeners.add(listener),
  };
}
