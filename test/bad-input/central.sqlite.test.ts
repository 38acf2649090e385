import { PUBLIC_KEY } from '@serialbridge/testing/store/test-station';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CentralError, cookieFetch, createCentralClient, type CentralClient } from '@serialbridge/client/central';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@serialbridge/protocol';
import type { ImportKind } from '@serialbridge/protocol/central';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPairingCode } from '../../scripts/demo/load-demo.ts';
import { ADMIN, enterConsole } from '@serialbridge/testing/processes/admin';
import { furnish, importAll } from '@serialbridge/testing/processes/furnish';
import { CAMERA, ORDERS_CSV, PRODUCTS_CSV, PURCHASE_ORDERS_CSV } from '@serialbridge/testing/processes/warehouse-files';
import { shownCode } from '../../scripts/start/shown-code.ts';
import { spawnReady, type ReadyProcess } from '../../scripts/start/spawn-ready.ts';
import { Answers } from './support/answers.ts';
import { problemOf, refused } from './support/caught.ts';
import { addSecondTenant } from './support/second-tenant.ts';

/** What a file, a stranger or another tenant can put into a running central (SQLite), and what it says to that. */
const PATIENCE_MS = 180_000;
const MB = 1024 * 1024;
const answers = new Answers();
let data: string;
let central: ReadyProcess;
let url: string;
let ours: CentralClient;
let theirs: CentralClient;
let theirTenant: string;
let cookie: ReturnType<typeof cookieFetch>;

const startCentral = (): Promise<ReadyProcess> =>
  spawnReady('apps/central/src/main.ts', [
    '--data',
    join(data, 'central'),
    '--port',
    url === undefined ? '0' : new URL(url).port,
    '--log-level',
    'warn',
  ]);

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-bad-central-'));
  central = await startCentral();
  url = String(central.ready['url']);
  const first = await enterConsole(url, cookieFetch(fetch, url), await shownCode(central.log));
  const { tenant } = await first.call('session.get');
  await furnish(first);
  await central.stop();
  theirTenant = await addSecondTenant(data);
  central = await startCentral();
  cookie = cookieFetch(fetch, url);
  ours = createCentralClient(url, cookie);
  await ours.call('session.sign_in', { body: { ...ADMIN, tenant_id: tenant.tenant_id } });
  theirs = createCentralClient(url, cookieFetch(fetch, url));
  await theirs.call('session.sign_in', { body: { ...ADMIN, tenant_id: theirTenant } });
  await importAll(theirs, { products: PRODUCTS_CSV, 'purchase-orders': PURCHASE_ORDERS_CSV, orders: ORDERS_CSV });
}, PATIENCE_MS);
afterAll(async () => {
  answers.print('Bad input at central');
  await central?.stop();
  rmSync(data, { recursive: true, force: true });
});

/** How many records there are: what must not change when something is refused. */
async function contents(client: CentralClient): Promise<readonly number[]> {
  const { version } = await client.call('summary.get');
  return [version];
}

async function refuseImport(what: string, kind: ImportKind, csv: Blob | string): Promise<readonly string[]> {
  const before = await contents(ours);
  const { status, codes, message } = await refused(ours.importCsv(kind, csv, { wait_ms: 60_000 }));
  answers.add(what, `${status} ${[...new Set(codes)].join(', ')}: ${message}`);
  expect(await contents(ours), `${what}: something was imported`).toEqual(before);
  return codes;
}

test(
  'bad input: files that are not as they should be are refused whole, with every fault',
  { timeout: PATIENCE_MS },
  async () => {
    const withBom = await ours.importCsv('products', `\uFEFF${PRODUCTS_CSV}`, { wait_ms: 60_000 });
    answers.add('CSV with a BOM', `${withBom.state}: ${JSON.stringify(withBom.counts)}`);
    expect(withBom).toMatchObject({ state: 'done', counts: { created: 0 } });
    const semicolons = await ours.importCsv('products', PRODUCTS_CSV.replaceAll(',', ';'), { wait_ms: 60_000 });
    answers.add('CSV separated by semicolons', semicolons.state);
    expect(semicolons).toMatchObject({ state: 'done', counts: { created: 0 } });
    const bars = await ours.importCsv('products', PRODUCTS_CSV.replaceAll(',', '|'), { wait_ms: 60_000 });
    answers.add('CSV separated by |', bars.state);
    expect(bars).toMatchObject({ state: 'done', counts: { created: 0 } });
    expect(await refuseImport('columns of another file', 'product-codes', ORDERS_CSV)).toContain('csv.columns');
    expect(await refuseImport('an empty file', 'products', '')).toContain('csv.empty');
    expect(await refuseImport('a header alone', 'products', 'sku,name\r\n')).toContain('csv.empty');
    const wide = await ours.importCsv('products', new Blob([Buffer.from(`\uFEFF${PRODUCTS_CSV}`, 'utf16le')]), {
      wait_ms: 60_000,
    });
    answers.add('UTF-16', wide.state);
    expect(wide).toMatchObject({ state: 'done', counts: { created: 0 } });
    expect(
      await refuseImport('a picture', 'products', new Blob([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 254])])),
    ).toContain('csv.encoding');
    const wrong = 'sku,name,serial_policy,serial_min\r\nGOOD,Good,none,\r\n,No SKU,none,\r\nBAD,Bad,perhaps,x\r\n';
    const codes = await refuseImport('three rows, two of them wrong', 'products', wrong);
    expect(codes.filter((code) => code === 'csv.value').length).toBeGreaterThanOrEqual(3);
    expect((await ours.call('products.list', { query: { text: 'GOOD' } })).rows).toEqual([]);
  },
);

/** A file of products; bad: every second row has a serial policy that there is not. */
const manyProducts = (bad: boolean): string =>
  `sku,name,serial_policy\r\n${Array.from({ length: 100_000 }, (_, n) => `BULK-${n},Product ${n},${bad && n % 2 === 1 ? 'perhaps' : 'none'}`).join('\r\n')}`;

/** Highest resident memory so far (MB). */
function peakMemory(): number {
  const status = readFileSync(`/proc/${central.child.pid ?? 0}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1024);
}

test(
  'bad input: 100,000 rows are taken, or refused whole, while central goes on answering',
  { timeout: PATIENCE_MS },
  async () => {
    const slowest = { ms: 0 };
    const watching = new AbortController();
    const watch = (async () => {
      while (!watching.signal.aborted) {
        const from = performance.now();
        expect((await fetch(`${url}/healthz`)).status).toBe(200);
        slowest.ms = Math.max(slowest.ms, performance.now() - from);
        await wait(50);
      }
    })();
    const finish = async (csv: string): Promise<string> => {
      const from = performance.now();
      let job;
      try {
        job = await ours.importCsv('products', csv, { wait_ms: 60_000 });
        while (job.finished_at === null) {
          await wait(250);
          job = await ours.call('jobs.get', { params: { job_id: job.job_id } });
        }
      } catch (error) {
        if (!(error instanceof CentralError)) throw error;
        return `${error.problem.status} ${error.problem.code} ${error.problem.detail}, in ${((performance.now() - from) / 1000).toFixed(1)} s`;
      }
      return `${job.state} ${job.counts?.created} made, in ${((performance.now() - from) / 1000).toFixed(1)} s`;
    };
    const idle = peakMemory();
    const before = await contents(ours);
    const bad = await finish(manyProducts(true));
    answers.add('100,000 rows, 50,000 of them wrong', bad);
    expect(bad).toContain('50000 faults');
    expect(await contents(ours)).toEqual(before);
    slowest.ms = 0;
    const good = await finish(manyProducts(false));
    watching.abort();
    await watch;
    answers.add(
      '100,000 rows',
      `${good}; slowest /healthz meanwhile ${slowest.ms.toFixed(0)} ms; memory ${idle} → ${peakMemory()} MB`,
    );
    expect(good).toContain('done 100000 made');
    expect(peakMemory()).toBeLessThan(1500);
  },
);

test('bad input: bodies of 50 MB are refused unread, and central goes on', { timeout: PATIENCE_MS }, async () => {
  const body = 'x'.repeat(50 * MB);
  for (const [what, path, type] of [
    ['50 MB of CSV', '/api/imports/products', 'text/csv'],
    ['50 MB at sign-in', '/api/session', 'application/json'],
    ['50 MB at pairing', '/api/sync/pair', 'application/json'],
    ['50 MB at push', '/api/sync/push', 'application/json'],
  ] as const) {
    const said = await cookie(`${url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...SPOKEN },
    }).then(
      async (response) => `${response.status} ${(await problemOf(response)).code}`,
      (error: unknown) =>
        `the connection is cut (${String(error instanceof Error && error.cause !== undefined ? Reflect.get(Object(error.cause), 'code') : error)})`,
    );
    answers.add(what, said);
    expect(said).toMatch(/^413 request\.too-large|^the connection is cut/u);
  }
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

/** As a station of today says it. */
const SPOKEN = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...SPOKEN, ...headers },
  });
}

interface Paired {
  readonly tenant_id: string;
  readonly station_id: string;
  readonly credential: string;
}

async function pairOurs(name: string): Promise<Paired> {
  const pairing_code = await newPairingCode(ours, name, 'receiving');
  const response = await post('/api/sync/pair', {
    pairing_code,
    computer_name: 'test',
    public_key: PUBLIC_KEY,
    only_central: null,
  });
  return (await response.json()) as Paired;
}

test(
  'bad input: a station of a newer protocol is told so, and nothing of it is stored',
  { timeout: PATIENCE_MS },
  async () => {
    const { credential } = await pairOurs('newer');
    const authorization = `Bearer ${credential}`;
    for (const path of ['/api/sync/hello', '/api/sync/push'])
      expect(
        await problemOf(
          await post(path, { novelty: [1] }, { authorization, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION + 1) }),
        ).then((problem) => {
          answers.add(`${path} of a newer protocol`, `${problem.status} ${problem.code}: ${problem.detail}`);
          return problem.code;
        }),
      ).toBe('sync.protocol-newer');
    const broken = await problemOf(await post('/api/sync/push', { incarnation: 'x', events: [{}] }, { authorization }));
    answers.add('a push that has not the shape', `${broken.status} ${broken.code}, ${broken.errors.length} faults`);
    expect(broken.code).toMatch(/^(?:request|sync\.envelope)[.-]invalid$/u);
  },
);

test('bad input: another tenant’s ids are answered as if they did not exist', { timeout: PATIENCE_MS }, async () => {
  const [theirOrder] = (await theirs.call('orders.list')).rows;
  const [theirPo] = (await theirs.call('purchase_orders.list')).rows;
  const [theirProduct] = (await theirs.call('products.list', { query: { text: CAMERA.sku } })).rows;
  const [theirWarehouse] = (await theirs.call('warehouses.list')).rows;
  if (!theirOrder || !theirPo || !theirProduct || !theirWarehouse) throw new Error('the second tenant is empty');
  const tries: readonly (readonly [string, Promise<unknown>])[] = [
    ['their order', ours.call('orders.get', { params: { order_id: theirOrder.order_id } })],
    ['cancelling their order', ours.call('orders.cancel', { params: { order_id: theirOrder.order_id } })],
    [
      'their purchase order',
      ours.call('purchase_orders.get', { params: { purchase_order_id: theirPo.purchase_order_id } }),
    ],
    ['their product', ours.call('products.get', { params: { product_id: theirProduct.product_id } })],
    [
      'bins in their warehouse',
      ours.call('bins.create', { params: { warehouse_id: theirWarehouse.warehouse_id }, body: { codes: ['X-1'] } }),
    ],
    [
      'a station in their warehouse',
      ours.call('stations.create', {
        body: { name: 'spy', kind: 'receiving', warehouse_id: theirWarehouse.warehouse_id },
      }),
    ],
  ];
  for (const [what, work] of tries) {
    const { status, codes } = await refused(work);
    answers.add(`another tenant’s id: ${what}`, `${status} ${codes.join(', ')}`);
    expect([404, 422]).toContain(status);
  }
  expect((await theirs.call('orders.get', { params: { order_id: theirOrder.order_id } })).order.status).toBe('open');
  const filtered = await ours.call('units.list', { query: { order_id: theirOrder.order_id } });
  expect(filtered.rows).toEqual([]);

  const own = await pairOurs('spy');
  const forged = own.credential.replace(own.tenant_id, theirTenant);
  const snapshot = await problemOf(await post('/api/sync/snapshot', {}, { authorization: `Bearer ${forged}` }));
  answers.add('a station credential with another tenant’s id', `${snapshot.status} ${snapshot.code}`);
  expect(snapshot.code).toBe('station.unauthenticated');
});

test(
  'bad input: a password guessed in the console locks there, also for the right one; a PIN is not even looked at',
  { timeout: PATIENCE_MS },
  async () => {
    const { tenant } = await ours.call('session.get');
    const guesser = createCentralClient(url, cookieFetch(fetch, url));
    const sign = (password: string): Promise<unknown> =>
      guesser.call('session.sign_in', { body: { code: ADMIN.code, password, tenant_id: tenant.tenant_id } });
    const codes: string[] = [];
    for (let guess = 1; guess <= 7; guess += 1) {
      const { status, codes: said } = await refused(sign(`harbour lamp nr ${guess}`));
      codes.push(said[0] ?? '');
      if (guess === 1 || guess === 7)
        answers.add(`password guess ${guess} in the console`, `${status} ${said.join(', ')}`);
    }
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'auth.wrong-password'), 'auth.locked', 'auth.locked']);
    expect((await refused(sign(ADMIN.password))).codes[0]).toBe('auth.locked');
    const pin = await refused(sign('1111'));
    answers.add('a PIN in the console', `${pin.status} ${pin.codes.join(', ')}`);
    expect(pin.codes).toEqual(['auth.pin-at-console']);
  },
);

const tryCode = (pairing_code: string): Promise<Response> =>
  post('/api/sync/pair', { pairing_code, computer_name: 'test', public_key: PUBLIC_KEY, only_central: null });

test(
  'bad input: wrong pairing codes slow an address and close it to nobody: the right code pairs after twenty-five of them',
  { timeout: PATIENCE_MS },
  async () => {
    const right = await newPairingCode(ours, 'late', 'receiving');
    const codes: string[] = [];
    const took: number[] = [];
    for (let guess = 10; guess < 35; guess += 1) {
      const began = performance.now();
      codes.push((await problemOf(await tryCode(`0000-00${guess}`))).code);
      took.push(performance.now() - began);
    }
    answers.add(
      'a wrong pairing code, 25 times',
      `${[...new Set(codes)].join(', ')}; the last after ${(took.at(-1) ?? 0).toFixed(0)} ms`,
    );
    expect(new Set(codes)).toEqual(new Set(['pairing.wrong-code']));
    expect(took.at(-1)).toBeGreaterThan(300);
    const paired = await tryCode(right);
    answers.add('a right one after that', String(paired.status));
    expect(paired.status).toBe(200);
  },
);
