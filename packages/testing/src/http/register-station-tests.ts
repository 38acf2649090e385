import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ERRORS,
  HelloResponse,
  PairResponse,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  readFeedLines,
  type Problem,
} from '@serialbridge/protocol';
import { HELD_QUOTA } from '@serialbridge/core/ledger';
import { TENANT_SCOPE } from '@serialbridge/core/model';
import type { EventDraft } from '@serialbridge/core/events';
import { centralClient } from '@serialbridge/station/sync';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { PUBLIC_KEY, signBatch } from '../store/test-station.ts';
import { put, worker } from '../store/test-warehouse.ts';
import type { HttpBench } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';
import { RemoteStation } from './remote-station.ts';

const byText = (a: string | undefined, b: string | undefined): number => ((a ?? '') < (b ?? '') ? -1 : 1);

const receive = (
  ids: { purchase_order_id: string; po_line_id: string; product_id: string; warehouse_id: string },
  units: readonly { unit_id: string; serial_raw: string }[],
): EventDraft[] => {
  const session = uuidv7();
  const document = { document_kind: 'purchase_order', document_id: ids.purchase_order_id } as const;
  const line = { line_id: ids.po_line_id, product_id: ids.product_id };
  return [
    {
      type: 'receiving-session-opened',
      body: { receiving_session_id: session, ...document, warehouse_id: ids.warehouse_id },
    },
    {
      type: 'receipt-line-counted',
      body: {
        receiving_session_id: session,
        receipt_line_id: uuidv7(),
        ...line,
        bin_id: null,
        quantity: units.length,
        units: units.map((unit) => ({ ...unit, lot: null, expiry: null })),
        override: null,
        warnings: [],
      },
    },
    {
      type: 'receipt-saved',
      body: {
        receiving_session_id: session,
        ...document,
        totals: [{ ...line, quantity: units.length, serials: units.length }],
      },
    },
  ];
};

/** The opening of a receipt whose purchase order may not be known. */
const openingOf = (document_id: string, warehouse_id: string): EventDraft => ({
  type: 'receiving-session-opened',
  body: { receiving_session_id: uuidv7(), document_kind: 'purchase_order', document_id, warehouse_id },
});
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

export function registerStationTests(openBench: OpenBench): void {
  describe('stations', () => {
    let bench: HttpBench;
    let warehouse_id: string;
    let ids: Parameters<typeof receive>[0];
    const orders: { order_id: string; order_line_id: string }[] = [];
    const serials = ['0001', '0002', '=0003', 'A"4', '00000000000000000005'];
    const units = serials.map((serial_raw) => ({ unit_id: uuidv7(), serial_raw }));

    const pair = async (name: string, kind: 'receiving' | 'packing'): Promise<RemoteStation> => {
      const code = await bench.admin.call('stations.create', { body: { name, kind, warehouse_id } });
      const answer = await bench.nobody().send<unknown>('POST', '/api/sync/pair', {
        body: {
          pairing_code: code.pairing_code.toLowerCase().replace('-', ' '),
          computer_name: 'dock-pc',
          public_key: PUBLIC_KEY,
          only_central: null,
        },
      });
      return new RemoteStation(bench.nobody(), PairResponse.parse(answer.body));
    };
    const ship = (
      order: { order_id: string; order_line_id: string },
      unit: { unit_id: string; serial_raw: string },
    ): EventDraft[] => {
      const package_id = uuidv7();
      const { order_id, order_line_id } = order;
      return [
        { type: 'package-opened', body: { package_id, order_id, warehouse_id, number: 1 } },
        {
          type: 'unit-packed',
          body: {
            package_unit_id: uuidv7(),
            package_id,
            order_id,
            order_line_id,
            product_id: ids.product_id,
            quantity: 1,
            ...unit,
            override: null,
            warnings: [],
          },
        },
        { type: 'package-closed', body: { package_id, order_id, units: 1 } },
        {
          type: 'order-shipped',
          body: {
            shipment_id: uuidv7(),
            order_id,
            carrier: 'Post',
            service: null,
            cost_cents: null,
            currency: null,
            packages: [{ package_id, tracking_number: 'T-1' }],
            shipped_at: 6000,
          },
        },
      ];
    };

    beforeAll(async () => {
      bench = await openBench();
      const { admin, tenant_id, running } = bench;
      const hired = [put('operator', [worker])];
      await recordCentralEvents(running.central.store, tenant_id, hired, { operator_id: null, now: 1 });
      warehouse_id = (await admin.call('warehouses.list')).rows[0]?.warehouse_id ?? '';
      await admin.import('products', 'sku,name,serial_policy\nCAM-1,Camera,required\n');
      await admin.import(
        'purchase-orders',
        'number,vendor_code,vendor_name,warehouse,sku,quantity\nPO-1,LUM,Lumina,MAIN,CAM-1,5\n',
      );
      await admin.import(
        'orders',
        'number,customer_name,address_1,city,country,sku,quantity\nSO-1,Ines,Road,Porto,PT,CAM-1,1\nSO-2,Ana,Road,Porto,PT,CAM-1,1\n',
      );
      const [po] = (await admin.call('purchase_orders.list')).rows;
      const detail = await admin.call('purchase_orders.get', {
        params: { purchase_order_id: po?.purchase_order_id ?? '' },
      });
      const [line] = detail.lines;
      ids = {
        purchase_order_id: detail.purchase_order.purchase_order_id,
        po_line_id: line?.po_line_id ?? '',
        product_id: line?.product_id ?? '',
        warehouse_id,
      };
      for (const number of ['SO-1', 'SO-2']) {
        const [order] = (await admin.call('orders.list', { query: { text: number } })).rows;
        const { lines } = await admin.call('orders.get', { params: { order_id: order?.order_id ?? '' } });
        orders.push({ order_id: order?.order_id ?? '', order_line_id: lines[0]?.order_line_id ?? '' });
      }
    }, 60_000);
    afterAll(() => bench.close());

    test('pair, say hello, push a receipt, pull it back; the console shows the units, the session and their history', async () => {
      const dock = await pair('Dock 1', 'receiving');
      const hello = HelloResponse.parse((await dock.hello()).body);
      expect(hello).toMatchObject({ durable_seq: 0, pull: 'snapshot', station_name: 'Dock 1', revoked: false });
      dock.log.record(...receive(ids, units));
      const pushed = await dock.push();
      expect([pushed.durable_seq, pushed.outcomes.map((one) => one.outcome)]).toEqual([
        3,
        ['accepted', 'accepted', 'accepted'],
      ]);
      const { epoch, version, hash } = hello.head;
      const feed = await dock.send<string>(
        'GET',
        `/api/sync/feed?epoch=${epoch}&version=${version}&hash=${hash}&limit=5000&scope=${TENANT_SCOPE}`,
      );
      const units_fed = readFeedLines(feed.body)
        .pieces.flatMap(({ runs }) => runs)
        .filter(({ entity }) => entity === 'unit')
        .flatMap(({ text }) => JSON.parse(text) as { serial_raw: string }[]);
      expect(units_fed.map(({ serial_raw }) => serial_raw).toSorted(byText)).toEqual(serials.toSorted(byText));
      const manifest = await dock.send<{ snapshot_id: string }>('POST', '/api/sync/snapshot', {});
      const whole = await dock.send<{ complete: boolean; chunks: { chunk: number; bytes: number }[] }>(
        'GET',
        `/api/sync/snapshot/${manifest.body.snapshot_id}?have=1000&wait_ms=20000`,
      );
      expect(whole.status).toBe(200);

      const list = await bench.admin.call('units.list', { query: { in_stock: 'true' } });
      expect([list.rows.map((row) => row.serial_raw).toSorted(byText), list.matching]).toEqual([
        serials.toSorted(byText),
        { count: 5, exact: true },
      ]);
      expect(
        (await bench.admin.call('units.list', { query: { text: '000' } })).rows.map((row) => row.serial_raw),
      ).toEqual(['00000000000000000005', '0001', '0002']);
      const first = await bench.admin.call('units.list', { query: { text: '000', limit: '2' } });
      expect(
        (
          await bench.admin.call('units.list', { query: { text: '000', limit: '2', after: first.next ?? '' } })
        ).rows.map((row) => row.serial_raw),
      ).toEqual(['0002']);
      const unit = await bench.admin.call('units.get', { params: { unit_id: units[0]?.unit_id ?? '' } });
      expect(unit.unit).toMatchObject({
        serial_raw: '0001',
        sku: 'CAM-1',
        state: 'in_stock',
        po_number: 'PO-1',
        warehouse_code: 'MAIN',
      });
      expect(unit.history.at(-1)).toMatchObject({ state_after: 'in_stock', station: { name: 'Dock 1' } });
      expect(unit.history.flatMap((entry) => entry.documents.map((one) => one.number))).toContain('PO-1');
      const [session] = (await bench.admin.call('receiving_sessions.list', { query: { text: 'po-1' } })).rows;
      expect(session).toMatchObject({ state: 'saved', units: 5, serials: 5, station: { name: 'Dock 1' } });
      expect(
        (
          await bench.admin.call('receiving_sessions.get', {
            params: { receiving_session_id: session?.receiving_session_id ?? '' },
          })
        ).units,
      ).toHaveLength(5);
      const [station] = (await bench.admin.call('stations.list')).rows.filter((row) => row.name === 'Dock 1');
      expect(station).toMatchObject({
        state: 'paired',
        online: true,
        computer_name: 'dock-pc',
        software: 'test/1',
        backlog: 2,
      });
    });

    test('exports keep leading zeros and are harmless to a spreadsheet', async () => {
      const { body } = await bench.admin.send<string>('GET', '/api/exports/units.csv');
      const raw = await fetch(`${bench.running.url}/api/exports/units.csv`, {
        headers: { cookie: bench.admin.cookie },
      });
      expect([...new Uint8Array(await raw.arrayBuffer()).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(body).toContain('\r\n"0001","CAM-1"');
      expect(body).toContain('"00000000000000000005"');
      expect(body).toContain(`"'=0003"`);
      expect(body).toContain('"A""4"');
      const excel = (await bench.admin.send<string>('GET', '/api/exports/units.csv?excel=true&text=0001')).body;
      expect(excel).toContain('"=""0001"""');
      const arrivals = (await bench.admin.send<string>('GET', '/api/exports/arrivals.csv')).body.trim().split('\r\n');
      expect(arrivals).toHaveLength(6);
      expect(arrivals[1]).toContain('"PO-1","Lumina"');
      const history = (
        await bench.admin.send<string>('GET', `/api/exports/units/${units[0]?.unit_id ?? ''}/history.csv`)
      ).body;
      expect(history).toContain('"0001","CAM-1","receipt-saved"');
      expect((await bench.admin.send('GET', `/api/exports/units/${uuidv7()}/history.csv`)).status).toBe(404);
    });

    test('two stations ship one unit: a case names both facts, a supervisor resolves it once', async () => {
      const [one, two] = [await pair('Pack 1', 'packing'), await pair('Pack 2', 'packing')];
      const [unit] = units;
      const [first, second] = orders;
      if (!unit || !first || !second) throw new Error('the bench is not filled');
      one.log.record(...ship(first, unit));
      two.log.record(...ship(second, unit));
      await one.push();
      const outcomes = (await two.push()).outcomes.map((outcome) => outcome.outcome);
      expect(outcomes).toContain('accepted-with-case');
      const { rows } = await bench.admin.call('cases.list', { query: { state: 'open', serial: unit.serial_raw } });
      expect(rows.length).toBeGreaterThan(0);
      const [open] = rows;
      const facts = new Set(
        open?.facts.map((fact) => `${fact.station.name ?? ''} ${fact.document?.number ?? ''} ${fact.serial_raw ?? ''}`),
      );
      expect(facts).toEqual(new Set(['Pack 1 SO-1 0001', 'Pack 2 SO-2 0001']));
      expect(
        (await bench.admin.call('units.list', { query: { disputed: 'true' } })).rows.map((row) => row.serial_raw),
      ).toEqual(['0001']);
      const path = `/api/cases/${open?.case_id ?? ''}/resolve`;
      const unknown = await bench.admin.send('POST', path, { body: { chosen_event_id: uuidv7(), note: 'x' } });
      expect([unknown.status, unknown.body.code]).toEqual([422, 'case.unknown-fact']);
      const chosen_event_id = open?.facts[0]?.event_id ?? null;
      const resolved = await bench.admin.call('cases.resolve', {
        params: { case_id: open?.case_id ?? '' },
        body: { chosen_event_id, note: 'Seen on camera' },
      });
      expect(resolved.case).toMatchObject({ state: 'resolved', chosen_event_id, resolution_note: 'Seen on camera' });
      const again = await bench.admin.send('POST', path, { body: { chosen_event_id: null, note: 'x' } });
      expect([again.status, again.body.code]).toEqual([409, 'case.already-resolved']);
      expect((await bench.admin.send<string>('GET', '/api/exports/cases.csv')).body).toContain('"Pack 2"');
    });

    test('case.event-held: the case lists a station’s held events in pages, a supervisor tries them again or dismisses them', async () => {
      const station = await pair('Dock 9', 'receiving');
      const before = (await bench.admin.call('summary.get')).held_events;
      for (let n = 0; n < 5; n += 1) station.log.record(openingOf(uuidv7(), warehouse_id));
      await station.push();
      const { rows } = await bench.admin.call('cases.list', { query: { state: 'open', rule: 'case.event-held' } });
      const held = rows.filter((row) => row.held?.station.name === 'Dock 9');
      expect(held.map((row) => row.held)).toMatchObject([{ reason: 'held.unknown-document', count: 5 }]);
      const params = { case_id: held[0]?.case_id ?? '' };
      const first = await bench.admin.call('cases.held', { params, query: { limit: '3' } });
      const rest = await bench.admin.call('cases.held', { params, query: { limit: '3', after: first.next ?? '' } });
      expect([first.matching.count, first.rows.length, rest.rows.length, rest.next]).toEqual([5, 3, 2, null]);
      expect(first.rows[0]).toMatchObject({
        type: 'receiving-session-opened',
        seq: 1,
        held_reason: 'held.unknown-document',
        waits_for: [{ entity: 'purchase_order' }],
      });
      expect(await bench.admin.call('cases.retry', { params })).toEqual({ tried: 5, applied: 0 });
      const body = { chosen_event_id: null, note: 'The orders were deleted in the shop.' };
      const decided = await bench.admin.call('cases.resolve', { params, body });
      expect(decided.case).toMatchObject({ state: 'resolved', held: { count: 5 } });
      // What was dismissed needs no look any more.
      expect((await bench.admin.call('summary.get')).held_events).toBe(before);
      expect((await bench.admin.call('cases.held', { params, query: {} })).matching.count).toBe(5);
      expect((await bench.admin.send('POST', `/api/cases/${uuidv7()}/retry`)).status).toBe(404);
    });

    test('held.quota: beyond it a push is answered 429 with a time to come back, and nothing is stored', async () => {
      const station = await pair('Dock 10', 'receiving');
      for (let n = 0; n <= HELD_QUOTA; n += 1) station.log.record(openingOf(uuidv7(), warehouse_id));
      const events = station.log.log;
      for (let at = 0; at < HELD_QUOTA; at += 250) await station.push(events.slice(at, at + 250));
      const refused = await station.pushed(events.slice(HELD_QUOTA));
      expect([refused.status, refused.body.code]).toEqual([429, 'held.quota']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      const { rows } = await bench.admin.call('cases.list', { query: { state: 'open', rule: 'case.event-held' } });
      const held = rows.find((row) => row.held?.station.name === 'Dock 10');
      expect(held?.held?.count).toBe(HELD_QUOTA);
      const body = { chosen_event_id: null, note: 'Nobody knows these orders.' };
      await bench.admin.call('cases.resolve', { params: { case_id: held?.case_id ?? '' }, body });
      expect((await station.push(events.slice(HELD_QUOTA))).outcomes).toHaveLength(1);
    });

    test('sync.protocol-newer: told so, whatever else the message holds', async () => {
      const headers = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION + 1) };
      for (const path of ['hello', 'push', 'pair']) {
        const answer = await bench.nobody().send('POST', `/api/sync/${path}`, { headers, body: { strange: true } });
        expect([answer.status, answer.body.code]).toEqual([426, 'sync.protocol-newer']);
        expect(answer.headers.get(PROTOCOL_HEADER)).toBe(String(PROTOCOL_VERSION));
      }
    });

    test('sync.protocol-older: a station from before says its version within its messages; it is told what to do, and nothing of it is read', async () => {
      const station = await pair('From before', 'receiving');
      station.log.record({ type: 'order-confirmed', body: { order_id: orders[0]?.order_id ?? '' } });
      const { incarnation } = station.log;
      const before: Readonly<Record<string, object>> = {
        hello: { protocol: 1, software: 'old', incarnation, last_seq: 1, cursor: null, sent_at: 1, backlog: 1 },
        push: { protocol: 1, incarnation, events: station.log.log, backlog: 1 },
        pair: { protocol: 1, pairing_code: 'ABCD-EFGH', computer_name: 'old' },
      };
      for (const [path, body] of Object.entries(before)) {
        const response = await fetch(`${bench.running.url}/api/sync/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${station.credential}` },
          body: JSON.stringify(body),
        });
        const problem = (await response.json()) as Problem;
        expect([response.status, problem.code, problem.detail]).toEqual([
          426,
          'sync.protocol-older',
          ERRORS['sync.protocol-older'].meaning,
        ]);
      }
      // What it has is taken once it is updated.
      expect((await station.hello()).body.durable_seq).toBe(0);
      expect((await station.push()).durable_seq).toBe(1);
    });

    test('sync.envelope-invalid: a changed envelope is refused and nothing is stored', async () => {
      const station = await pair('Forger', 'receiving');
      const [envelope] = station.log.record({ type: 'order-confirmed', body: { order_id: orders[0]?.order_id ?? '' } });
      if (!envelope) throw new Error('nothing was recorded');
      const answer = await station.send('POST', '/api/sync/push', {
        incarnation: station.log.incarnation,
        backlog: 1,
        is_oldest: false,
        signature: signBatch([envelope]),
        events: [{ ...envelope, captured_at: 1 }],
      });
      expect([answer.status, answer.body.code]).toEqual([400, 'sync.envelope-invalid']);
      expect((await station.hello()).body.durable_seq).toBe(0);
    });

    test('station.revoked and station.unauthenticated', async () => {
      const station = await pair('Gone', 'receiving');
      const row = (await bench.admin.call('stations.list')).rows.find((one) => one.name === 'Gone');
      await station.hello();
      const heard = await bench.admin.call('summary.get');
      await bench.admin.call('stations.revoke', { params: { station_id: row?.station_id ?? '' }, body: {} });
      expect((await station.hello()).status).toBe(403);
      // Nobody waits to hear it: the overview no longer counts it at all.
      const { stations, stations_online } = await bench.admin.call('summary.get');
      expect([stations, stations_online]).toEqual([heard.stations - 1, heard.stations_online - 1]);
      for (const authorization of [
        '',
        'Bearer x',
        `Bearer sb1.${bench.tenant_id}.${row?.station_id ?? ''}.${'A'.repeat(43)}`,
      ]) {
        const answer = await bench.nobody().send('GET', '/api/sync/hints', { headers: { authorization } });
        expect([answer.status, answer.body.code]).toEqual([401, 'station.unauthenticated']);
      }
    });

    test('a hint arrives at the station’s own client when the head moves', async () => {
      const code = await bench.admin.call('stations.create', {
        body: { name: 'Hinted', kind: 'packing', warehouse_id },
      });
      const paired = PairResponse.parse(
        (
          await bench.nobody().send<unknown>('POST', '/api/sync/pair', {
            body: { pairing_code: code.pairing_code, computer_name: 'x', public_key: PUBLIC_KEY, only_central: null },
          })
        ).body,
      );
      const stop = new AbortController();
      const client = centralClient({ ...paired, central_url: bench.running.url });
      const reader = (await client.hints({}, stop.signal)).getReader();
      const decoder = new TextDecoder();
      const { version } = await bench.admin.call('summary.get');
      await bench.admin.call('vendors.create', { body: { code: 'HINT', name: 'Hint' } });
      let text = '';
      while (!text.includes(`"version":${version + 1}`))
        text += decoder.decode((await reader.read()).value, { stream: true });
      expect(text).toContain('event: head');
      stop.abort();
    });

    test('pairing.wrong-code: a code works once and not after its time', async () => {
      const code = await bench.admin.call('stations.create', {
        body: { name: 'Once', kind: 'receiving', warehouse_id },
      });
      const request = {
        body: { pairing_code: code.pairing_code, computer_name: 'x', public_key: PUBLIC_KEY, only_central: null },
      };
      bench.later(15 * 60 * 1000 + 1);
      expect((await bench.nobody().send('POST', '/api/sync/pair', request)).body.code).toBe('pairing.wrong-code');
      const again = await bench.admin.call('stations.pairing_code', { params: { station_id: code.station_id } });
      const good = { body: { ...request.body, pairing_code: again.pairing_code } };
      expect((await bench.nobody().send('POST', '/api/sync/pair', good)).status).toBe(200);
      expect((await bench.nobody().send('POST', '/api/sync/pair', good)).body.code).toBe('pairing.wrong-code');
    });

    test('pairing.wrong-code: wrong codes of an address slow it, close it to nobody and leave no row', async () => {
      bench.later(16 * 60 * 1000);
      const code = await bench.admin.call('stations.create', {
        body: { name: 'Slowed', kind: 'receiving', warehouse_id },
      });
      const tryCode = (pairing_code: string) =>
        bench.nobody().send('POST', '/api/sync/pair', {
          body: { pairing_code, computer_name: 'x', public_key: PUBLIC_KEY, only_central: null },
        });
      const before = bench.waited();
      for (let at = 10; at < 60; at += 1) expect((await tryCode(`WRNG-CD${at}`)).body.code).toBe('pairing.wrong-code');
      expect(bench.waited() - before).toBeGreaterThan(30_000);
      const { store } = bench.running.central;
      const rows = await store.db
        .selectFrom('sign_in_attempt')
        .select('subject')
        .where('tenant_id', 'in', [bench.tenant_id, NO_TENANT])
        .where('subject', 'like', '%pair%')
        .execute();
      expect(rows).toEqual([]);
      expect((await tryCode(code.pairing_code)).status).toBe(200);
    });

    test('auth.slowed: a flood of pairing codes from one address waits in line, and what is too much is told when to come again', async () => {
      bench.later(16 * 60 * 1000);
      const flood = await Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          bench.nobody().send('POST', '/api/sync/pair', {
            body: { pairing_code: `FLUD-CD${at}`, computer_name: 'x', public_key: PUBLIC_KEY, only_central: null },
          }),
        ),
      );
      const codes = new Set(flood.map((one) => one.body.code));
      expect([...codes].filter((code) => code !== 'pairing.wrong-code' && code !== 'auth.slowed')).toEqual([]);
      for (const one of flood.filter(({ status }) => status === 429))
        expect(Number(one.headers.get('retry-after'))).toBeLessThan(60);
    });
  });
}
