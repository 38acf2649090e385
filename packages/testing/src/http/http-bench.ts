import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { startCentral, type RunningCentral } from '@serialbridge/central';
import { createTenant, recordCentralEvents } from '@serialbridge/central/ledger';
import { PROTOCOL_HEADER, PROTOCOL_VERSION, type Problem } from '@serialbridge/protocol';
import type { CallBody, CallResponse, CentralCall, Job } from '@serialbridge/protocol/central';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { givePin } from '../store/give-pin.ts';
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
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie !== undefined) this.cookie = cookie;
    const raw = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: (json ? JSON.parse(raw) : raw) as T };
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

  signIn(code: string, pin: string, tenant_id?: string): Promise<Answer<Problem>> {
    return this.send('POST', '/api/session', {
      body: { code, pin, ...(tenant_id === undefined ? {} : { tenant_id }) },
    });
  }

  async import(kind: string, csv: string, query = ''): Promise<Job> {
    const answer = await this.send<Job>('POST', `/api/imports/${kind}?wait_ms=60000${query}`, { body: csv });
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
  /** A second tenant with an admin `admin` / `7777`. */
  secondTenant(): Promise<{ tenant_id: string; admin: Person }>;
  close(): Promise<void>;
}

export const ADMIN = { code: 'boss', pin: '246810' };

const METRICS_TOKEN = 'metrics-for-tests';
/** What a collector of metrics sends. */
export const AS_COLLECTOR = { headers: { authorization: `Bearer ${METRICS_TOKEN}` } } as const;

export async function openHttpBench(database_url?: string): Promise<HttpBench> {
  const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-http-'));
  const console_dir = join(data_dir, 'console');
  mkdirSync(console_dir);
  writeFileSync(join(console_dir, 'index.html'), '<!doctype html><title>Console</title>');
  let offset = 0;
  const running = await startCentral({
    data_dir,
    database_url,
    port: 0,
    admin: ADMIN,
    metrics: { token: METRICS_TOKEN },
    log_level: 'silent',
    console_dir,
    now: () => Date.now() + offset,
  });
  const nobody = (): Person => new Person(running.url);
  const admin = nobody();
  await admin.signIn(ADMIN.code, ADMIN.pin);
  const { tenant } = await admin.call('session.get');
  return {
    running,
    admin,
    tenant_id: tenant.tenant_id,
    nobody,
    later: (ms) => {
      offset += ms;
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
      await givePin(store, tenant_id, operator_id, '7777');
      const other = nobody();
      await other.signIn('admin', '7777', tenant_id);
      return { tenant_id, admin: other };
    },
    close: async () => {
      await running.close();
      rmSync(data_dir, { recursive: true, force: true });
    },
  };
}
