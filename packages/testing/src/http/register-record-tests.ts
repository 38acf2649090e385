import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '@serialbridge/protocol';
import type { VendorListRow } from '@serialbridge/protocol/central';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { rowOf } from '../rows.ts';
import { AS_CENTRAL } from '../store/fill-tenant.ts';
import { PUBLIC_KEY } from '../store/test-station.ts';
import { put } from '../store/test-warehouse.ts';
import type { Answer, HttpBench, Person } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';

type Body = Record<string, unknown>;

const { product_id: _, ...drill } = rowOf('product', { name: 'Drill', serial_policy: 'required', active: true });
const PRODUCT = { ...drill, codes: [] };
const OPERATOR = { name: 'Ada', role: 'operator', badge: null, warehouse_ids: null, active: true };
const ORDER = 'number,customer_name,address_1,city,country,sku,quantity,confirmed,picked';
const PO = 'number,vendor_code,vendor_name,sku,quantity';

const outcomes = (answers: readonly Answer<Problem>[]): string[] =>
  answers.map(({ status, body }) => (status === 200 ? '200' : body.code)).toSorted();
const orderFile = (done: string): string => `${ORDER}\nTWO-SO,Ines,Street 1,Town,US,TWO-1,2,${done},${done}\n`;
const showOnHand = (value: boolean): Body => ({
  changes: [{ level: 'tenant', level_id: '', key: 'receiving.show_on_hand', value }],
});

/** What two people may do in the same moment: for every entity exactly one of them gets it, and the other is told. */
export function registerRecordTests(name: string, open: OpenBench): void {
  describe(`two at once over HTTP on ${name}`, () => {
    let bench: HttpBench;
    let admin: Person;
    beforeAll(async () => {
      bench = await open();
      ({ admin } = bench);
      await admin.import('products', 'sku,name\nTWO-1,Two\n');
      await admin.import('orders', `${ORDER}\nTWO-SO,Ines,Street 1,Town,US,TWO-1,2,no,no\n`);
    });
    afterAll(() => bench.close());

    const both = (path: string, bodies: readonly [Body, Body], method = 'POST'): Promise<Answer<Problem>[]> =>
      Promise.all(bodies.map((body) => admin.send(method, path, { body })));

    test.each([
      ['products', 'sku', { ...PRODUCT, sku: 'SAME' }, {}],
      ['products', 'codes.0.code', { ...PRODUCT, sku: 'A', codes: [{ kind: 'alias', code: 'SAME-C' }] }, { sku: 'B' }],
      ['vendors', 'code', { code: 'SAME', name: 'One' }, { name: 'Two' }],
      ['warehouses', 'code', { code: 'SAME', name: 'One' }, { name: 'Two' }],
      ['operators', 'code', { ...OPERATOR, code: 'same' }, { name: 'Bea' }],
      ['operators', 'badge', { ...OPERATOR, code: 'c1', badge: 'SAME-B' }, { code: 'c2' }],
      [
        'rmas',
        'number',
        { number: 'SAME', order_number: 'TWO-SO', reason: null, lines: [{ sku: 'TWO-1', quantity: 1 }] },
        {},
      ],
    ] as const)('record.taken: two people make one of %s with the same %s', async (path, where, body, other) => {
      const answers = await both(`/api/${path}`, [body, { ...body, ...other }]);
      expect(outcomes(answers)).toEqual(['200', 'record.taken']);
      const refused = answers.find(({ status }) => status !== 200);
      expect(refused).toMatchObject({ status: 409, body: { errors: [{ code: 'record.taken', where }] } });
    });

    test('record.taken: a bin that two people make is made once', async () => {
      const [warehouse] = (await admin.call('warehouses.list')).rows;
      const path = `/api/warehouses/${warehouse?.warehouse_id ?? ''}/bins`;
      const answers = await both(path, [{ codes: ['X-1', 'X-2'] }, { codes: ['X-2', 'X-3'] }]);
      const made = answers.flatMap(({ body }) => (body as unknown as { created: { code: string }[] }).created);
      expect(made.map(({ code }) => code).toSorted()).toEqual(['X-1', 'X-2', 'X-3']);
    });

    test.each([
      ['orders', `${ORDER}\nSAME-SO,Ines,Street 1,Town,US,TWO-1,2,,\n`, 'orders.list'],
      ['purchase-orders', `${PO}\nSAME-PO,SAME-V,Same vendor,TWO-1,5\n`, 'purchase_orders.list'],
    ] as const)('record.taken: %s of one file imported twice at once are there once', async (kind, csv, list) => {
      const jobs = await Promise.all([admin.import(kind, csv), admin.import(kind, csv)]);
      expect(jobs.filter(({ counts }) => (counts?.created ?? 0) > 0)).toHaveLength(1);
      expect((await admin.call(list, { query: { text: 'SAME-' } })).matching.count).toBe(1);
    });

    test('request.conflict: of two edits of one record, whatever it is, the second is refused', async () => {
      const product = await admin.call('products.create', { body: { ...PRODUCT, sku: 'EDIT' } });
      const vendor = await admin.call('vendors.create', { body: { code: 'EDIT', name: 'Vendor' } });
      const warehouse = await admin.call('warehouses.create', { body: { code: 'EDIT', name: 'Warehouse' } });
      const operator = await admin.call('operators.create', { body: { ...OPERATOR, code: 'edit' } });
      const { warehouse_id } = warehouse;
      const made = await admin.call('stations.create', { body: { name: 'Edit', kind: 'packing', warehouse_id } });
      const station = (await admin.call('stations.list')).rows.find((one) => one.station_id === made.station_id);
      const edits: [string, Body, string | undefined][] = [
        [`/api/products/${product.product_id}`, { ...PRODUCT, sku: 'EDIT' }, product.revision],
        [`/api/vendors/${vendor.vendor_id}`, { code: 'EDIT' }, vendor.revision],
        [`/api/warehouses/${warehouse_id}`, { code: 'EDIT' }, warehouse.revision],
        [`/api/operators/${operator.operator_id}`, { ...OPERATOR, code: 'edit' }, operator.revision],
        [`/api/stations/${made.station_id}`, { kind: 'packing', warehouse_id }, station?.revision],
      ];
      for (const [path, body, revision] of edits) {
        const one = { ...body, revision, name: 'One' };
        const answers = await both(path, [one, { ...one, name: 'Two' }], 'PUT');
        expect([path, ...outcomes(answers)]).toEqual([path, '200', 'request.conflict']);
        const late = await admin.send('PUT', path, { body: { ...one, name: 'Late' } });
        expect([path, late.status, late.body.code]).toEqual([path, 409, 'request.conflict']);
      }
    });

    test('record.taken: a double that a person gives a code of its own is none any more, as the answer says', async () => {
      const { running, tenant_id } = bench;
      const twice = { code: 'DOUBLE', name: 'Twice' };
      const rows = [
        { vendor_id: uuidv7(), ...twice },
        { vendor_id: uuidv7(), ...twice },
      ];
      await recordCentralEvents(running.central.store, tenant_id, [put('vendor', rows)], AS_CENTRAL);
      const find = async (text: string): Promise<VendorListRow[]> =>
        (await admin.call('vendors.list', { query: { text } })).rows;
      const double = (await find('DOUBLE')).find((one) => (one.double_of ?? null) !== null);
      const params = { vendor_id: double?.vendor_id ?? '' };
      const body = { code: 'SINGLE', name: 'Once', revision: double?.revision ?? '' };
      const saved = await admin.call('vendors.update', { params, body });
      expect(saved).toEqual({
        vendor_id: params.vendor_id,
        code: 'SINGLE',
        name: 'Once',
        double_of: null,
        revision: saved.revision,
      });
      expect(await find('SINGLE')).toEqual([saved]);
    });

    test('request.conflict: the codes of a product are edited with it', async () => {
      const body = { ...PRODUCT, sku: 'CODED', codes: [{ kind: 'alias', code: 'OLD' }] };
      const { product_id, revision } = await admin.call('products.create', { body: body as never });
      const path = `/api/products/${product_id}`;
      const first = await admin.send('PUT', path, {
        body: { ...body, revision, codes: [{ kind: 'alias', code: 'NEW' }] },
      });
      expect(first.status).toBe(200);
      expect((await admin.send('PUT', path, { body: { ...body, revision } })).body.code).toBe('request.conflict');
    });

    test('pairing.wrong-code: of two codes that are asked for at once for one station only the later one works', async () => {
      const [warehouse] = (await admin.call('warehouses.list')).rows;
      const { station_id } = await admin.call('stations.create', {
        body: { name: 'Codes', kind: 'packing', warehouse_id: warehouse?.warehouse_id ?? '' },
      });
      const codes = await both(`/api/stations/${station_id}/pairing-code`, [{}, {}]);
      const answers = [];
      for (const { body } of codes) {
        const { pairing_code } = body as unknown as { pairing_code: string };
        const request = { pairing_code, computer_name: 'x', public_key: PUBLIC_KEY, only_central: null };
        answers.push(await bench.nobody().send('POST', '/api/sync/pair', { body: request }));
      }
      expect(outcomes(answers)).toEqual(['200', 'pairing.wrong-code']);
    });

    test('document.not-open: two people cancel one order, and one purchase order', async () => {
      await admin.import('purchase-orders', `${PO}\nTWO-PO,TWO-V,Two,TWO-1,5\n`);
      await admin.import('orders', `${ORDER}\nTWO-SO2,Ines,Street 1,Town,US,TWO-1,2,,\n`);
      const [order] = (await admin.call('orders.list', { query: { text: 'TWO-SO2' } })).rows;
      const [po] = (await admin.call('purchase_orders.list', { query: { text: 'TWO-PO' } })).rows;
      const paths = [
        `/api/orders/${order?.order_id ?? ''}/cancel`,
        `/api/purchase-orders/${po?.purchase_order_id ?? ''}/cancel`,
      ];
      for (const path of paths) expect(outcomes(await both(path, [{}, {}]))).toEqual(['200', 'document.not-open']);
    });

    test('policy: two changes at once are two versions', async () => {
      const answers = await both('/api/policy', [showOnHand(true), showOnHand(false)]);
      expect(outcomes(answers)).toEqual(['200', '200']);
      expect((await admin.call('policy.get')).policy_version).toBe(2);
    });

    test('an order that was confirmed and picked stays so when an older file is imported again', async () => {
      await admin.import('orders', orderFile('yes'));
      await admin.import('orders', orderFile('no'));
      const [order] = (await admin.call('orders.list', { query: { text: 'TWO-SO' } })).rows.filter(
        (one) => one.number === 'TWO-SO',
      );
      expect(order).toMatchObject({ confirmed: true, picked: true });
    });
  });
}
