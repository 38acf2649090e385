import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../apps/central/src/main.ts', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Asks it to end, and waits. */
  stop(): Promise<void>;
}

/** Starts a program of this repository that says `{"url": …}` on a line of its output when it listens. */
export async function startServer(program: string, args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-4000);
  });
  const ended = once(child, 'exit');
  // Its log goes on; the lines must be read, or it would wait for room.
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /"url":"(http[^"]+)"/u.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`${program} ended with ${String(code)}: ${said}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Central as its users run it, in a process of its own. */
export function startCentralProcess(place: {
  readonly data_dir: string;
  readonly database_url: string | null;
  /** 0: a free one. */
  readonly port: number;
}): Promise<ServerProcess> {
  const database = place.database_url === null ? [] : ['--database-url', place.database_url];
  return startServer(MAIN, ['--data', place.data_dir, '--port', String(place.port), ...database]);
}
