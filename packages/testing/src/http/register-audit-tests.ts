import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteAudit } from '@serialbridge/central/audit';
import { DraftRefused, recordCentralEvents, recordStationEvents, sha256 } from '@serialbridge/central/ledger';
import { sealEnvelope, ZERO_HASH, type Envelope } from '@serialbridge/protocol';
import type { AuditKind, AuditListRow } from '@serialbridge/protocol/central';
import { rowOf } from '../rows.ts';
import { PUBLIC_KEY } from '../store/test-station.ts';
import { put } from '../store/test-warehouse.ts';
import type { HttpBench, Person } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';

const { product_id: _, double_of: __, ...drill } = rowOf('product', { name: 'Drill', active: true });
const PRODUCT = { ...drill, codes: [] };
const MARIA = { code: 'maria', name: 'Maria', role: 'supervisor', badge: null, warehouse_ids: null, active: true };
const PIN = '925173';
const PO = 'number,vendor_code,vendor_name,sku,quantity,unit_price';

/** From what to what, by field. */
const changed = (entry: AuditListRow | undefined): Record<string, readonly unknown[]> =>
  Object.fromEntries((entry?.changes ?? []).map(({ field, from, to }) => [field, [from, to]]));

/** Whatever somebody changes, takes out or pairs has an entry that says who, what, and from what to what; nothing else has one. */
export function registerAuditTests(engine: string, open: OpenBench): void {
  describe(`audit log on ${engine}`, { timeout: 120_000 }, () => {
    let bench: HttpBench;
    let admin: Person;
    let boss: { id: string; name: string };
    beforeAll(async () => {
      bench = await open();
      ({ admin } = bench);
      const { operator } = await admin.call('session.get');
      boss = { id: operator.operator_id, name: operator.name };
    }, 60_000);
    afterAll(() => bench.close());

    const entries = async (query: Record<string, string> = {}): Promise<AuditListRow[]> =>
      (await admin.call('audit.list', { query: { limit: '500', ...query } })).rows;
    const newest = async (kind: AuditKind, query: Record<string, string> = {}): Promise<AuditListRow | undefined> =>
      (await entries({ kind, limit: '1', ...query }))[0];
    const count = async (): Promise<number> => (await entries()).length;
    const warehouse = async (): Promise<string> =>
      (await admin.call('warehouses.list')).rows.find((one) => one.code === 'MAIN')?.warehouse_id ?? '';
    const newStation = async (name: string): Promise<{ station_id: string; pairing_code: string }> =>
      admin.call('stations.create', { body: { name, kind: 'packing', warehouse_id: await warehouse() } });

    /** What a station recorded in the name of a person. */
    async function byStation(
      station_id: string,
      operator_id: string | null,
      type: string,
      body: unknown,
      v = 1,
    ): Promise<void> {
      const incarnation = uuidv7();
      const envelope = sealEnvelope(
        {
          station_id,
          incarnation,
          seq: 1,
          event_id: uuidv7(),
          type,
          v,
          body: body as Envelope['body'],
          operator_id,
          approved_by: null,
          captured_at: bench.running.central.now(),
          clock_offset_ms: null,
          policy_version: 0,
          cache_version: 0,
          prev_hash: ZERO_HASH,
        },
        sha256,
      );
      const { store, now } = bench.running.central;
      await recordStationEvents(store, bench.tenant_id, station_id, { incarnation, events: [envelope], now: now() });
    }

    test('audit.record-made, audit.record-changed: who, from where, which record, from what to what', async () => {
      const made = await admin.call('products.create', { body: { ...PRODUCT, sku: 'AU-1', weight_g: 100 } });
      const { product_id, revision } = made;
      const created = await newest('record-made', { record: product_id, entity: 'product' });
      expect(created).toMatchObject({ person: boss, by: null, label: 'AU-1', address: '127.0.0.1' });
      expect(changed(created)).toMatchObject({ sku: [null, 'AU-1'], weight_g: [null, 100] });
      await admin.call('products.update', {
        params: { product_id },
        body: { ...PRODUCT, sku: 'AU-1', weight_g: 140, codes: [{ kind: 'alias', code: 'AU-A' }], revision },
      });
      const edit = await newest('record-changed', { record: product_id });
      expect(edit).toMatchObject({ person: boss, label: 'AU-1', entity: 'product', subject_id: product_id });
      expect(changed(edit)).toEqual({ weight_g: [100, 140] });
      // A code stands on the page of its product, whatever its own id.
      expect(await newest('record-made', { entity: 'product_code' })).toMatchObject({
        subject_id: product_id,
        label: 'AU-1 · AU-A',
      });
      expect((await entries({ record: product_id })).map(({ kind }) => kind)).toHaveLength(3);
    });

    test('audit.imported: an import says how many, and each record that it changed says from what to what', async () => {
      await admin.import('purchase-orders', `${PO}\nAU-PO,AU-V,Acme,AU-1,5,12.90\n`);
      const made = (await entries({ entity: 'po_line' })).length;
      const job = await admin.import('purchase-orders', `${PO}\nAU-PO,AU-V,Acme,AU-1,5,14.90\n`);
      const entry = await newest('imported');
      expect(entry).toMatchObject({
        person: boss,
        import_id: job.job_id,
        details: { import_kind: 'purchase-orders', rows: 1, made: 0, changed: 1 },
      });
      const price = await newest('record-changed', { entity: 'po_line' });
      expect(price).toMatchObject({ label: 'AU-PO · #1 · AU-1', import_id: job.job_id, person: boss });
      expect(changed(price)).toEqual({ unit_price_cents: [1290, 1490] });
      const ofImport = await entries({ import: job.job_id });
      expect(ofImport.map(({ kind }) => kind).toSorted()).toEqual(['imported', 'record-changed']);
      expect(made).toBe(0);
      await admin.import('products', 'sku,name\nAU-1,Drill\n', '&dry_run=true');
      expect((await entries({ kind: 'imported' })).filter((one) => one.details['rows'] === 1)).toHaveLength(2);
    });

    test('audit.option-changed: which option, for what, from what to what, and taken back', async () => {
      const warehouse_id = await warehouse();
      for (const value of [true, false, null])
        await admin.call('policy.change', {
          body: { changes: [{ level: 'warehouse', level_id: warehouse_id, key: 'receiving.show_on_hand', value }] },
        });
      const found = (await entries({ kind: 'option-changed', record: warehouse_id })).toReversed();
      expect(found.map((one) => changed(one)['value'])).toEqual([
        [null, true],
        [true, false],
        [false, null],
      ]);
      expect(found[0]).toMatchObject({
        person: boss,
        label: 'receiving.show_on_hand',
        details: { level: 'warehouse', level_name: 'MAIN', key: 'receiving.show_on_hand' },
      });
    });

    test('audit.option-changed, audit.case-resolved: at a station, in the name of who did it there', async () => {
      const maria = await admin.call('operators.create', { body: { ...MARIA, code: 'maria-1' } });
      const { station_id } = await newStation('Dock 7');
      await byStation(station_id, maria.operator_id, 'policy-changed', {
        changes: [{ level: 'station', level_id: station_id, key: 'receiving.show_on_hand', value: false }],
      });
      expect(await newest('option-changed')).toMatchObject({
        person: { id: maria.operator_id, name: 'Maria' },
        by: 'Dock 7',
        subject_id: station_id,
      });
      await byStation(station_id, maria.operator_id, 'of-the-future', {}, 7);
      const [open_case] = (await admin.call('cases.list', { query: { state: 'open' } })).rows;
      const case_id = open_case?.case_id ?? '';
      await admin.call('cases.resolve', {
        params: { case_id },
        body: { chosen_event_id: null, note: 'Looked at it.' },
      });
      const resolved = await newest('case-resolved');
      expect(resolved).toMatchObject({ person: boss, record_key: case_id, details: { note: 'Looked at it.' } });
      expect(changed(resolved)).toEqual({ state: ['open', 'resolved'] });
    });

    test('audit.record-changed: a cancelled order, a person who got another role, a station that moved', async () => {
      await admin.import(
        'orders',
        'number,customer_name,address_1,city,country,sku,quantity\nAU-SO,Ines,Street 1,Town,US,AU-1,1\n',
      );
      const [order] = (await admin.call('orders.list', { query: { text: 'AU-SO' } })).rows;
      const order_id = order?.order_id ?? '';
      await admin.call('orders.cancel', { params: { order_id } });
      expect(changed(await newest('record-changed', { record: order_id }))).toEqual({ status: ['open', 'cancelled'] });

      const ada = await admin.call('operators.create', { body: { ...MARIA, code: 'ada', name: 'Ada' } });
      const { operator_id } = ada;
      await admin.call('operators.update', {
        params: { operator_id },
        body: { ...MARIA, code: 'ada', name: 'Ada', role: 'operator', revision: ada.revision },
      });
      expect(changed(await newest('record-changed', { record: operator_id }))).toEqual({
        role: ['supervisor', 'operator'],
      });

      const east = await admin.call('warehouses.create', { body: { code: 'AU-EAST', name: 'East' } });
      const { station_id } = await newStation('Dock 8');
      const station = (await admin.call('stations.list')).rows.find((one) => one.station_id === station_id);
      await admin.call('stations.update', {
        params: { station_id },
        body: {
          name: 'Dock 8b',
          kind: 'packing',
          warehouse_id: east.warehouse_id,
          scope: 'warehouse',
          revision: station?.revision ?? '',
        },
      });
      expect(changed(await newest('record-changed', { record: station_id }))).toEqual({
        name: ['Dock 8', 'Dock 8b'],
        warehouse_id: ['MAIN', 'AU-EAST'],
      });
      expect(changed(await newest('station-scope-changed'))).toEqual({ scope: ['tenant', 'warehouse'] });
    });

    test('audit.pairing-code-made, audit.station-paired, audit.station-revoked', async () => {
      const { station_id, pairing_code } = await newStation('Dock 9');
      expect(await newest('pairing-code-made')).toMatchObject({
        person: boss,
        label: 'Dock 9',
        subject_id: station_id,
      });
      const pairing = { pairing_code, computer_name: 'dock-pc', public_key: PUBLIC_KEY, only_central: null };
      expect((await bench.nobody().send('POST', '/api/sync/pair', { body: pairing })).status).toBe(200);
      expect(await newest('station-paired')).toMatchObject({
        person: null,
        by: 'dock-pc',
        address: '127.0.0.1',
        label: 'Dock 9',
      });
      await admin.call('stations.revoke', { params: { station_id } });
      expect(await newest('station-revoked')).toMatchObject({ person: boss, label: 'Dock 9', subject_id: station_id });
    });

    test('audit.pin-changed, audit.pin-reset, audit.secrets: that it was, and never what it is', async () => {
      const maria = await admin.call('operators.create', { body: { ...MARIA, code: 'maria-2', pin: PIN } });
      const { operator_id } = maria;
      await admin.call('operators.update', {
        params: { operator_id },
        body: { ...MARIA, code: 'maria-2', pin: null, revision: maria.revision },
      });
      const resets = await entries({ kind: 'pin-reset', record: operator_id });
      expect(resets.map(({ details, person, label }) => [details, person, label])).toEqual([
        [{ has_pin: false }, boss, 'Maria'],
        [{ has_pin: true }, boss, 'Maria'],
      ]);
      const { pairing_code } = await newStation('Dock 10');
      const rows = await bench.running.central.store.db
        .selectFrom('audit_entry')
        .selectAll()
        .where('tenant_id', '=', bench.tenant_id)
        .execute();
      const all = JSON.stringify(rows);
      expect(all).toContain('maria-2');
      for (const secret of [PIN, 'scrypt$', 'pin_hash', pairing_code, 'sb1.', 'secret_hash'])
        expect([secret, all.includes(secret)]).toEqual([secret, false]);
    });

    test('audit.signed-in, audit.signed-out, audit.session-ended, audit.password-changed, audit.one-time-code-given: who came in, how, and who reset whom', async () => {
      const nina = await admin.call('operators.create', { body: { ...MARIA, code: 'nina', name: 'Nina' } });
      const { operator_id } = nina;
      const { one_time_code } = await admin.call('operators.one_time_code', {
        params: { operator_id },
        body: { reset: false },
      });
      expect(await newest('one-time-code-given')).toMatchObject({
        person: boss,
        label: 'Nina',
        subject_id: operator_id,
      });
      const person = bench.nobody();
      const password = 'a quiet harbour lamp';
      await person.call('session.set_password', { body: { code: 'nina', one_time_code, password } });
      const self = { id: operator_id, name: 'Nina' };
      expect(await newest('password-changed')).toMatchObject({ person: self, subject_id: operator_id });
      await person.send('DELETE', '/api/session');
      expect(await newest('signed-out')).toMatchObject({ person: self });
      const before = await entries({ kind: 'signed-in', person: operator_id });
      expect((await person.signIn('nina', 'not the password at all')).status).toBe(401);
      expect(await entries({ kind: 'signed-in', person: operator_id })).toHaveLength(before.length);
      expect((await person.signIn('nina', password)).status).toBe(200);
      expect(await newest('signed-in')).toMatchObject({
        person: self,
        address: '127.0.0.1',
        details: { means: 'password' },
      });
      await admin.call('operators.end_sessions', { params: { operator_id } });
      expect(await newest('session-ended')).toMatchObject({ person: boss, label: 'Nina', details: { sessions: 1 } });
      await admin.call('operators.one_time_code', { params: { operator_id }, body: { reset: true } });
      expect(await newest('password-reset')).toMatchObject({ person: boss, label: 'Nina' });
      const rows = await bench.running.central.store.db
        .selectFrom('audit_entry')
        .selectAll()
        .where('tenant_id', '=', bench.tenant_id)
        .execute();
      for (const secret of [password, one_time_code, 'scrypt'])
        expect([secret, JSON.stringify(rows).includes(secret)]).toEqual([secret, false]);
    });

    test('audit.exported: each list that leaves, with its filter, the audit log itself too', async () => {
      await admin.send('GET', '/api/exports/units.csv?in_stock=true');
      expect(await newest('exported')).toMatchObject({
        person: boss,
        details: { list: 'exports.units', filter: 'in_stock=true' },
      });
      const csv = await admin.send<string>('GET', '/api/exports/audit.csv?entity=po_line');
      expect(csv.body.split('\r\n')[0]).toContain('"at","person","by"');
      expect(csv.body).toContain('"unit_price_cents","1290","1490"');
      expect(await newest('exported')).toMatchObject({ details: { list: 'exports.audit' } });
    });

    test('audit: a refused command, a refused draft, a held event and a rolled back transaction leave no entry', async () => {
      const { station_id } = await newStation('Dock 11');
      await admin.call('vendors.create', { body: { code: 'AU-DUP', name: 'One' } });
      const before = await count();
      expect((await admin.send('POST', '/api/vendors', { body: { code: 'AU-DUP', name: 'Two' } })).status).toBe(409);
      const { store, now } = bench.running.central;
      const who = { tenant_id: bench.tenant_id, operator_id: null, now: now() };
      const good = put('vendor', [{ vendor_id: uuidv7(), code: 'AU-GOOD', name: 'Good' }]);
      const bad = put('vendor', [{ vendor_id: 'no id', code: 'AU-BAD', name: 'Bad' }]);
      await expect(recordCentralEvents(store, bench.tenant_id, [good, bad], who)).rejects.toBeInstanceOf(DraftRefused);
      const broken = store.transaction(async (tx) => {
        await noteAudit(tx, who, { kind: 'signed-out', details: {} });
        throw new Error('rolled back');
      });
      await expect(broken).rejects.toThrow('rolled back');
      // No station may put records: the event is held, and nothing was changed.
      const thief = {
        import_id: null,
        entity: 'vendor',
        rows: [{ vendor_id: uuidv7(), code: 'AU-THIEF', name: 'Thief' }],
      };
      await byStation(station_id, null, 'records-put', thief);
      expect(await count()).toBe(before);
    });

    test('audit.list: by person, time, kind, record and text; page by page, newest first; no other tenant’s', async () => {
      const all = await entries();
      expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => b - a));
      const first = await admin.call('audit.list', { query: { limit: '3' } });
      const second = await admin.call('audit.list', { query: { limit: '3', after: first.next ?? '' } });
      expect([...first.rows, ...second.rows].map((one) => one.audit_entry_id)).toEqual(
        all.slice(0, 6).map((one) => one.audit_entry_id),
      );
      expect(first.matching.count).toBe(all.length);
      const mine = await entries({ person: boss.id });
      expect([mine.length > 0, mine.every(({ person }) => person?.id === boss.id)]).toEqual([true, true]);
      expect((await entries({ text: 'au-so' })).map(({ label }) => label)).toContain('AU-SO');
      expect((await entries({ text: 'dock-pc' })).map(({ by }) => by)).toEqual(['dock-pc']);
      const { at = 0 } = all.at(-1) ?? {};
      expect(await entries({ to: String(at - 1) })).toEqual([]);
      expect(await entries({ from: String(at) })).toHaveLength(all.length);
      const other = await bench.secondTenant();
      const theirs = (await other.admin.call('audit.list')).rows;
      expect(theirs.map(({ label }) => label)).not.toContain('AU-1');
    });
  });
}
