import { join } from 'node:path';
import { cookieFetch, type CentralClient } from '@serialbridge/client/central';
import { ADMIN, enterConsole } from './admin.ts';
import { shownCode } from '../../../../scripts/start/shown-code.ts';
import { spawnReady, type ReadyProcess } from '../../../../scripts/start/spawn-ready.ts';

/** What it wants to hear before it gives its metrics. */
export const METRICS_TOKEN = 'metrics-for-tests';

/** A real central as a process of its own, that can be taken away and brought back at the same address. */
export interface CentralProcess {
  readonly url: string;
  readonly admin: CentralClient;
  /** The one-time code that its first start showed; null: nobody was made, or the admin has used it. */
  oneTimeCode(): Promise<string | null>;
  pid(): number;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Brings it back on the same port and data, and signs in again. */
  start(): Promise<void>;
}

export interface CentralOptions {
  readonly database_url?: string | undefined;
  /** Folder of the console's pages. */
  readonly console?: string;
  /** 0: a free one. */
  readonly port?: number;
  /** `made`: by the command line, and nobody signs in; `none`: not even that. */
  readonly admin?: 'signed-in' | 'made' | 'none';
  /** Folder for a CPU profile. */
  readonly profile?: string | null;
  /** Each line that it logs. */
  readonly onLog?: (line: string) => void;
}

/** @param data the folder in which central's own, `central`, lies */
export async function startCentralProcess(data: string, options: CentralOptions = {}): Promise<CentralProcess> {
  const { database_url, console, profile = null, onLog } = options;
  const wanted = options.admin ?? 'signed-in';
  let running: ReadyProcess;
  let port = options.port ?? 0;
  let admin: CentralClient | null = null;
  const run = async (): Promise<string> => {
    const args = ['--data', join(data, 'central'), '--port', String(port), '--log-level', 'warn'];
    if (wanted !== 'none') args.push('--create-admin', ADMIN.code);
    if (console !== undefined) args.push('--console', console);
    running = await spawnReady('apps/central/src/main.ts', args, {
      env: {
        SERIALBRIDGE_METRICS_TOKEN: METRICS_TOKEN,
        ...(database_url === undefined ? {} : { DATABASE_URL: database_url }),
      },
      node: profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
      ...(onLog === undefined ? {} : { onLog }),
    });
    return String(running.ready['url']);
  };
  const url = await run();
  port = Number(new URL(url).port);
  const signIn = async (): Promise<void> => {
    if (wanted !== 'signed-in') return;
    admin = await enterConsole(url, cookieFetch(fetch, url), await shownCode(running.log));
  };
  await signIn();
  return {
    url,
    get admin(): CentralClient {
      if (admin === null) throw new Error('nobody is signed in to central');
      return admin;
    },
    oneTimeCode: () => shownCode(running.log),
    pid: () => running.child.pid ?? 0,
    stop: (signal) => running.stop(signal),
    start: async () => {
      await run();
      await signIn();
    },
  };
}
