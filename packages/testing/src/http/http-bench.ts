import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { startCentral, type RunningCentral } from '@serialbridge/central';
import { hashPassword, keepPassword } from '@serialbridge/central/auth';
import { createTenant, recordCentralEvents } from '@serialbridge/central/ledger';
import { PROTOCOL_HEADER, PROTOCOL_VERSION, type Problem } from '@serialbridge/protocol';
import type { CallBody, CallResponse, CentralCall, Job } from '@serialbridge/protocol/central';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { put } from '../store/test-warehouse.ts';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A person at a browser: keeps the cookie. */
export class Person {
  readonly #url: string;
  cookie = '';
  constructor(url: string) {
    this.#url = url;
  }

  async send<T = Problem>(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const text =
      typeof body === 'string' || body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(text === undefined ? {} : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
        // As a station of today says it; the console's calls say nothing.
        ...(path.startsWith('/api/sync/') ? { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) } : {}),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text as string }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line.split(';')[0] ?? '');
    const raw = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: (json ? JSON.parse(raw) : raw) as T };
  }

  #keep(cookie: string): void {
    const [name = '', value] = cookie.split('=');
    const others = this.cookie.split('; ').filter((one) => one !== '' && !one.startsWith(`${name}=`));
    this.cookie = [...others, ...(value === '' ? [] : [cookie])].join('; ');
  }

  /** A declared call; fails the test unless the answer is right. */
  async call<C extends CentralCall>(
    name: C,
    {
      params = {},
      query = {},
      body,
    }: { params?: Record<string, string>; query?: Record<string, string>; body?: CallBody<C> } = {},
  ): Promise<CallResponse<C>> {
    const { method, path, response } = CENTRAL_API[name];
    const filled = path.replaceAll(/:(\w+)/gu, (_, key: string) => params[key] ?? '');
    const search = new URLSearchParams(query).toString();
    const answer = await this.send<unknown>(
      method,
      `${filled}${search === '' ? '' : `?${search}`}`,
      body === undefined ? {} : { body },
    );
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return response.parse(answer.body) as CallResponse<C>;
  }

  signIn(code: string, password: string, tenant_id?: string): Promise<Answer<Problem>> {
    return this.send('POST', '/api/session', {
      body: { code, password, ...(tenant_id === undefined ? {} : { tenant_id }) },
    });
  }

  async import(kind: string, csv: string | Uint8Array, query = ''): Promise<Job> {
    const answer = await this.send<Job>('POST', `/api/imports/${kind}?wait_ms=60000${query}`, {
      body: csv,
      headers: { 'content-type': 'text/csv' },
    });
    if (answer.status !== 200)
      throw new Error(`import ${kind}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 2000)}`);
    return answer.body;
  }
}

export interface HttpBench {
  readonly running: RunningCentral;
  /** Signed in as the first admin. */
  readonly admin: Person;
  readonly tenant_id: string;
  nobody(): Person;
  /** Moves central's clock on. */
  later(ms: number): void;
  /** How long answers waited so far, in milliseconds; nobody really waits here. */
  waited(): number;
  /** A person who sets a first password, PASSWORD, with a one-time code of the admin, and is signed in. */
  enter(operator: { readonly operator_id: string; readonly code: string }): Promise<Person>;
  /** A second tenant with an admin `admin` / PASSWORD. */
  secondTenant(): Promise<{ tenant_id: string; admin: Person }>;
  close(): Promise<void>;
}

export const PASSWORD = 'harbour lamp seven';
export const ADMIN = { code: 'boss', password: PASSWORD };
/** Cheap: these tests ask whether a password is right, not how long a guess takes. */
export const CHEAP = { N: 1024, r: 8, p: 1 };

const METRICS_TOKEN = 'metrics-for-tests';
/** What a collector of metrics sends. */
export const AS_COLLECTOR = { headers: { authorization: `Bearer ${METRICS_TOKEN}` } } as const;

export async function openHttpBench(database_url?: string): Promise<HttpBench> {
  const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-http-'));
  const console_dir = join(data_dir, 'console');
  mkdirSync(console_dir);
  writeFileSync(join(console_dir, 'index.html'), '<!doctype html><title>Console</title>');
  let offset = 0;
  let waited = 0;
  const running = await startCentral({
    data_dir,
    database_url,
    port: 0,
    admin: ADMIN,
    metrics: { token: METRICS_TOKEN },
    log_level: 'silent',
    console_dir,
    now: () => Date.now() + offset,
    password_cost: CHEAP,
    // What this machine says of a caller's address, a test that is.
    trust_proxy: ['127.0.0.1', '::1'],
    wait: async (ms) => {
      waited += ms;
    },
  });
  const nobody = (): Person => new Person(running.url);
  const admin = nobody();
  await admin.signIn(ADMIN.code, ADMIN.password);
  const { tenant } = await admin.call('session.get');
  return {
    running,
    admin,
    tenant_id: tenant.tenant_id,
    nobody,
    later: (ms) => {
      offset += ms;
    },
    waited: () => waited,
    enter: async ({ operator_id, code }) => {
      const { one_time_code } = await admin.call('operators.one_time_code', {
        params: { operator_id },
        body: { reset: false },
      });
      const person = nobody();
      await person.call('session.set_password', {
        body: { code, one_time_code, password: PASSWORD, tenant_id: tenant.tenant_id },
      });
      return person;
    },
    secondTenant: async () => {
      const { store, now } = running.central;
      const { tenant_id } = await createTenant(store, { name: 'Other', now: now() });
      const operator_id = uuidv7();
      await recordCentralEvents(
        store,
        tenant_id,
        [
          put('operator', [
            {
              operator_id,
              code: 'admin',
              name: 'Other admin',
              role: 'admin',
              badge: null,
              warehouse_ids: null,
              active: true,
            },
          ]),
          put('warehouse', [{ warehouse_id: uuidv7(), code: 'OTHER', name: 'Other' }]),
        ],
        { operator_id: null, now: now() },
      );
      const password_hash = await hashPassword(PASSWORD, CHEAP);
      await store.transaction((tx) => keepPassword(tx, { tenant_id, operator_id }, password_hash, now()));
      const other = nobody();
      await other.signIn('admin', PASSWORD, tenant_id);
      return { tenant_id, admin: other };
    },
    close: async () => {
      await running.close();
      rmSync(data_dir, { recursive: true, force: true });
    },
  };
}
