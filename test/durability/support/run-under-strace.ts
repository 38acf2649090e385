import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readStrace, type SystemCall } from './strace-log.ts';

const CALLS = 'trace=read,recvfrom,recvmsg,write,writev,sendto,sendmsg,fdatasync,fsync';

/** Null if strace can be used here, else why not. */
export function whyNoStrace(): string | null {
  const tried = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'strace is not on this machine (Debian: apt-get install strace)';
  return tried.status === 0 ? null : `strace may not trace here: ${tried.stderr.trim().split('\n').at(-1) ?? ''}`;
}

export interface Traced {
  /** The JSON line it said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** What it wrote on standard error so far. */
  readonly log: () => string;
  /** Ends it and gives every system call it made. */
  stop(): Promise<readonly SystemCall[]>;
}

function childOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return Number(children[0]);
}

/** Runs a Node program of ours with every read, send and sync noted in the log file. */
export function runUnderStrace(
  log: string,
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Traced> {
  const program = [process.execPath, entry, ...args];
  const strace = spawn('strace', ['-f', '-ttt', '-T', '-y', '-s', '6000', '-e', CALLS, '-o', log, ...program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => strace.once('exit', () => resolve()));
  const stop = async (): Promise<readonly SystemCall[]> => {
    // strace ends with its program; ended itself, it would leave the program running.
    if (strace.exitCode === null && strace.pid !== undefined) process.kill(childOf(strace.pid), 'SIGTERM');
    await gone;
    return readStrace(readFileSync(log, 'latin1'));
  };
  return new Promise((resolve, reject) => {
    let said = '';
    let complaints = '';
    strace.once('error', reject);
    void gone.then(() => reject(new Error(`${entry} ended before it was ready: ${complaints.slice(-1000)}`)));
    strace.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    strace.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const line = said.split('\n').find((one) => one.startsWith('{') && /"(?:listening|ready)"/u.test(one));
      if (line !== undefined && said.includes('\n'))
        resolve({ ready: JSON.parse(line) as Record<string, unknown>, log: () => complaints, stop });
    });
  });
}
