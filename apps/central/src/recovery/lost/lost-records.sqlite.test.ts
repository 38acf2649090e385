import type { FastifyRequest } from 'fastify';
import { BUILT_IN_ROLES, type Right } from '@serialbridge/core/rights';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HelloRequest, LostRecordsRequest, Witness } from '@serialbridge/protocol';
import { LostRecordPage } from '@serialbridge/protocol/central';
import { AS_CENTRAL, fillTenant, type FilledTenant } from '@serialbridge/testing/store/fill-tenant';
import { freshStore, type FreshStore } from '@serialbridge/testing/store/fresh-store';
import { put } from '@serialbridge/testing/store/test-warehouse';
import { receipt } from '@serialbridge/testing/store/test-station';
import type { Central, SignedIn } from '../../auth/central.ts';
import { hashPassword, keepPassword } from '../../auth/index.ts';
import { LOST_CALLS } from './lost-calls.ts';
import { recordCentralEvents, rebuild, recordStationEvents } from '../../ledger/index.ts';
import { makeMetrics } from '../../api/metrics.ts';
import type { Store } from '../../storage/index.ts';
import { hello, witnessOf } from '../../sync/index.ts';
import { decideLost } from './decide-lost.ts';
import { reportLost } from './report-lost.ts';
import { sweepLost } from './lost-calls.ts';
import { rowOf } from '@serialbridge/testing/rows';

const LOST_EPOCH = '018f0000-0000-7000-8000-0000000000e1';
let fresh: FreshStore;
let store: Store;
let tenant: FilledTenant;
let central: Central;
let admin: SignedIn;
beforeEach(async () => {
  fresh = await freshStore();
  store = fresh.store;
  tenant = await fillTenant(store);
  central = {
    store,
    logger: store.logger as Central['logger'],
    metrics: makeMetrics(store),
    now: () => 9000,
    software: 'test',
    password_cost: { N: 1024, r: 8, p: 1 },
    wait: () => Promise.resolve(),
  };
  admin = {
    tenant_id: tenant.tenant_id,
    operator_id: uuidv7(),
    code: 'a',
    name: 'A',
    role: 'admin',
    role_name: null,
    rights: BUILT_IN_ROLES.admin,
  };
});
afterEach(() => fresh.drop());

const tell = (records: LostRecordsRequest['records'], version = 50, epoch = LOST_EPOCH): Promise<{ listed: number }> =>
  reportLost(
    store,
    { tenant_id: tenant.tenant_id, station_id: tenant.w.station.station_id },
    { as_of: { epoch, version, hash: 'a'.repeat(64) }, records },
    9000,
  );
const open = (): Promise<{ entity: string; state: string }[]> =>
  store.db.selectFrom('lost_record').select(['entity', 'state']).where('tenant_id', '=', tenant.tenant_id).execute();

async function titles(): Promise<string[]> {
  const request = { params: {}, query: {}, body: {} } as FastifyRequest;
  const { rows } = LostRecordPage.parse(await LOST_CALLS['lost_records.list'].run(central, admin, request));
  return rows.map(({ title }) => title);
}

const seenBefore = (epoch: string, witness: Witness | null = null): HelloRequest => ({
  software: 'test',
  incarnation: uuidv7(),
  last_seq: 0,
  cursor: { epoch, version: 999, hash: 'b'.repeat(64) },
  sent_at: 1,
  backlog: 0,
  earlier_incarnations: [],
  scope: 'tenant',
  witness,
});

/** A station shows what central signed and has no more: central was restored, and a new epoch begins. */
async function restored(): Promise<void> {
  const { tenant_id, w } = tenant;
  const who = { tenant_id, station_id: w.station.station_id };
  const { epoch } = await store.db.selectFrom('tenant_head').select('epoch').executeTakeFirstOrThrow();
  const lost = { epoch, version: 999, hash: 'b'.repeat(64) };
  await hello(store, who, seenBefore(epoch, await witnessOf(store, who, lost)), 9000);
}

test('lost.report: a station that makes up a loss is not believed', async () => {
  const page: LostRecordsRequest['records'] = [
    { entity: 'operator', row: rowOf('operator', { operator_id: uuidv7(), code: 'x', role: 'admin', active: true }) },
    { entity: 'vendor', row: { ...tenant.w.vendor, name: 'Mine' } },
  ];
  expect(await tell(page)).toEqual({ listed: 0 });
  await restored();
  // Of the epoch that goes on nothing is lost.
  const { epoch } = await store.db.selectFrom('tenant_head').select('epoch').executeTakeFirstOrThrow();
  expect(await tell(page, 50, epoch)).toEqual({ listed: 0 });
  expect(await open()).toEqual([]);
  expect(await tell(page)).toEqual({ listed: 2 });
});

test('lost.report: what central has is left out, and a page that comes again changes nothing', async () => {
  const { vendor, po_line, product } = tenant.w;
  const other = { ...vendor, vendor_id: uuidv7(), code: 'V2' };
  const page: LostRecordsRequest['records'] = [
    { entity: 'vendor', row: vendor },
    // Stations' events counted it there; they count it here once they came again.
    { entity: 'po_line', row: { ...po_line, quantity_received: 3, received_event_id: null } },
    { entity: 'vendor', row: other },
    { entity: 'product', row: { ...product, name: 'Renamed' } },
    { entity: 'product', row: { product_id: 'nonsense' } },
  ];
  await restored();
  expect(await tell(page)).toEqual({ listed: 2 });
  expect(await tell(page)).toEqual({ listed: 2 });
  expect(await open()).toHaveLength(2);
  // Imported once more by hand: it is no longer lost.
  await recordCentralEvents(store, tenant.tenant_id, [put('vendor', [other])], AS_CENTRAL);
  await sweepLost(store, tenant.tenant_id);
  expect(await open()).toEqual([{ entity: 'product', state: 'open' }]);
});

test('lost.restore: a document comes back with its lines, and the receipts that waited for it count once', async () => {
  const { w, receiving, tenant_id } = tenant;
  const purchase_order = {
    ...w.purchase_order,
    purchase_order_id: uuidv7(),
    number: 'PO-9',
    status: 'received' as const,
  };
  const { purchase_order_id } = purchase_order;
  const po_line = { ...w.po_line, po_line_id: uuidv7(), purchase_order_id, quantity_received: 2 };
  receiving.record(...receipt({ ...w, po_line }, ['A1', 'A2']));
  const { outcomes } = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['held', 'held', 'held']);
  await restored();
  await tell([
    { entity: 'po_line', row: { ...po_line, received_event_id: null } },
    { entity: 'purchase_order', row: purchase_order },
  ]);
  expect(await titles()).toEqual(['PO-9 · 1', 'PO-9']);
  expect(await decideLost(central, admin, 'restore', 'all')).toEqual({ decided: 2, refused: [] });
  const line = await store.db
    .selectFrom('po_line')
    .select('quantity_received')
    .where('po_line_id', '=', po_line.po_line_id)
    .executeTakeFirst();
  expect(line?.quantity_received).toBe(2);
  expect((await open()).map(({ state }) => state)).toEqual(['restored', 'restored']);
  expect(await rebuild(store, tenant_id)).toEqual([]);
  const noted = await store.db
    .selectFrom('audit_entry')
    .select(['kind', 'operator_id', 'details'])
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', admin.operator_id)
    .orderBy('audit_entry_id')
    .execute();
  expect(noted.map(({ kind }) => kind).toSorted()).toEqual(['lost-records-decided', 'record-made', 'record-made']);
  const decision = noted.find(({ kind }) => kind === 'lost-records-decided');
  expect(JSON.parse(decision?.details ?? '')).toEqual({ decision: 'restore', records: 2 });
});

test('lost.restore: what the role may not decide, and what cannot be put, stays open and says why', async () => {
  const operator = rowOf('operator', {
    operator_id: uuidv7(),
    code: 'x',
    name: 'X',
    role: 'admin' as const,
    active: true,
  });
  const vendor = { vendor_id: uuidv7(), code: 'V7', name: 'Seven' };
  const solved = rowOf('case', {
    case_id: uuidv7(),
    rule: 'case.over-received' as const,
    state: 'resolved' as const,
    opened_at: 1,
    resolution_note: 'fine',
    resolved_at: 2,
  });
  await restored();
  await tell([
    { entity: 'operator', row: operator },
    { entity: 'case', row: solved },
    { entity: 'vendor', row: vendor },
  ]);
  const { decided, refused } = await decideLost(
    central,
    { ...admin, role: 'supervisor', rights: BUILT_IN_ROLES.supervisor },
    'restore',
    'all',
  );
  expect(decided).toBe(1);
  expect(refused).toEqual([
    expect.objectContaining({ entity: 'operator', code: 'auth.forbidden' }),
    expect.objectContaining({ entity: 'case', reason: 'held.unknown-case' }),
  ]);
  expect(await decideLost(central, admin, 'dismiss', 'all')).toEqual({ decided: 2, refused: [] });
  expect(
    await store.db.selectFrom('vendor').select('name').where('vendor_id', '=', vendor.vendor_id).execute(),
  ).toEqual([{ name: 'Seven' }]);
});

test('lost.restore: nobody brings back a person or a role with rights that he lacks, and nobody shuts the last admin out', async () => {
  const chief = rowOf('operator', { operator_id: uuidv7(), code: 'chief', role: 'admin', active: true });
  const wide = rowOf('role', { role_id: uuidv7(), code: 'wide', name: 'Wide', rights: ['stations'], active: true });
  const narrow = rowOf('role', { role_id: uuidv7(), code: 'narrow', name: 'Narrow', rights: ['pack'], active: true });
  await recordCentralEvents(store, tenant.tenant_id, [put('operator', [chief])], AS_CENTRAL);
  const password_hash = await hashPassword('harbour lamp seven', { N: 1024, r: 8, p: 1 });
  const person = { tenant_id: tenant.tenant_id, operator_id: chief.operator_id };
  await store.transaction((tx) => keepPassword(tx, person, password_hash, 9000));
  await restored();
  await tell([
    { entity: 'operator', row: rowOf('operator', { operator_id: uuidv7(), code: 'x', role: 'admin', active: true }) },
    { entity: 'role', row: wide },
    { entity: 'role', row: narrow },
  ]);
  const clerk = { ...admin, role: 'clerk', rights: new Set<Right>(['records.change', 'people', 'roles', 'pack']) };
  const { decided, refused } = await decideLost(central, clerk, 'restore', 'all');
  expect(decided).toBe(1);
  expect(refused).toEqual([
    expect.objectContaining({ entity: 'role', key: wide.role_id, code: 'auth.forbidden' }),
    expect.objectContaining({ entity: 'operator', code: 'auth.forbidden' }),
  ]);
  expect(refused[0]?.reason).toContain('"Make, pair, change and revoke stations"');
  await tell([{ entity: 'operator', row: { ...chief, active: false } }]);
  const last = await decideLost(central, admin, 'restore', [{ entity: 'operator', key: chief.operator_id }]);
  expect(last).toMatchObject({ decided: 0, refused: [{ code: 'request.conflict' }] });
  expect(await rebuild(store, tenant.tenant_id)).toEqual([]);
});

test('lost.restored-twice: a later epoch says more than an earlier one, and what a person entered since the present one began stays', async () => {
  const { tenant_id, w } = tenant;
  const [one, two] = [LOST_EPOCH, '018f0000-0000-7000-8000-0000000000e2'];
  const called = (name: string): LostRecordsRequest['records'][number] => ({
    entity: 'vendor',
    row: { vendor_id: LOST_EPOCH, code: 'V9', name },
  });
  const title = async (): Promise<unknown> =>
    JSON.parse(
      (await store.db.selectFrom('lost_record').selectAll().where('key', '=', LOST_EPOCH).executeTakeFirstOrThrow())
        .row,
    ) as unknown;
  await restored();
  // Versions of two epochs do not count together: 12 of the later one is later than 50 of the earlier one.
  await tell([called('earlier')], 50, one);
  await tell([called('later')], 12, two);
  expect(await title()).toMatchObject({ name: 'later' });
  await tell([called('earlier')], 60, one);
  expect(await title()).toMatchObject({ name: 'later' });
  // Dismissed, it stays so when the same is told again, from whichever epoch.
  await decideLost(central, admin, 'dismiss', 'all');
  await tell([called('earlier')], 60, one);
  await tell([called('later')], 12, two);
  expect((await open()).map(({ state }) => state)).toEqual(['dismissed']);
  // Central knows nothing of the epoch before the present one: what was entered since is newer all the same.
  await recordCentralEvents(store, tenant_id, [put('vendor', [{ ...w.vendor, name: 'By hand' }])], AS_CENTRAL);
  expect(await tell([{ entity: 'vendor', row: { ...w.vendor, name: 'Of old' } }], 12, two)).toEqual({ listed: 0 });
});

test('sync.past-chains: hello tells where earlier incarnations end, for a station to send again what was lost of them', async () => {
  const { receiving, tenant_id, w } = tenant;
  receiving.record(...receipt(w, ['P1']));
  await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
  const answer = await hello(
    store,
    { tenant_id, station_id: receiving.station_id },
    { ...seenBefore(LOST_EPOCH), cursor: null, earlier_incarnations: [receiving.incarnation, uuidv7()] },
    9000,
  );
  expect(answer).toMatchObject({
    durable_seq: 0,
    earlier_heads: [{ incarnation: receiving.incarnation, durable_seq: 3, hash: receiving.log.at(-1)?.hash }],
  });
});
