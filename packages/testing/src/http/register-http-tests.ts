import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CENTRAL_API, CSV_CALLS } from '@serialbridge/protocol/central';
import { ADMIN, PASSWORD, AS_COLLECTOR, type HttpBench } from './http-bench.ts';
import { registerCompareTests } from './register-compare-tests.ts';
import { registerImportTests } from './register-import-tests.ts';
import { registerStationTests } from './register-station-tests.ts';

export type OpenBench = () => Promise<HttpBench>;

/** What the HTTP service must do, on whichever engine. */
export function registerHttpTests(engine: string, open: OpenBench): void {
  describe(`HTTP on ${engine}`, { timeout: 120_000 }, () => {
    registerRequestTests(open);
    registerAuthTests(open);
    registerImportTests(open);
    registerStationTests(open);
    registerCompareTests(open);
  });
}

function registerRequestTests(open: OpenBench): void {
  describe('requests', () => {
    let bench: HttpBench;
    beforeAll(async () => {
      bench = await open();
    }, 60_000);
    afterAll(() => bench.close());

    test('request.not-found: an unknown address is a problem', async () => {
      const answer = await bench.admin.send('GET', '/api/nothing');
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body).toMatchObject({ code: 'request.not-found', status: 404, errors: [] });
      expect(answer.body.instance).toBe(answer.headers.get('x-request-id'));
    });

    test('request.invalid: every fault of query and body at once', async () => {
      const answer = await bench.admin.send('POST', '/api/operators', { body: { code: '', pin: '12', role: '' } });
      expect(answer.status).toBe(400);
      expect(answer.body.errors.map((one) => one.where)).toEqual(
        expect.arrayContaining(['code', 'pin', 'role', 'name', 'active']),
      );
    });

    test('request.invalid: JSON that is none', async () => {
      const answer = await bench.admin.send('POST', '/api/vendors', {
        body: '{"code":',
        headers: { 'content-type': 'application/json' },
      });
      expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    });

    test.each(['/api/session', '/api/vendors', '/api/imports/products', '/api/sync/push', '/api/sync/pair'])(
      'request.too-large: 50 MB to %s are refused',
      async (path) => {
        const answer = await bench.admin.send('POST', path, {
          body: 'x'.repeat(50 * 1024 * 1024),
          headers: { 'content-type': path.includes('imports') ? 'text/csv' : 'application/json' },
        });
        expect([answer.status, answer.body.code]).toEqual([413, 'request.too-large']);
      },
    );

    test('an id that is no id does not exist', async () => {
      expect((await bench.admin.send('GET', '/api/units/x')).status).toBe(404);
    });

    test('request.invalid: a cursor that no page gave', async () => {
      expect((await bench.admin.send('GET', '/api/units?after=rubbish')).status).toBe(400);
    });

    test('service addresses answer without sign-in, the metrics to who knows their token', async () => {
      const nobody = bench.nobody();
      expect((await nobody.send('GET', '/healthz')).status).toBe(200);
      expect((await nobody.send('GET', '/readyz')).status).toBe(200);
      expect((await nobody.send('GET', '/metrics')).status).toBe(401);
      expect((await bench.admin.send('GET', '/metrics')).status).toBe(401);
      const metrics = await nobody.send<string>('GET', '/metrics', AS_COLLECTOR);
      expect(metrics.body).toContain('serialbridge_feed_head{tenant_id=');
      expect(metrics.body).toContain('serialbridge_http_request_seconds_bucket');
    });

    test('the console is served at /, and at addresses that only it knows', async () => {
      const nobody = bench.nobody();
      for (const path of ['/', '/units/42', '/cases?state=open']) {
        const answer = await nobody.send<string>('GET', path, { headers: { accept: 'text/html' } });
        expect([path, answer.status, answer.body]).toEqual([path, 200, '<!doctype html><title>Console</title>']);
      }
      expect((await nobody.send('GET', '/api/units/42/x', { headers: { accept: 'text/html' } })).body.code).toBe(
        'request.not-found',
      );
      expect((await nobody.send('GET', '/../package.json', { headers: { accept: 'application/json' } })).status).toBe(
        404,
      );
    });

    test('pages carry a content security policy and /docs is local', async () => {
      const docs = await bench.nobody().send<string>('GET', '/docs/');
      expect(docs.status).toBe(200);
      expect(docs.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(docs.body).not.toMatch(/https?:\/\/(?!localhost)[\w.]*cdn/u);
    });

    test('the OpenAPI document lists every route and all its references lead somewhere', async () => {
      const { body } = await bench.nobody().send<OpenApi>('GET', '/openapi.json');
      expect(body.openapi).toBe('3.1.0');
      for (const { method, path } of [...Object.values(CENTRAL_API), ...Object.values(CSV_CALLS)]) {
        const found = body.paths[path.replaceAll(/:(\w+)/gu, '{$1}')]?.[method.toLowerCase()];
        expect({ method, path, listed: found !== undefined }).toEqual({ method, path, listed: true });
        for (const [, name] of path.matchAll(/:(\w+)/gu))
          expect(found?.parameters?.map((one) => one.name)).toContain(name);
      }
      for (const path of [
        'pair',
        'hello',
        'push',
        'feed',
        'snapshot',
        'snapshot/{snapshot_id}',
        'snapshot/{snapshot_id}/{chunk}',
        'hints',
      ])
        expect(Object.keys(body.paths)).toContain(`/api/sync/${path}`);
      const ids = Object.values(body.paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
      expect(new Set(ids).size).toBe(ids.length);
      const text = JSON.stringify(body);
      for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/gu))
        expect(Object.keys(body.components.schemas)).toContain(decodeURIComponent(name));
      expect([...text.matchAll(/"\$ref":"(?!#\/)([^"]*)"/gu)]).toEqual([]);
    });
  });
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; parameters?: { name: string }[] }>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

function registerAuthTests(open: OpenBench): void {
  describe('sign-in', () => {
    let bench: HttpBench;
    beforeAll(async () => {
      bench = await open();
    }, 60_000);
    afterAll(() => bench.close());

    test('auth.required: nothing is let in without a session', async () => {
      for (const { method, path, who } of [...Object.values(CENTRAL_API), ...Object.values(CSV_CALLS)]) {
        if (who === 'anybody') continue;
        const answer = await bench
          .nobody()
          .send(
            method,
            path.replaceAll(/:kind/gu, 'products').replaceAll(/:\w+/gu, '018f0000-0000-7000-8000-000000000000'),
            method === 'GET' || method === 'DELETE' ? {} : { body: path.includes('imports') ? 'sku\nx' : {} },
          );
        expect([`${method} ${path}`, answer.status, answer.body.code]).toEqual([
          `${method} ${path}`,
          401,
          'auth.required',
        ]);
      }
    });

    test('the cookie is for this site only, out of scripts’ reach, and is void after signing out', async () => {
      const person = bench.nobody();
      const answer = await person.signIn(ADMIN.code, ADMIN.password);
      expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Strict/u);
      const { cookie } = person;
      await person.call('session.sign_out');
      person.cookie = cookie;
      expect((await person.send('GET', '/api/session')).status).toBe(401);
    });

    test('auth.cross-site: a write from another site is refused', async () => {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
      ]) {
        const answer = await bench.admin.send('POST', '/api/vendors', { body: { code: 'V', name: 'V' }, headers });
        expect([answer.status, answer.body.code]).toEqual([403, 'auth.cross-site']);
      }
    });

    test('auth.forbidden: an operator may look and not change', async () => {
      const created = await bench.admin.call('operators.create', {
        body: {
          code: 'olga',
          name: 'Olga',
          role: 'operator',
          badge: 'B-1',
          pin: '4826',
          warehouse_ids: null,
          active: true,
        },
      });
      const olga = await bench.enter(created);
      expect((await olga.send('POST', '/api/session', { body: { badge: 'B-1', password: PASSWORD } })).status).toBe(
        200,
      );
      expect((await olga.send('GET', '/api/units')).status).toBe(200);
      for (const [method, path] of [
        ['POST', '/api/vendors'],
        ['GET', '/api/operators'],
        ['POST', '/api/imports/products'],
        ['POST', '/api/stations'],
      ] as const) {
        const answer = await olga.send(
          method,
          path,
          method === 'GET'
            ? {}
            : {
                body: path.includes('imports')
                  ? 'sku\nx'
                  : { code: 'x', name: 'x', kind: 'packing', warehouse_id: bench.tenant_id },
              },
        );
        expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'auth.forbidden']);
      }
    });

    test('whoever left is signed out at once', async () => {
      const body = { code: 'pia', name: 'Pia', role: 'supervisor', badge: null, warehouse_ids: null } as const;
      const created = await bench.admin.call('operators.create', { body: { ...body, active: true } });
      const pia = await bench.enter(created);
      expect((await pia.send('GET', '/api/session')).status).toBe(200);
      const { operator_id, revision } = created;
      await bench.admin.call('operators.update', {
        params: { operator_id },
        body: { ...body, active: false, revision },
      });
      expect((await pia.send('GET', '/api/session')).status).toBe(401);
      expect((await bench.nobody().signIn('pia', PASSWORD)).body.code).toBe('auth.wrong-password');
    });

    test('record.taken: code and badge are one person’s', async () => {
      const answer = await bench.admin.send('POST', '/api/operators', {
        body: { code: 'OLGA', name: 'x', role: 'operator', badge: 'B-1', warehouse_ids: null, active: true },
      });
      expect([answer.status, answer.body.errors.map((one) => one.where)]).toEqual([409, ['code', 'badge']]);
    });

    test('the last admin stays', async () => {
      const me = (await bench.admin.call('operators.list')).rows.find((one) => one.code === ADMIN.code);
      const answer = await bench.admin.send('PUT', `/api/operators/${me?.operator_id ?? ''}`, {
        body: { ...me, active: false },
      });
      expect([answer.status, answer.body.code]).toEqual([409, 'request.conflict']);
    });

    test('another tenant’s records do not exist', async () => {
      bench.later(16 * 60 * 1000);
      const admin = bench.nobody();
      // Several tenants: now the request must say which.
      const other = await bench.secondTenant();
      expect((await admin.signIn(ADMIN.code, ADMIN.password)).status).toBe(401);
      expect((await admin.signIn(ADMIN.code, ADMIN.password, bench.tenant_id)).status).toBe(200);
      expect((await bench.nobody().signIn(ADMIN.code, ADMIN.password, other.tenant_id)).status).toBe(401);
      const vendor = await admin.call('vendors.create', { body: { code: 'ACME', name: 'Acme' } });
      const [warehouse] = (await admin.call('warehouses.list')).rows;
      const warehouse_id = warehouse?.warehouse_id ?? '';
      const station = await admin.call('stations.create', {
        body: { name: 'Dock 1', kind: 'receiving', warehouse_id },
      });
      expect((await other.admin.call('vendors.list')).rows).toEqual([]);
      expect((await other.admin.call('stations.list')).rows).toEqual([]);
      const strange = [
        ['PUT', `/api/vendors/${vendor.vendor_id}`, { code: 'X', name: 'X', revision: vendor.revision }],
        ['GET', `/api/warehouses/${warehouse_id}/bins`, undefined],
        ['PUT', `/api/warehouses/${warehouse_id}`, { code: 'X', name: 'X', revision: 'any' }],
        ['POST', `/api/stations/${station.station_id}/revoke`, {}],
        ['POST', `/api/stations/${station.station_id}/pairing-code`, {}],
      ] as const;
      for (const [method, path, body] of strange) {
        const answer = await other.admin.send(method, path, body === undefined ? {} : { body });
        expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'request.not-found']);
      }
      const foreign = await other.admin.send('POST', '/api/stations', {
        body: { name: 'x', kind: 'packing', warehouse_id },
      });
      expect([foreign.status, foreign.body.code]).toEqual([422, 'record.unknown']);
      const policy = await other.admin.send('POST', '/api/policy', {
        body: {
          changes: [{ level: 'warehouse', level_id: warehouse_id, key: 'receiving.show_on_hand', value: false }],
        },
      });
      expect(policy.status).toBe(422);
    });
  });
}
