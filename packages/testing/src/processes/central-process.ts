import { join } from 'node:path';
import { cookieFetch, createCentralClient, type CentralClient } from '@serialbridge/client/central';
import { spawnReady, type ReadyProcess } from '../../../../scripts/start/spawn-ready.ts';

export const ADMIN = { code: 'admin', pin: '246813' } as const;

/** A real central as a process of its own, that can be taken away and brought back at the same address. */
export interface CentralProcess {
  readonly url: string;
  readonly admin: CentralClient;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Brings it back on the same port and data, and signs in again. */
  start(): Promise<void>;
}

export async function startCentralProcess(
  data: string,
  options: { readonly database_url?: string; readonly console?: string } = {},
): Promise<CentralProcess> {
  let running: ReadyProcess;
  let port = 0;
  let admin: CentralClient | null = null;
  const run = async (): Promise<string> => {
    const args = [
      '--data',
      join(data, 'central'),
      '--port',
      String(port),
      '--create-admin',
      `${ADMIN.code}:${ADMIN.pin}`,
      '--log-level',
      'warn',
    ];
    const env = options.database_url === undefined ? {} : { DATABASE_URL: options.database_url };
    const page = options.console === undefined ? [] : ['--console', options.console];
    running = await spawnReady('apps/central/src/main.ts', [...args, ...page], { env });
    return String(running.ready['url']);
  };
  const url = await run();
  port = Number(new URL(url).port);
  const signIn = async (): Promise<void> => {
    admin = createCentralClient(url, cookieFetch(fetch, url));
    await admin.call('session.sign_in', { body: ADMIN });
  };
  await signIn();
  return {
    url,
    get admin(): CentralClient {
      if (admin === null) throw new Error('nobody is signed in to central');
      return admin;
    },
    stop: (signal) => running.stop(signal),
    start: async () => {
      await run();
      await signIn();
    },
  };
}
