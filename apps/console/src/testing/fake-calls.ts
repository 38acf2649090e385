import { BUILT_IN_ROLES, isBuiltInRole } from '@serialbridge/core/rights';
import { describePolicy } from '@serialbridge/core/policy';
import type { CentralCall, HeldEventListRow, PolicyView, RoleInput, RoleListRow } from '@serialbridge/protocol/central';
import { FakeRefusal, type FakeCentral } from './fake-port.ts';
import { FAKE_ID, NOW } from './fake-data.ts';
import { FAKE_AUDIT } from './fake-audit.ts';
import { fakeUnitDetail } from './fake-history.ts';
import { IMPORT_KINDS_VIEW } from './fake-import.ts';

interface FakeRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}
export type FakeAnswers = Partial<Record<CentralCall, (request: FakeRequest) => unknown>>;

/** The page from the row after `after` (here its index, as text). */
function page<Row>(rows: readonly Row[], query: FakeRequest['query']) {
  const from = Number(query['after'] ?? 0);
  const limit = Number(query['limit'] ?? 100);
  const next = from + limit < rows.length ? String(from + limit) : null;
  return {
    rows: rows.slice(from, from + limit),
    next,
    matching: { count: Math.min(10_000, rows.length), exact: rows.length <= 10_000 },
  };
}
const has = (text: unknown, ...fields: readonly (string | null)[]): boolean =>
  typeof text !== 'string' || fields.some((field) => field?.toLowerCase().includes(text.toLowerCase()) === true);
const same = (wanted: unknown, value: unknown): boolean => wanted === undefined || wanted === value;
function known<T>(found: T | undefined): T {
  if (found === undefined) throw new FakeRefusal('request.not-found', 404, [], null, 'There is no such record.');
  return found;
}

export function fakeCalls(central: FakeCentral): FakeAnswers {
  const { data } = central;
  const policy: PolicyView = {
    policy_version: 7,
    keys: describePolicy()
      .filter(({ built }) => built)
      .map(({ json_schema: _schema, built: _built, ...key }) => ({
        ...key,
        options: [...key.options],
        levels: [...key.levels],
        default: key.default as string,
        may_change: BUILT_IN_ROLES[central.role ?? 'operator'].has(key.who),
      })),
    values: [
      { level: 'tenant', level_id: '', key: 'receiving.require_unique_serial', value: false, policy_version: 3 },
      {
        level: 'warehouse',
        level_id: FAKE_ID.warehouse(0),
        key: 'receiving.require_unique_serial',
        value: true,
        policy_version: 5,
      },
      { level: 'tenant', level_id: '', key: 'station.lock_minutes', value: 15, policy_version: 7 },
    ],
  };
  let wrong = 0;
  const session = () => {
    const operator = known(data.operators.find((row) => row.role === central.role));
    return {
      tenant: { tenant_id: FAKE_ID.vendor(99), name: 'Adler Supply' },
      operator: { ...operator, role_name: null },
      rights: [...BUILT_IN_ROLES[central.role ?? 'operator']],
      expires_at: NOW + 28_800_000,
      software: '0.1.0',
      protocol: 1,
      now: NOW,
    };
  };
  const unitsOf = (query: FakeRequest['query']) =>
    data.units.filter(
      (row) =>
        (typeof query['text'] !== 'string' || row.serial_raw.startsWith(query['text']) || row.sku === query['text']) &&
        same(query['product_id'], row.product_id) &&
        same(query['state'], row.state) &&
        same(query['purchase_order_id'], row.purchase_order_id) &&
        same(query['order_id'], row.order_id) &&
        same(query['rma_id'], row.rma_id) &&
        (query['warehouse_id'] === undefined ||
          data.warehouses.some(
            (one) => one.warehouse_id === query['warehouse_id'] && one.code === row.warehouse_code,
          )) &&
        (query['in_stock'] !== true || row.state === 'in_stock') &&
        (query['disputed'] !== true || row.disputed),
    );
  return {
    'session.get': session,
    'session.sign_in': ({ body }) => {
      const { code, badge, password } = body as { code?: string; badge?: string; password: string };
      const found = data.operators.find((row) => (code === undefined ? row.badge === badge : row.code === code));
      if (wrong >= 5)
        throw new FakeRefusal(
          'auth.locked',
          429,
          [],
          845,
          'Too many wrong tries; wait as long as it says or ask a supervisor.',
        );
      if (found === undefined || password !== 'harbour lamp seven') {
        wrong += 1;
        throw new FakeRefusal(
          'auth.wrong-password',
          401,
          [],
          null,
          'No operator with that code and password; check both.',
        );
      }
      central.role = isBuiltInRole(found.role) ? found.role : 'operator';
      return session();
    },
    'summary.get': () => ({
      open_cases: data.cases.filter(({ state }) => state === 'open').length,
      open_purchase_orders: 35,
      open_orders: 53,
      stations: 4,
      stations_online: 3,
      backlog: 17,
      lost_records: 0,
      sign_in_locks: data.locks,
      held_events: 0,
      backup: {
        last: {
          marked_at: NOW - 7_200_000,
          noted_at: NOW - 7_100_000,
          version: 40_100,
          by: 'cron@central',
          place: null,
        },
        due: false,
      },
      version: central.version,
      now: NOW,
    }),
    'units.list': ({ query }) => page(unitsOf(query), query),
    'units.get': ({ params }) => fakeUnitDetail(known(data.units.find((row) => row.unit_id === params['unit_id']))),
    'cases.list': ({ query }) =>
      page(
        data.cases.filter((row) => same(query['state'], row.state) && same(query['rule'], row.rule)),
        query,
      ),
    'cases.get': ({ params }) => caseOf(central, params['case_id']),
    'cases.held': ({ params, query }) => {
      const found = known(data.cases.find((row) => row.case_id === params['case_id']));
      return page(
        Array.from({ length: found.held?.count ?? 0 }, (_, at) => fakeHeldEvent(at)),
        query,
      );
    },
    'cases.retry': ({ params }) => ({
      tried: known(data.cases.find((row) => row.case_id === params['case_id'])).held?.count ?? 0,
      applied: 12,
    }),
    'cases.resolve': ({ params, body }) => {
      const at = data.cases.findIndex((row) => row.case_id === params['case_id']);
      const row = known(data.cases[at]);
      if (row.state === 'resolved')
        throw new FakeRefusal(
          'case.already-resolved',
          409,
          [],
          null,
          'Somebody resolved this case meanwhile; read it again.',
        );
      const { chosen_event_id, note } = body as { chosen_event_id: string | null; note: string };
      data.cases[at] = {
        ...row,
        state: 'resolved',
        chosen_event_id,
        resolution_note: note,
        resolved_by: { id: FAKE_ID.operator(0), name: 'Ruth Adler' },
        resolved_at: NOW,
      };
      central.version += 1;
      return caseOf(central, params['case_id']);
    },
    'receiving_sessions.list': ({ query }) =>
      page(
        data.sessions.filter((row) => same(query['state'], row.state) && has(query['text'], row.number)),
        query,
      ),
    'products.list': ({ query }) =>
      page(
        data.products.filter((row) => has(query['text'], row.sku, row.name, ...row.codes)),
        query,
      ),
    'vendors.list': ({ query }) =>
      page(
        data.vendors.filter((row) => has(query['text'], row.code, row.name)),
        query,
      ),
    'warehouses.list': () => ({ rows: data.warehouses }),
    'operators.list': () => ({ rows: data.operators }),
    'roles.list': () => ({ rows: fakeRoles(central) }),
    'roles.create': ({ body }) => ({ ...(body as RoleInput), role_id: FAKE_ID.event(951), people: 0, revision: 'r1' }),
    'roles.update': ({ body }) => ({ ...(body as RoleInput), role_id: FAKE_ID.event(950), people: 0, revision: 'r2' }),
    'roles.delete': () => ({}),
    'stations.pins_on': () => ({
      people: data.operators
        .slice(0, 3)
        .map(({ operator_id, code, name, role }) => ({ operator_id, code, name, role })),
    }),
    'stations.pairing_code': ({ params }) => ({
      station_id: params['station_id'] ?? '',
      pairing_code: 'ABCD-EFGH',
      expires_at: NOW + 900_000,
    }),
    'stations.list': () => ({
      rows: data.stations,
      now: NOW,
      version: central.version,
      central_fingerprint: '3f2a 91bc 0d4e 77a8',
    }),
    'audit.list': ({ query }) =>
      page(
        FAKE_AUDIT.filter((one) => same(query['record'], one.subject_id) && same(query['kind'], one.kind)),
        query,
      ),
    'outboxes.list': () => ({ rows: data.outbox_imports }),
    'policy.get': () => policy,
    'policy.change': ({ body }) => {
      const { changes } = body as { changes: PolicyView['values'] };
      const kept = policy.values.filter(
        (row) =>
          !changes.some((one) => one.key === row.key && one.level === row.level && one.level_id === row.level_id),
      );
      const set = changes
        .filter((one) => one.value !== null)
        .map((one) => ({ ...one, policy_version: policy.policy_version + 1 }));
      return Object.assign(policy, { policy_version: policy.policy_version + 1, values: [...kept, ...set] });
    },
    'imports.kinds': () => IMPORT_KINDS_VIEW,
  };
}

/** The built-in roles, and one of the house's own that nobody has. */
function fakeRoles({ data }: FakeCentral): RoleListRow[] {
  const people = (code: string): number => data.operators.filter((row) => row.role === code).length;
  return [
    ...Object.entries(BUILT_IN_ROLES).map(([code, rights]) => ({
      role_id: null,
      code,
      name: null,
      rights: [...rights],
      people: people(code),
      revision: null,
    })),
    {
      role_id: FAKE_ID.event(950),
      code: 'dock-lead',
      name: 'Dock lead',
      rights: ['receive', 'records.see', 'releases', 'people.see'],
      people: 0,
      revision: 'r1',
    },
  ];
}

function fakeHeldEvent(at: number): HeldEventListRow {
  return {
    event_id: FAKE_ID.event(1000 + at),
    type: 'receipt-line-counted',
    seq: 4000 + at,
    operator: { id: FAKE_ID.operator(2), name: 'Ida Brandt' },
    captured_at: NOW - at * 1000,
    received_at: NOW,
    held_reason: 'held.unknown-session',
    held_detail: 'held.unknown-session',
    waits_for: [{ entity: 'receiving_session', key: FAKE_ID.session(1) }],
    details: [{ name: 'quantity', value: '1' }],
  };
}

function caseOf({ data }: FakeCentral, case_id: string | undefined) {
  const found = known(data.cases.find((row) => row.case_id === case_id));
  const ids = new Set(found.facts.map((fact) => fact.unit_id));
  return { case: found, units: data.units.filter((row) => ids.has(row.unit_id)) };
}
