import type { Socket } from 'node:net';
import { onLines } from './on-lines.ts';

/** The hand on the machine's own plugs (QMP): devices that come from this side. */
export interface Qmp {
  run(execute: string, args?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Adds a device and resolves when it is there. */
  plug(device: Readonly<Record<string, string>>): Promise<void>;
  unplug(id: string): Promise<void>;
}

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
  readonly QMP?: unknown;
}

/** One command at a time, answered in order. */
export async function openQmp(socket: Socket): Promise<Qmp> {
  const waiting: ((answer: Answer) => void)[] = [];
  onLines(socket, (line) => {
    const answer = JSON.parse(line) as Answer;
    if (answer.return !== undefined || answer.error !== undefined) waiting.shift()?.(answer);
  });
  const run: Qmp['run'] = async (execute, args = {}) => {
    const answer = await new Promise<Answer>((resolve) => {
      waiting.push(resolve);
      socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    });
    if (answer.error !== undefined) throw new Error(`${execute}: ${answer.error.desc}`);
  };
  await run('qmp_capabilities');
  return {
    run,
    plug: (device) => run('device_add', device),
    unplug: (id) => run('device_del', { id }),
  };
}
