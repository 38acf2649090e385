import { afterAll, beforeAll, expect, test } from 'vitest';
import { CallError } from '@serialbridge/client';
import type { Right } from '@serialbridge/core/rights';
import {
  STATION_METHODS,
  STATION_TOPICS,
  TOPIC_NAMES,
  type CallerRule,
  type StationMethod,
  type StationTopic,
} from '@serialbridge/protocol/station';
import { rowOf } from '@serialbridge/testing/rows';
import { TestStation } from '@serialbridge/testing/station/small-warehouse';
import type { StationService } from '../contract/host-context.ts';
import { ServiceTable } from './service-table.ts';

const METHODS = Object.keys(STATION_METHODS) as StationMethod[];
/** A role with the right to receive and nothing else. */
const COUNTER: readonly Right[] = ['receive'];
const PACKER: readonly Right[] = ['pack'];
const BADGES = {
  operator: 'BADGE-OP',
  supervisor: 'BADGE-SUP',
  admin: 'BADGE-ADM',
  counter: 'BADGE-CNT',
  packer: 'BADGE-PCK',
} as const;

/** Who is at the screen, as the columns of the table. */
const CALLERS = ['not paired', 'shut out', 'nobody', 'counter', 'operator', 'supervisor', 'admin'] as const;
type CallerName = (typeof CALLERS)[number];

let station: TestStation;
beforeAll(() => {
  station = new TestStation('receivebridge', {
    rows: [
      ['role', rowOf('role', { code: 'counter', name: 'Counter', rights: [...COUNTER], active: true })],
      ['role', rowOf('role', { code: 'packer', name: 'Packer', rights: [...PACKER], active: true })],
      ...Object.entries(BADGES).map(
        ([role, badge]) => ['operator', rowOf('operator', { code: role, role, badge, active: true })] as const,
      ),
    ],
  });
});
afterAll(() => station.end());

/** The station's own people and pairing before services that answer whatever they are asked: what refuses is the check alone. */
function tableFor(caller: CallerName): ServiceTable {
  const { pairing, operators, app } = station.host.context;
  const unpaired = {
    identity: () => null,
    station: () => {
      throw CallError.of('station.not-paired', 'not paired');
    },
  };
  const all: StationService = {
    methods: Object.fromEntries(METHODS.map((method) => [method, () => ({})])),
    topics: Object.fromEntries(TOPIC_NAMES.map((topic) => [topic, () => ({})])),
  };
  return new ServiceTable(
    { app, operators, pairing: caller === 'not paired' ? unpaired : pairing, isShutOut: () => caller === 'shut out' },
    [all],
  );
}

async function enter(caller: CallerName | 'packer'): Promise<void> {
  await station.call('station.sign_out', {});
  if (caller in BADGES)
    await station.call('station.sign_in', { badge: BADGES[caller as keyof typeof BADGES], pin: null });
}

async function answerOf(services: ServiceTable, method: StationMethod): Promise<string> {
  try {
    await services.call(method, {});
    return 'yes';
  } catch (error) {
    return error instanceof CallError ? (error.faults[0]?.code ?? '?') : String(error);
  }
}

const line = (name: string, cells: readonly string[]): string =>
  `  ${name.padEnd(26)}${cells.map((one) => one.padEnd(20)).join('')}`.trimEnd();

/** What the declaration promises, worked out apart from the check. */
function promised(rule: CallerRule, caller: CallerName): string {
  if (caller === 'not paired') return rule.before_pairing === true ? 'yes' : 'station.not-paired';
  if (rule.who === 'anybody') return 'yes';
  if (caller === 'shut out' && rule.when_shut_out === true) return 'yes';
  if (caller === 'shut out' || caller === 'nobody') return 'auth.required';
  if (rule.who === 'signed-in') return 'yes';
  return station.host.context.operators.rights().has(rule.who) ? 'yes' : 'auth.forbidden';
}

test('contract.callers: every method and topic × who is at the screen', async () => {
  const rows = new Map<string, string[]>([...METHODS, ...TOPIC_NAMES].map((name) => [name, []]));
  for (const caller of CALLERS) {
    await enter(caller);
    const services = tableFor(caller);
    for (const method of METHODS) {
      const answer = await answerOf(services, method);
      expect([method, caller, answer]).toEqual([method, caller, promised(STATION_METHODS[method], caller)]);
      rows.get(method)?.push(answer);
    }
    for (const topic of TOPIC_NAMES) {
      const seen = services.state(topic) !== undefined;
      const rule: CallerRule = STATION_TOPICS[topic];
      expect([topic, caller, seen]).toEqual([topic, caller, promised(rule, caller) === 'yes']);
      rows.get(topic)?.push(seen ? 'yes' : 'no');
    }
  }
  process.stdout.write(`${[line('', CALLERS), ...[...rows].map(([name, cells]) => line(name, cells))].join('\n')}\n`);
});

const OPEN_TO_ALL: readonly (StationMethod | StationTopic)[] = [
  'station.pair',
  'station.sign_in',
  'station.change_pin',
  'station.sign_out',
  'station.sync_now',
  'scan.submit',
  'devices.simulate',
];

test('contract.callers: what anybody at a paired station may call is this and no more', () => {
  expect(METHODS.filter((method) => STATION_METHODS[method].who === 'anybody').toSorted()).toEqual(
    OPEN_TO_ALL.toSorted(),
  );
});

test('auth.forbidden: whoever may not receive opens and counts nothing by a scan either', async () => {
  await enter('nobody');
  expect((await station.scan('PO-1')).findings).toMatchObject([{ code: 'auth.required' }]);
  await enter('packer');
  expect((await station.scan('PO-1')).findings).toMatchObject([
    { code: 'auth.forbidden', params: { needed: 'receive' } },
  ]);
  await enter('counter');
  expect((await station.scan('PO-1')).headline.code).toBe('receiving.document-opened');
});
