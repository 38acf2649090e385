import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CentralError, cookieFetch, createCentralClient, type CentralClient } from '@serialbridge/client/central';
import { DEMO_PASSWORD, DEMO_PEOPLE, loadDemo } from '../demo/load-demo.ts';
import { shownCode } from './shown-code.ts';
import { spawnReady, type ReadyProcess } from './spawn-ready.ts';

/** The demo's administrator. */
export const DEMO_ADMIN = { code: '900', password: DEMO_PASSWORD } as const;

export interface OwnCentral {
  readonly url: string;
  readonly engine: string;
  /** Signed in as the demo's administrator; null without the demo. */
  readonly admin: CentralClient | null;
  /** True if this start filled it with demo data. */
  readonly fresh: boolean;
  readonly process: ReadyProcess;
}

/** Everybody of the demo may look into the console, too: each sets the password with a one-time code, as people do. */
async function setDemoPasswords(admin: CentralClient, url: string): Promise<void> {
  const { rows } = await admin.call('operators.list');
  for (const { code } of DEMO_PEOPLE) {
    const operator_id = rows.find((row) => row.code === code)?.operator_id ?? '';
    const given = await admin.call('operators.one_time_code', { params: { operator_id }, body: { reset: false } });
    const { one_time_code } = given;
    const browser = createCentralClient(url, cookieFetch(fetch, url));
    await browser.call('session.set_password', { body: { code, one_time_code, password: DEMO_PASSWORD } });
    await browser.call('session.sign_out');
  }
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
  const admin = demo ? ['--create-admin', DEMO_ADMIN.code] : [];
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
    const one_time_code = await shownCode(child.log);
    if (one_time_code === null) await client.call('session.sign_in', { body: DEMO_ADMIN });
    else await client.call('session.set_password', { body: { ...DEMO_ADMIN, one_time_code } });
    const { rows } = await client.call('products.list', { query: { limit: 1 } });
    const fresh = rows.length === 0;
    if (fresh) {
      await loadDemo(client, Date.now());
      await setDemoPasswords(client, url);
    }
    return { url, engine, admin: client, fresh, process: child };
  } catch (error) {
    await child.stop();
    throw error instanceof CentralError ? new Error(`The demo data could not be loaded: ${error.message}`) : error;
  }
}
