import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface PtyPair {
  /** Where the emulated device sits. */
  readonly device_path: string;
  /** What the station opens. */
  readonly station_path: string;
  /** Pulls the plug: both ends vanish. */
  unplug(): Promise<void>;
  /** Puts it back, at the same paths. */
  plug(): Promise<void>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A serial cable without hardware: two ptys joined by socat, named by links at the two paths. Ending socat is pulling
 * the plug. Throws when socat is not installed.
 */
export async function ptyPair(devicePath: string, stationPath: string): Promise<PtyPair> {
  let end: (() => Promise<void>) | null = null;

  const plug = async (): Promise<void> => {
    if (end !== null) return;
    const child = spawn('socat', [`pty,raw,echo=0,link=${devicePath}`, `pty,raw,echo=0,link=${stationPath}`], {
      stdio: 'ignore',
    });
    let failure: string | null = null;
    const ended = new Promise<void>((resolve) => {
      child.once('error', (error) => {
        failure = error.message;
        resolve();
      });
      child.once('exit', () => {
        failure ??= 'socat ended';
        resolve();
      });
    });
    end = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    for (let tries = 0; tries < 200; tries += 1) {
      if (failure !== null) throw new Error(`no pty pair: ${String(failure)}`);
      if (existsSync(devicePath) && existsSync(stationPath)) return;
      await sleep(25);
    }
    await end();
    throw new Error('no pty pair: socat made no links');
  };

  await plug();
  return {
    device_path: devicePath,
    station_path: stationPath,
    plug,
    unplug: async () => {
      const ending = end;
      end = null;
      await ending?.();
    },
  };
}
