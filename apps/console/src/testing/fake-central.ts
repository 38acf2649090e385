import type { Role } from '@serialbridge/core/model';
import { CENTRAL_API, type ApiCall, type CentralCall } from '@serialbridge/protocol/central';
import { fakeCalls, type FakeAnswers } from './fake-calls.ts';
import { fakeData, NOW } from './fake-data.ts';
import { fakeImport } from './fake-import.ts';
import { fakeOutboxImport } from './fake-outbox.ts';
import { FakeRefusal, type FakeCentral } from './fake-port.ts';

export type { FakeCentral } from './fake-port.ts';

const ROUTES = Object.entries(CENTRAL_API).map(([name, call]: [string, ApiCall]) => ({
  name: name as CentralCall,
  call,
  pattern: new RegExp(`^${call.path.replaceAll(/:([a-z_]+)/g, '(?<$1>[^/]+)')}$`),
}));

/** Central's API in memory: the same addresses and shapes, checked with the same schemas, and data that is always the same. */
export function createFakeCentral({ role = 'admin', units }: { role?: Role | null; units?: number } = {}): FakeCentral {
  const central: FakeCentral = {
    data: fakeData(units),
    requests: [],
    role,
    version: 48_211,
    away: false,
    fetch: async (address, init) => {
      if (central.away) throw new TypeError('fetch failed');
      const url = new URL(address, 'http://central.test');
      const method = init.method ?? 'GET';
      const body: unknown =
        typeof init.body === 'string' && method !== 'GET' && !url.pathname.startsWith('/api/imports/')
          ? JSON.parse(init.body)
          : undefined;
      central.requests.push({ call: `${method} ${url.pathname}${url.search}`, body });
      try {
        if (method === 'POST' && url.pathname === '/api/outbox-imports')
          return json(await fakeOutboxImport(central, url, init.body));
        if (method === 'POST' && url.pathname.startsWith('/api/imports/'))
          return json(await fakeImport(url, init.body));
        return json(await answer(central, answers, method, url, body));
      } catch (error) {
        if (!(error instanceof FakeRefusal)) throw error;
        return json(error.problem, error.problem.status, error.retry_after);
      }
    },
  };
  const answers = fakeCalls(central);
  return central;
}

function json(body: unknown, status = 200, retry_after: number | null = null): Response {
  const headers = {
    'content-type': 'application/json',
    ...(retry_after === null ? {} : { 'retry-after': String(retry_after) }),
  };
  return new Response(JSON.stringify(body), { status, headers });
}

async function answer(
  central: FakeCentral,
  answers: FakeAnswers,
  method: string,
  url: URL,
  body: unknown,
): Promise<unknown> {
  for (const { name, call, pattern } of ROUTES) {
    const found = call.method === method ? pattern.exec(url.pathname) : null;
    if (found === null) continue;
    if (call.who !== null && central.role === null) throw new FakeRefusal('auth.required', 401);
    const reply = answers[name];
    if (reply === undefined) throw new FakeRefusal('request.not-found', 404, [], null, `The fake has no ${name}.`);
    const query = call.query?.parse(Object.fromEntries(url.searchParams)) ?? {};
    // What central would refuse by its schema, this refuses too.
    const given = call.body === undefined ? undefined : call.body.parse(body);
    return call.response.parse(await reply({ params: found.groups ?? {}, query, body: given }));
  }
  throw new FakeRefusal('request.not-found', 404, [], null, `${method} ${url.pathname} at ${NOW}`);
}
