import { BUILT_IN_ROLES, type BuiltInRole } from '@serialbridge/core/rights';
import { type ApiCall, CENTRAL_API, type CentralCall, type OutboxImport } from '@serialbridge/protocol/central';
import { readOutboxFile } from '@serialbridge/protocol/sync';
import { type FakeAnswers, fakeCalls } from './fake-calls.ts';
import { FAKE_ID, fakeData, NOW } from './fake-data.ts';
import { fakeImport, fakeLook } from './fake-import.ts';
import { type FakeCentral, FakeRefusal } from './fake-port.ts';

/** Takes a file apart as central does; what needs a key or a ledger it does not look at. */
async function fakeOutboxImport({ data }: FakeCentral, url: URL, body: unknown): Promise<OutboxImport> {
  const { file, faults } = readOutboxFile(body instanceof Blob ? await body.text() : String(body));
  const [first] = faults;
  if (first !== undefined) {
    const errors = faults.map(({ code, message, where }) => ({ code, message, where, params: {} }));
    throw new FakeRefusal(first.code, 422, errors, null, first.message);
  }
  const done: OutboxImport = {
    outbox_import_id: FAKE_ID.event(900 + data.outbox_imports.length),
    station_id: file?.header.station_id ?? '',
    station_name: file?.header.station_name ?? '',
    imported_by: 'Ruth Adler',
    imported_at: NOW,
    file_name: url.searchParams.get('file_name') ?? '',
    exported_at: file?.header.exported_at ?? NOW,
    events: file?.header.events ?? 0,
    events_new: file?.header.events ?? 0,
    events_known: 0,
    events_held: 0,
    cases: 0,
  };
  data.outbox_imports.unshift(done);
  return done;
}

export type { FakeCentral } from './fake-port.ts';

const ROUTES = Object.entries(CENTRAL_API).map(([name, call]: [string, ApiCall]) => ({
  name: name as CentralCall,
  call,
  pattern: new RegExp(`^${call.path.replaceAll(/:([a-z_]+)/g, '(?<$1>[^/]+)')}$`),
}));

/** Central's API in memory: the same addresses and shapes, checked with the same schemas, and data that is always the same. */
export function createFakeCentral({
  role = 'admin',
  units,
}: { role?: BuiltInRole | null; units?: number } = {}): FakeCentral {
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
          return json(await (url.pathname.endsWith('/look') ? fakeLook(url, init.body) : fakeImport(url, init.body)));
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
    if (call.who !== 'anybody') {
      if (central.role === null) throw new FakeRefusal('auth.required', 401);
      if (call.who !== 'signed-in' && !BUILT_IN_ROLES[central.role].has(call.who))
        throw new FakeRefusal('auth.forbidden', 403);
    }
    const reply = answers[name];
    if (reply === undefined) throw new FakeRefusal('request.not-found', 404, [], null, `The fake has no ${name}.`);
    const query = call.query?.parse(Object.fromEntries(url.searchParams)) ?? {};
    // What central would refuse by its schema, this refuses too.
    const given = call.body === undefined ? undefined : call.body.parse(body);
    return call.response.parse(await reply({ params: found.groups ?? {}, query, body: given }));
  }
  throw new FakeRefusal('request.not-found', 404, [], null, `${method} ${url.pathname} at ${NOW}`);
}
