import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** An X server without a screen, for a browser that gets its keys as on a desk. */
export interface XDisplay {
  /** As DISPLAY names it: `:7`. */
  readonly name: string;
  stop(): Promise<void>;
}

const XVFB = process.env['SERIALBRIDGE_XVFB'] ?? 'Xvfb';
export const XDOTOOL: string = process.env['SERIALBRIDGE_XDOTOOL'] ?? 'xdotool';

/** Which of the programs for real key events are not on this computer. */
export const missingForKeys = (): readonly string[] =>
  [XVFB, XDOTOOL].filter((program) => spawnSync(program, ['-help'], { stdio: 'ignore' }).error !== undefined);

const START_MS = 20_000;

/** The number that Xvfb chose, which it says once it can be connected to. */
function numberOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`Xvfb was not ready within ${START_MS} ms`)), START_MS);
    server.stdout?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (!said.includes('\n')) return;
      clearTimeout(timer);
      resolve(said.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${String(code)} before it was ready`)));
  });
}

/** Starts Xvfb on a display number that is free, with a US keyboard whose held keys repeat after 300 ms, every 30 ms. */
export async function startDisplay(): Promise<XDisplay> {
  const server = spawn(
    XVFB,
    '-displayfd 1 -screen 0 1400x900x24 -nolisten tcp -ardelay 300 -arinterval 30'.split(' '),
    // its complaints about display numbers that are taken say nothing here
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null || !server.kill()) return;
    await once(server, 'exit');
  };
  try {
    return { name: `:${await numberOf(server)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
