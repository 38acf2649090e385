import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { RIGHT_NAMES } from '@serialbridge/core/rights';
import { CENTRAL_API, CSV_CALLS, type ApiCall } from '@serialbridge/protocol/central';
import { rowOf } from '../rows.ts';
import { put, stockUnit, testOrder, testWarehouse } from '../store/test-warehouse.ts';
import type { HttpBench, Person } from './http-bench.ts';
import { employ, makeRole } from './people.ts';
import type { OpenBench } from './register-http-tests.ts';

/** Texts that stand nowhere but in the addresses of the seeded world. */
const ADDRESSES = {
  address_1: 'SECRET-ADDRESS-STREET',
  address_2: 'SECRET-ADDRESS-BELL',
  city: 'SECRET-ADDRESS-CITY',
  region: 'SECRET-ADDRESS-REGION',
  postal_code: 'SECRET-ADDRESS-ZIP',
};
/** Amounts that stand nowhere else. */
const COST = {
  order: 710_000_001,
  order_line: 720_000_002,
  po_line: 730_000_003,
  unit: 740_000_004,
  shipment: 750_000_005,
};
const PO_QUANTITY = 5;
const LOST = { address_1: 'SECRET-ADDRESS-LOST', total_cents: 760_000_006 };

const GETS: readonly (readonly [name: string, call: ApiCall])[] = Object.entries({
  ...CENTRAL_API,
  ...CSV_CALLS,
}).filter(([, { method }]) => method === 'GET');
const everyMark = [
  ...Object.values(ADDRESSES),
  LOST.address_1,
  ...Object.values(COST).map(String),
  String(COST.po_line * PO_QUANTITY),
  String(LOST.total_cents),
];
const isAddress = (mark: string): boolean => mark.startsWith('SECRET-ADDRESS');
/** An amount may be written with its cents, too: 7100000.01. */
const shows = (text: string, mark: string): boolean =>
  text.includes(mark) || (!isAddress(mark) && text.replaceAll(/[.,]/gu, '').includes(mark));

/** The marks that stand somewhere in what was read. */
const seen = (read: ReadonlyMap<string, string>): string[] =>
  everyMark.filter((mark) => [...read.values()].some((text) => shows(text, mark)));

/** A world in which every address and every amount can be told, and the ids that stand in addresses of calls. */
async function seed(bench: HttpBench): Promise<Record<string, string>> {
  const { store, now } = bench.running.central;
  const w = testWarehouse();
  const { order, order_line } = testOrder(w, 'SO-1');
  const marked = { ...order, ...ADDRESSES, country: 'QQ', total_cents: COST.order, customer_name: 'Ines' };
  const { order_id } = order;
  const { station_id } = w.station;
  const unit = { ...stockUnit(w, 'MARKED-1'), cost_cents: COST.unit, order_id };
  const rma = rowOf('rma', { rma_id: uuidv7(), number: 'RMA-1', order_id });
  const session = rowOf('receiving_session', {
    receiving_session_id: uuidv7(),
    document_kind: 'purchase_order',
    document_id: w.purchase_order.purchase_order_id,
    warehouse_id: w.warehouse.warehouse_id,
    station_id,
    state: 'saved',
    saved_at: 9,
  });
  const shipment = rowOf('shipment', { shipment_id: uuidv7(), order_id, station_id, cost_cents: COST.shipment });
  const found = rowOf('case', { case_id: uuidv7(), rule: 'case.not-in-stock', unit_ids: [unit.unit_id], facts: [] });
  const drafts = [
    ...w.drafts,
    put('po_line', [{ ...w.po_line, unit_price_cents: COST.po_line, quantity_ordered: PO_QUANTITY }]),
    put('order', [marked]),
    put('order_line', [{ ...order_line, unit_price_cents: COST.order_line }]),
    put('unit', [unit]),
    put('rma', [rma]),
    put('receiving_session', [session]),
    put('shipment', [shipment]),
    put('case', [found]),
  ];
  await recordCentralEvents(store, bench.tenant_id, drafts, { operator_id: null, now: now() });
  await store.transaction(({ db }) =>
    db
      .insertInto('lost_record')
      .values({
        tenant_id: bench.tenant_id,
        entity: 'order',
        key: order_id,
        row: JSON.stringify({ ...marked, ...LOST }),
        as_of_epoch: uuidv7(),
        as_of_version: 7,
        state: 'open',
        reported_at: 9,
        decided_by: null,
        decided_at: null,
      })
      .execute(),
  );
  const job = await bench.admin.import('products', 'sku,name\nMASK-1,Mask\n');
  return {
    warehouse_id: w.warehouse.warehouse_id,
    product_id: w.product.product_id,
    vendor_id: w.vendor.vendor_id,
    purchase_order_id: w.purchase_order.purchase_order_id,
    order_id,
    rma_id: rma.rma_id,
    unit_id: unit.unit_id,
    case_id: found.case_id,
    receiving_session_id: session.receiving_session_id,
    station_id,
    job_id: job.job_id,
    kind: 'orders',
  };
}

/** Nobody is shown an address or a cost whose role does not say so: by no answer, no list, no file. */
export function registerMaskingTests(engine: string, open: OpenBench): void {
  describe(`addresses and costs over HTTP on ${engine}`, { timeout: 120_000 }, () => {
    let bench: HttpBench;
    let ids: Record<string, string> = {};
    beforeAll(async () => {
      bench = await open();
      ids = await seed(bench);
    }, 60_000);
    afterAll(() => bench.close());

    /** What is read by everything that can be read, one text for each call that was let in. */
    async function readAll(person: Person): Promise<Map<string, string>> {
      const read = new Map<string, string>();
      for (const [name, { path }] of GETS) {
        const unknown = [...path.matchAll(/:(\w+)/gu)]
          .map(([, param]) => param ?? '')
          .filter((param) => !(param in ids));
        const filled = path.replaceAll(/:(\w+)/gu, (_, param: string) => ids[param] ?? uuidv7());
        const answer = await person.send<unknown>('GET', filled);
        // A call about something that this world has none of is told, so that nobody thinks that it was looked at.
        expect([name, answer.status === 404 ? unknown.length > 0 : [200, 403].includes(answer.status)]).toEqual([
          name,
          true,
        ]);
        if (answer.status === 200)
          read.set(name, typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      }
      return read;
    }

    test('an admin sees every address and every cost that is shown at all', async () => {
      const read = await readAll(bench.admin);
      expect(read.size).toBeGreaterThan(20);
      // What a unit itself cost is on no page yet; the row has it.
      expect(seen(read)).toEqual(everyMark.filter((mark) => mark !== String(COST.unit)));
      expect(read.get('orders.get')).toContain('"country":"QQ"');
    });

    test('addresses.see, costs.see: an operator finds neither in any answer', async () => {
      const { person } = await employ(bench, 'operator');
      const read = await readAll(person);
      expect([...read.keys()]).toContain('orders.get');
      expect([...read.keys()].filter((name) => name.startsWith('exports.'))).toEqual([]);
      expect(seen(read)).toEqual([]);
      for (const [name, text] of read)
        expect([name, text.includes('"QQ"'), /_cents"/u.test(text)]).toEqual([name, false, false]);
    });

    test.each(['addresses.see', 'costs.see'] as const)(
      '%s: who has every other right finds none of it, in no file either',
      async (right) => {
        const others = RIGHT_NAMES.filter((one) => one !== right);
        const { person } = await employ(bench, await makeRole(bench, others));
        const read = await readAll(person);
        expect([...read.keys()]).toEqual(
          expect.arrayContaining(['exports.units', 'exports.unit_history', 'lost_records.list']),
        );
        const left = seen(read);
        expect(left.filter((mark) => isAddress(mark) === (right === 'addresses.see'))).toEqual([]);
        expect(left.length).toBeGreaterThan(3);
      },
    );

    test('addresses.see: nobody finds an order by what he may not see of it', async () => {
      const { person } = await employ(bench, 'operator');
      const query = { text: 'SECRET-ADDRESS-CITY' };
      expect((await person.call('orders.list', { query })).rows).toEqual([]);
      expect((await bench.admin.call('orders.list', { query })).rows).toHaveLength(1);
      expect((await person.call('orders.list', { query: { text: 'Ines' } })).rows).toHaveLength(1);
    });

    test('a field that may not be seen is left out and not shown empty', async () => {
      const { person } = await employ(bench, 'operator');
      const { order, lines } = await person.call('orders.get', { params: { order_id: ids['order_id'] ?? '' } });
      expect(order).toMatchObject({ number: 'SO-1', customer_name: 'Ines' });
      expect(['address_1', 'city', 'country', 'total_cents'].filter((name) => name in order)).toEqual([]);
      expect('unit_price_cents' in (lines[0] ?? {})).toBe(false);
    });
  });
}
