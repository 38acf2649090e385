import { join } from 'node:path';
import { ADMIN } from './console-person.ts';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const MAIN = fileURLToPath(new URL('../../apps/central/src/main.ts', import.meta.url));

export interface CentralUnderLoad {
  readonly url: string;
  pid(): number;
  /** What it complained of, by message. */
  readonly complaints: ReadonlyMap<string, number>;
  start(): Promise<void>;
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** Central in a process of its own, that comes back at the same address. */
export async function centralUnderLoad(options: {
  readonly data_dir: string;
  readonly database_url: string | null;
  readonly profile: string | null;
}): Promise<CentralUnderLoad> {
  const complaints = new Map<string, number>();
  let port = '0';
  let url = '';
  let stop: ((signal: NodeJS.Signals) => Promise<void>) | null = null;
  let pid = 0;
  const start = async (): Promise<void> => {
    const profile = options.profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
    const database = options.database_url === null ? [] : ['--database-url', options.database_url];
    const args = [
      '--data',
      join(options.data_dir, 'central'),
      '--port',
      port,
      '--log-level',
      'warn',
      '--create-admin',
      `${ADMIN.code}:${ADMIN.pin}`,
      ...database,
    ];
    const child = spawn(process.execPath, [...profile, MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const lines = createInterface({ input: child.stdout });
    url = await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        const said = JSON.parse(line) as { ready?: boolean; url?: string; msg?: string; err?: { message?: string } };
        if (said.ready === true) resolve(said.url ?? '');
        else {
          const what = `${said.msg ?? ''}${said.err?.message === undefined ? '' : `: ${said.err.message}`}`;
          complaints.set(what, (complaints.get(what) ?? 0) + 1);
        }
      });
      child.once('exit', (code) => reject(new Error(`central ended with ${String(code)}`)));
    });
    port = new URL(url).port;
    pid = child.pid ?? 0;
    stop = async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    };
  };
  await start();
  return { url, pid: () => pid, complaints, start, stop: async (signal) => stop?.(signal) };
}
