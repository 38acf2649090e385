import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
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
  /** Signed in as the demo's administrator; null where central does not hold the demo. */
  readonly admin: CentralClient | null;
  /** True if this start filled it with demo data. */
  readonly fresh: boolean;
  /** What central says to whoever started it: how to sign in the first time. */
  readonly says: readonly string[];
  readonly process: ReadyProcess;
}

interface CentralStart {
  readonly data: string;
  readonly port: number;
  readonly demo: boolean;
  readonly say: (line: string) => void;
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

/** Kept beside the data: this folder's central was filled with the demo. */
const markOf = (data: string): string => join(data, 'demo.json');

/**
 * Fills the tenant that this very start made. Everybody knows the demo's passwords and PINs, so they never get into a tenant that was there
 * before: it may be somebody's own, in a database that the environment names.
 */
async function fillWithDemo(url: string, one_time_code: string, data: string): Promise<CentralClient> {
  const client = createCentralClient(url, cookieFetch(fetch, url));
  await client.call('session.set_password', { body: { ...DEMO_ADMIN, one_time_code } });
  await loadDemo(client, Date.now());
  await setDemoPasswords(client, url);
  const { tenant } = await client.call('session.get');
  writeFileSync(markOf(data), `${JSON.stringify({ tenant_id: tenant.tenant_id }, null, 2)}\n`);
  return client;
}

/** Enters the demo that an earlier start made here; null: it is no more as that start left it. */
async function enterDemo(url: string): Promise<CentralClient | null> {
  const client = createCentralClient(url, cookieFetch(fetch, url));
  try {
    await client.call('session.sign_in', { body: DEMO_ADMIN });
    return client;
  } catch {
    return null;
  }
}

/** Starts central of this data folder and, if that makes its tenant, fills it with the demo's warehouse. */
export async function startOwnCentral({ data, port, demo, say }: CentralStart): Promise<OwnCentral> {
  const folder = join(data, 'central');
  mkdirSync(folder, { recursive: true });
  const child = await spawnReady(
    'apps/central/src/main.ts',
    [
      '--data',
      folder,
      '--port',
      String(port),
      '--log-level',
      'warn',
      ...(demo ? ['--first-admin', DEMO_ADMIN.code] : []),
    ],
    { onLine: say },
  );
  const url = String(child.ready['url']);
  const own = { url, engine: String(child.ready['engine']), process: child };
  try {
    const one_time_code = child.ready['first_start'] === true ? await shownCode(child.log) : null;
    if (demo && one_time_code !== null)
      return { ...own, admin: await fillWithDemo(url, one_time_code, data), fresh: true, says: [] };
    const says = child
      .log()
      .split('\n')
      .filter((line) => line !== '');
    const admin = demo && existsSync(markOf(data)) ? await enterDemo(url) : null;
    if (demo && admin === null)
      says.push(
        'Central holds data of its own already, so no demo data was put into it (--data DIR chooses another folder).',
      );
    return { ...own, admin, fresh: false, says };
  } catch (error) {
    await child.stop();
    throw error instanceof CentralError ? new Error(`The demo data could not be loaded: ${error.message}`) : error;
  }
}
