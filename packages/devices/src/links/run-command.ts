import { spawn } from 'node:child_process';

export interface CommandResult {
  /** `missing`: there is no such command; `late`: it was ended because it took too long. */
  readonly outcome: 'ended' | 'missing' | 'late';
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type RunCommand = (
  command: string,
  args: readonly string[],
  input: Uint8Array,
  timeoutMs: number,
) => Promise<CommandResult>;

/** Runs a command with bytes as its input; never rejects. Messages come in English, so that they can be told apart. */
export const runCommand: RunCommand = (command, args, input, timeoutMs) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe', windowsHide: true });
    let [stdout, stderr] = ['', ''];
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    const end = (outcome: CommandResult['outcome'], code: number | null): void => {
      clearTimeout(timer);
      resolve({ outcome, code, stdout, stderr });
    };
    child.stdout.on('data', (bytes: Buffer) => {
      stdout += bytes.toString();
    });
    child.stderr.on('data', (bytes: Buffer) => {
      stderr += bytes.toString();
    });
    // a command that ends without reading its input
    child.stdin.on('error', () => undefined);
    child.on('error', () => end('missing', null));
    child.on('close', (code) => end(late ? 'late' : 'ended', code));
    child.stdin.end(input);
  });
