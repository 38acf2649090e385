import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CentralError, cookieFetch, createCentralClient, type CentralClient } from '@serialbridge/client/central';
import { loadDemo } from '../demo/load-demo.ts';
import { spawnReady, type ReadyProcess } from './spawn-ready.ts';

/** The demo's administrator. */
export const DEMO_ADMIN = { code: '900', pin: '900900' } as const;

export interface OwnCentral {
  readonly url: string;
  readonly engine: string;
  /** Signed in as the demo's administrator; null without the demo. */
  readonly admin: CentralClient | null;
  /** True if this start filled it with demo data. */
  readonly fresh: boolean;
  readonly process: ReadyProcess;
}

/** Starts central of this data folder and, the first time, fills it with the demo's warehouse. */
export async function startOwnCentral({
  data,
  port,
  demo,
  say,
}: {
  data: string;
  port: number;
  demo: boolean;
  say: (line: string) => void;
}): Promise<OwnCentral> {
  const folder = join(data, 'central');
  mkdirSync(folder, { recursive: true });
  const admin = demo ? ['--create-admin', `${DEMO_ADMIN.code}:${DEMO_ADMIN.pin}`] : [];
  const child = await spawnReady(
    'apps/central/src/main.ts',
    ['--data', folder, '--port', String(port), '--log-level', 'warn', ...admin],
    { onLine: say },
  );
  const url = String(child.ready['url']);
  const engine = String(child.ready['engine']);
  if (!demo) return { url, engine, admin: null, fresh: false, process: child };
  const client = createCentralClient(url, cookieFetch(fetch, url));
  try {
    await client.call('session.sign_in', { body: DEMO_ADMIN });
    const { rows } = await client.call('products.list', { query: { limit: 1 } });
    const fresh = rows.length === 0;
    if (fresh) await loadDemo(client, Date.now());
    return { url, engine, admin: client, fresh, process: child };
  } catch (error) {
    await child.stop();
    throw error instanceof CentralError ? new Error(`The demo data could not be loaded: ${error.message}`) : error;
  }
}
