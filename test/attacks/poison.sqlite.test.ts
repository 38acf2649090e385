import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordCentralEvents, sha256 } from '@serialbridge/central/ledger';
import { MOST_COUNT } from '@serialbridge/core/model';
import {
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  sealEnvelope,
  type Envelope,
  type PairResponse,
} from '@serialbridge/protocol';
import { openHttpBench, type Answer, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { outboxFile, testKey } from '@serialbridge/testing/store/outbox-file';
import { PUBLIC_KEY, receipt, signBatch, TestStation } from '@serialbridge/testing/store/test-station';
import { put, testWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { Answers } from '../bad-input/support/answers.ts';

/** One odd event, or one odd body, and what central says to it and afterwards. */
const answers = new Answers();
const w = testWarehouse();
let bench: HttpBench;
let thief: Station;
let honest: Station;

/** A paired station; what it sends is written here. */
class Station {
  readonly log: TestStation;
  readonly #credential: string;
  constructor({ station_id, credential }: PairResponse) {
    this.log = new TestStation(station_id);
    this.#credential = credential;
  }

  send(path: string, body: unknown): Promise<Answer> {
    return bench.nobody().send('POST', path, { body, headers: this.headers });
  }
  get headers(): Record<string, string> {
    return {
      authorization: `Bearer ${this.#credential}`,
      'content-type': 'application/json',
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
    };
  }

  push(events: readonly Envelope[]): Promise<Answer> {
    return this.send('/api/sync/push', {
      incarnation: this.log.incarnation,
      events,
      backlog: events.length,
      is_oldest: false,
      signature: signBatch(events),
    });
  }

  /** The events that it has not recorded yet, each with what it claims, sealed anew. */
  forge(events: readonly Envelope[], claims: Partial<Envelope>): Envelope[] {
    let before = this.log.log.at(-events.length - 1)?.hash ?? events[0]?.prev_hash ?? '';
    const forged = events.map((event) => {
      const sealed = sealEnvelope({ ...event, ...claims, prev_hash: before }, sha256);
      before = sealed.hash;
      return sealed;
    });
    this.log.log.splice(-forged.length, forged.length, ...forged);
    return forged;
  }
}

async function pair(name: string): Promise<Station> {
  const body = { name, kind: 'receiving' as const, warehouse_id: w.warehouse.warehouse_id };
  const { pairing_code } = await bench.admin.call('stations.create', { body });
  const request = { pairing_code, computer_name: name, public_key: PUBLIC_KEY, only_central: null };
  return new Station((await bench.nobody().send<PairResponse>('POST', '/api/sync/pair', { body: request })).body);
}

beforeAll(async () => {
  bench = await openHttpBench();
  const { store, now } = bench.running.central;
  await recordCentralEvents(store, bench.tenant_id, w.drafts, { operator_id: null, now: now() });
  thief = await pair('Thief');
  honest = await pair('Honest');
}, 60_000);
afterAll(async () => {
  answers.print('Poison');
  await bench.close();
});

let received = 0;
async function everythingAnswers(): Promise<void> {
  const { rows } = await bench.admin.call('units.list');
  for (const { unit_id } of rows) {
    await bench.admin.call('units.get', { params: { unit_id } });
    expect((await bench.admin.send('GET', `/api/exports/units/${unit_id}/history.csv`)).status).toBe(200);
  }
  for (const path of [
    'policy',
    'stations',
    'cases',
    'summary',
    'receiving-sessions',
    'exports/cases.csv',
    'exports/units.csv',
    'exports/arrivals.csv',
  ])
    expect([path, (await bench.admin.send('GET', `/api/${path}`)).status]).toEqual([path, 200]);
  received += 1;
  expect((await honest.push(honest.log.record(...receipt(w, [`HONEST-${received}`])))).status).toBe(200);
}

const FORGED: readonly (readonly [string, Partial<Envelope>])[] = [
  ['a policy version of 10⁹+1', { policy_version: MOST_COUNT + 1 }],
  ['a policy version of 2⁵³', { policy_version: 2 ** 53 }],
  ['a policy version of −1', { policy_version: -1 }],
  ['a cache version of 1e300', { cache_version: 1e300 }],
  ['a clock in the year 275760', { captured_at: 8.64e15 }],
  ['a clock after the last date there is', { captured_at: 8.64e15 + 1 }],
  ['a clock before 1970', { captured_at: -1 }],
  ['half a millisecond', { captured_at: 0.5 }],
  ['a clock offset of 10¹⁵', { clock_offset_ms: 1e15 }],
  ['a clock offset of −1e300', { clock_offset_ms: -1e300 }],
];

test.each(FORGED)('%s is taken and flagged; every read answers and others push', async (what, claims) => {
  const serial = `THIEF-${FORGED.findIndex(([name]) => name === what)}-`;
  const forged = thief.forge(thief.log.record(...receipt(w, [serial])), claims);
  const answer = await thief.push(forged);
  answers.add(what, `${answer.status}`);
  expect(answer.status).toBe(200);
  await everythingAnswers();
  const unit = (await bench.admin.call('units.list', { query: { text: serial } })).rows[0];
  const { history } = await bench.admin.call('units.get', { params: { unit_id: unit?.unit_id ?? '' } });
  const isClock = 'captured_at' in claims || 'clock_offset_ms' in claims;
  // A test's events are of 1970 unless they say otherwise.
  expect(history.every(({ clock_wrong }) => clock_wrong || !isClock)).toBe(true);
  const stored = await bench.running.central.store.db
    .selectFrom('event')
    .select('envelope')
    .where('event_id', '=', forged[0]?.event_id ?? '')
    .executeTakeFirstOrThrow();
  expect(stored.envelope).toBe(JSON.stringify(forged[0]));
});

test('an honest clock is not flagged', async () => {
  const events = thief.forge(thief.log.record(...receipt(w, ['ON-TIME'])), {
    captured_at: Date.now(),
    clock_offset_ms: 40,
  });
  expect((await thief.push(events)).status).toBe(200);
  const unit = (await bench.admin.call('units.list', { query: { text: 'ON-TIME' } })).rows[0];
  const { history } = await bench.admin.call('units.get', { params: { unit_id: unit?.unit_id ?? '' } });
  expect(history.map(({ clock_wrong }) => clock_wrong)).toEqual([false]);
});

test('a policy version at its end: options are changed, shown and pushed under all the same', async () => {
  const { store, now } = bench.running.central;
  const value = {
    level: 'tenant' as const,
    level_id: '',
    key: 'receiving.show_on_hand',
    value: true,
    policy_version: MOST_COUNT,
  };
  await recordCentralEvents(store, bench.tenant_id, [put('policy_value', [value])], { operator_id: null, now: now() });
  const changes = [{ level: 'tenant' as const, level_id: '' as const, key: 'receiving.show_on_hand', value: false }];
  const changed = await bench.admin.call('policy.change', { body: { changes } });
  answers.add('a policy at its last version, changed once more', `200, version ${changed.policy_version}`);
  expect(changed.policy_version).toBe(MOST_COUNT);
  await everythingAnswers();
});

test.each([-1, 0.5, 8.64e15, 1e300, -1e300])(
  'hello by a clock that says %d is answered, and the stations’ page says that it is wrong',
  async (sent_at) => {
    const hello = {
      software: 'x',
      incarnation: uuidv7(),
      last_seq: 0,
      cursor: null,
      sent_at,
      backlog: MOST_COUNT,
      earlier_incarnations: [],
      scope: 'tenant',
      witness: null,
    };
    expect((await thief.send('/api/sync/hello', hello)).status).toBe(200);
    expect((await honest.send('/api/sync/hello', hello)).status).toBe(200);
    const { rows } = await bench.admin.call('stations.list');
    const row = rows.find(({ station_id }) => station_id === thief.log.station_id);
    expect(Math.abs(row?.clock_offset_ms ?? 0)).toBeGreaterThan(5 * 60_000);
    // Two stations that each owe 10⁹ events owe more together than one can.
    expect((await bench.admin.call('summary.get')).backlog).toBeGreaterThan(MOST_COUNT);
  },
);

test('a sequence number near 2⁵³ is refused by name', async () => {
  const station = await pair('Counter');
  for (const seq of [2 ** 53 - 1, 2 ** 53, MOST_COUNT + 1, 1e300, 0.5, 0]) {
    const [event] = station.log.record(...receipt(w, ['S']));
    if (event === undefined) throw new Error('no event');
    const answer = await station.push([{ ...event, seq }]);
    answers.add(`sequence number ${seq}`, `${answer.status} ${(answer.body as { code: string }).code}`);
    expect([seq, answer.status, answer.body]).toEqual([seq, 400, expect.objectContaining({ code: 'request.invalid' })]);
  }
});

const deep = (open: string, close: string): string => `${open.repeat(5000)}1${close.repeat(5000)}`;
/** A value in the place of X. */
const KINDS: readonly (readonly [string, string])[] = [
  ['a lone surrogate', '"\\ud800"'],
  ['half a surrogate pair in a name', '{"\\udfff":1}'],
  ['1e400', '1e400'],
  ['a number of 400 digits', '9'.repeat(400)],
  ['arrays 5,000 deep', deep('[', ']')],
  ['objects 5,000 deep', deep('{"a":', '}')],
  ['two fields of one name', '{"a":1,"a":2}'],
  ['__proto__', '{"__proto__":{"role":"admin"}}'],
  ['constructor', '{"constructor":{"prototype":{}}}'],
  ['half of a text', '"x'],
];

const entrances = (): readonly (readonly [string, string, string, Record<string, string>])[] => {
  const [event] = thief.log.record(...receipt(w, ['X']));
  if (event === undefined) throw new Error('no event');
  thief.log.log.splice(-3, 3);
  const json = JSON.stringify({ ...event, body: { place: 'X' } }).replace('"X"', 'X');
  const push = `{"incarnation":"${thief.log.incarnation}","backlog":1,"is_oldest":false,"events":[${json}]}`;
  const console = { 'content-type': 'application/json', cookie: bench.admin.cookie };
  return [
    ['push', '/api/sync/push', push, thief.headers],
    ['hello', '/api/sync/hello', '{"software":X}', thief.headers],
    ['pairing', '/api/sync/pair', '{"pairing_code":X}', { ...thief.headers, authorization: '' }],
    ['lost records', '/api/sync/lost-records', '{"rows":X}', thief.headers],
    ['signing in', '/api/session', '{"code":X}', { 'content-type': 'application/json' }],
    ['a form of the console', '/api/vendors', '{"code":"V","name":X}', console],
    ['an option', '/api/policy', '{"changes":[{"level":"tenant","level_id":"","key":"k","value":X}]}', console],
  ];
};

test.each(KINDS)('%s at every entrance for JSON: 400 with a code, and central goes on', async (kind, value) => {
  for (const [entrance, path, body, headers] of entrances()) {
    const response = await fetch(`${bench.running.url}${path}`, {
      method: 'POST',
      headers,
      body: body.replace('X', value),
    });
    const { code, detail } = (await response.json()) as { code: string; detail: string };
    if (entrance === 'push') answers.add(kind, `${response.status} ${code}: ${detail}`);
    // Where little is asked for, so much is not even read.
    const unread = response.status === 413 && body.length + value.length > 4096;
    const expected = unread ? [413, 'request.too-large'] : [400, 'request.invalid'];
    expect([entrance, response.status, code]).toEqual([entrance, ...expected]);
  }
  // In the middle of a file that a person carries: named by its line.
  const key = testKey();
  const [event] = thief.log.record(...receipt(w, ['X']));
  thief.log.log.splice(-3, 3);
  if (event === undefined) throw new Error('no event');
  const file = outboxFile(bench.tenant_id, thief.log, key, [{ ...event, body: { place: 'X' } }]).replace('"X"', value);
  const imported = await bench.admin.send('POST', '/api/outbox-imports', {
    body: file,
    headers: { 'content-type': 'text/plain' },
  });
  const { errors } = imported.body as { errors: { code: string; where: string }[] };
  expect([
    imported.status,
    errors.filter((one) => one.code === 'outbox.unreadable-event').map(({ where }) => where),
  ]).toEqual([422, ['line 2']]);
  await everythingAnswers();
});

test('bytes that are no text, and signs that no database holds: 400 with a code', async () => {
  const headers = { 'content-type': 'application/json', cookie: bench.admin.cookie };
  const post = (body: Uint8Array | string): Promise<Response> =>
    fetch(`${bench.running.url}/api/vendors`, { method: 'POST', headers, body: body as string });
  expect((await post(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]))).status).toBe(400);
  expect((await post('{"code":"A\\u0000B","name":"N"}')).status).toBe(400);
  for (const query of [
    'text=%00',
    'text=a%00b',
    `after=${Buffer.from('[5,"x"]').toString('base64url')}`,
    'limit=1e400',
    `after=${Buffer.from(`["\\u0000","${uuidv7()}"]`).toString('base64url')}`,
  ])
    expect([query, (await bench.admin.send('GET', `/api/products?${query}`)).status]).toEqual([query, 400]);
});
