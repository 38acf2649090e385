import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { add, emptyTally, type Tally } from './tally.ts';

/** Runs a program between two lines that name it and say how it went. True if it ended well. */
export function run(
  name: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  const from = Date.now();
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  process.stdout.write(
    `── ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - from) / 1000).toFixed(1)} s\n`,
  );
  return status === 0;
}

export type Step = readonly [name: string, command: string, args: readonly string[]];

/** Runs steps beside others; what each prints comes in one piece when it has ended. Counts each as one check. */
export async function runLane(total: Tally, steps: readonly Step[]): Promise<void> {
  for (const [name, command, args] of steps) {
    const from = Date.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    const [status] = (await once(child, 'close')) as [number | null];
    const end = `${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - from) / 1000).toFixed(1)} s`;
    process.stdout.write(`\n── ${name}\n${said}── ${name}: ${end}\n`);
    add(total, { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: [] });
  }
}

export interface Suite {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where its JSON reporter writes. Playwright's takes the path from the environment, Vitest's from `args`. */
  readonly report: string;
  /** Counts that report. */
  readonly tally: (report: string) => Tally;
}

/** Runs tests and adds what they count to `total`. A run that broke without a failed test is one failure. */
export function runSuite(total: Tally, { name, command, args, env, report, tally }: Suite): void {
  const ok = run(name, command, args, { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  const counted = existsSync(report) ? tally(report) : emptyTally();
  if (!ok && counted.failed === 0) counted.failed = 1;
  add(total, counted);
}
