import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PinsResponse, type Problem } from '@serialbridge/protocol';
import type { OperatorInput, OperatorListRow } from '@serialbridge/protocol/central';
import { PUBLIC_KEY } from '../store/test-station.ts';
import { givePin } from '../store/give-pin.ts';
import type { Answer, HttpBench } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';

/** PINs of people, and which of them a station gets. */
export function registerPinTests(engine: string, open: OpenBench): void {
  describe(`PINs over HTTP on ${engine}`, () => {
    let bench: HttpBench;
    let here = '';
    let elsewhere = '';
    let station_id = '';
    let credential = '';
    beforeAll(async () => {
      bench = await open();
      here = (await bench.admin.call('warehouses.list')).rows[0]?.warehouse_id ?? '';
      const other = await bench.admin.call('warehouses.create', { body: { code: 'FAR', name: 'Far away' } });
      elsewhere = other.warehouse_id;
      const made = await bench.admin.call('stations.create', {
        body: { name: 'Pin dock', kind: 'receiving', warehouse_id: here },
      });
      station_id = made.station_id;
      const { pairing_code } = made;
      const paired = await bench.nobody().send<{ credential: string }>('POST', '/api/sync/pair', {
        body: { pairing_code, computer_name: 'dock', public_key: PUBLIC_KEY, only_central: null },
      });
      ({ credential } = paired.body);
    });
    afterAll(() => bench.close());

    const create = (code: string, fields: Partial<OperatorInput> = {}): Promise<OperatorListRow> =>
      bench.admin.call('operators.create', {
        body: { code, name: `${code} B.`, role: 'operator', badge: null, warehouse_ids: null, active: true, ...fields },
      });
    const update = async (code: string, fields: Partial<OperatorInput>): Promise<OperatorListRow> => {
      const row = (await bench.admin.call('operators.list')).rows.find((one) => one.code === code);
      const { operator_id = '' } = row ?? {};
      return bench.admin.call('operators.update', { params: { operator_id }, body: { ...row, ...fields } as never });
    };
    const asStation = <T = Problem>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
      bench.nobody().send<T>(method, path, {
        ...(body === undefined ? {} : { body }),
        headers: { authorization: `Bearer ${credential}` },
      });
    const pins = async (): Promise<PinsResponse['pins']> =>
      PinsResponse.parse((await asStation<unknown>('GET', '/api/sync/pins')).body).pins;

    const faults = async (fields: Partial<OperatorInput>): Promise<string[]> => {
      const body = { code: '4826', name: 'x', role: 'operator', badge: null, warehouse_ids: null, active: true };
      const answer = await bench.admin.send('POST', '/api/operators', { body: { ...body, ...fields } });
      expect(answer.status).toBe(422);
      expect(answer.body.code).toBe('pin.refused');
      return answer.body.errors.map((one) => one.code);
    };

    test('pin.refused: a trivial PIN, and a supervisor’s of four digits, with every fault at once', async () => {
      expect(await faults({ pin: '1111' })).toEqual(['pin.same-digit']);
      expect(await faults({ pin: '4826' })).toEqual(['pin.own-code']);
      expect(await faults({ pin: '1234', role: 'supervisor' })).toEqual(['pin.short', 'pin.run']);
      await expect(create('promoted', { pin: '9071' })).resolves.toMatchObject({ pin_state: 'set' });
      // Good enough for work at a dock, too short for who approves.
      await expect(update('promoted', { role: 'supervisor' })).resolves.toMatchObject({ pin_state: 'must-change' });
    });

    test('pin.station-list: a station gets PINs of active people who work in its warehouse, and of nobody else', async () => {
      const both = await create('both', { pin: '4826' });
      const mine = await create('mine', { pin: '9071', warehouse_ids: [here] });
      const far = await create('far', { pin: '3085', warehouse_ids: [elsewhere] });
      const gone = await create('gone', { pin: '7193', active: false });
      const none = await create('none');
      const given = new Map((await pins()).map((one) => [one.operator_id, one]));
      const has = (row: OperatorListRow): boolean => given.has(row.operator_id);
      expect([both, mine, far, gone, none].map(has)).toEqual([true, true, false, false, false]);
      expect(given.get(both.operator_id)?.pin_hash).toMatch(/^scrypt\$32768\$/u);
      await update('mine', { warehouse_ids: [elsewhere] });
      await update('both', { active: false });
      const after = (await pins()).map((one) => one.operator_id);
      expect([both, mine].filter((row) => after.includes(row.operator_id))).toEqual([]);
      expect((await bench.nobody().send('GET', '/api/sync/pins')).status).toBe(401);
    });

    test('pin.station-list: asked for many times at once, it is answered each time', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => asStation('GET', '/api/sync/pins')));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
    });

    test('pin.hash-is-secret: no hash in the feed, in the ledger, in a list of the console or in the audit log', async () => {
      await create('quiet', { pin: '4826' });
      const { store } = bench.running.central;
      const { tenant_id } = bench;
      const feed = await store.db.selectFrom('feed').select('row').where('tenant_id', '=', tenant_id).execute();
      const events = await store.db.selectFrom('event').select('envelope').where('tenant_id', '=', tenant_id).execute();
      const said = JSON.stringify([feed, events, await bench.admin.call('operators.list')]);
      expect(said).toContain('quiet');
      expect(said).not.toContain('scrypt');
      const audit = await store.db.selectFrom('audit_entry').selectAll().where('tenant_id', '=', tenant_id).execute();
      expect(JSON.stringify(audit)).not.toContain('scrypt');
    });

    test('pin.reset: an admin’s reset must be changed, at the station with the present PIN, and all of it is recorded', async () => {
      const { operator_id } = await create('reset', { pin: '4826' });
      expect(await update('reset', { pin: '9071' })).toMatchObject({ pin_state: 'must-change' });
      const before = (await pins()).find((one) => one.operator_id === operator_id);
      expect(before?.must_change).toBe(true);
      const change = (pin: string, new_pin: string): Promise<Answer<Problem>> =>
        asStation('POST', '/api/sync/change-pin', { operator_id, pin, new_pin });
      expect((await change('4826', '3085')).body.code).toBe('auth.wrong-pin');
      expect((await change('9071', '2580')).body.errors.map((one) => one.code)).toEqual(['pin.path']);
      expect((await change('9071', '9071')).body.errors.map((one) => one.code)).toEqual(['pin.unchanged']);
      const done = await change('9071', '3085');
      expect([done.status, (await pins()).find((one) => one.operator_id === operator_id)]).toEqual([200, done.body]);
      expect(done.body).toMatchObject({ must_change: false });
      const { store } = bench.running.central;
      const entries = await store.db
        .selectFrom('audit_entry')
        .select(['kind', 'operator_id', 'by'])
        .where('tenant_id', '=', bench.tenant_id)
        .where('subject_id', '=', operator_id)
        .where('kind', 'in', ['pin-reset', 'pin-changed'])
        .orderBy('at')
        .execute();
      expect(entries.map(({ kind, by }) => [kind, by])).toEqual([
        ['pin-reset', null],
        ['pin-reset', null],
        ['pin-changed', 'Pin dock'],
      ]);
      expect(entries[2]?.operator_id).toBe(operator_id);
    });

    test('auth.locked: a station that guesses a present PIN is stopped, and people who work elsewhere are unknown to it', async () => {
      const { operator_id } = await create('guessed', { pin: '4826' });
      const guess = (pin: string, who = operator_id): Promise<Answer<Problem>> =>
        asStation('POST', '/api/sync/change-pin', { operator_id: who, pin, new_pin: '307192' });
      for (let n = 0; n < 5; n += 1) expect((await guess(`500${n}`)).body.code).toBe('auth.wrong-pin');
      expect((await guess('4826')).body.code).toBe('auth.locked');
      const far = await create('far-too', { pin: '4826', warehouse_ids: [elsewhere] });
      expect((await guess('4826', far.operator_id)).body.code).toBe('auth.wrong-pin');
    }, 30_000);

    test('pin.own: everybody changes the own PIN in the console, with the present one if there is one', async () => {
      const { store } = bench.running.central;
      const me = (await bench.admin.call('session.get')).operator;
      await store.transaction(({ db }) =>
        db
          .deleteFrom('operator_secret')
          .where('tenant_id', '=', bench.tenant_id)
          .where('operator_id', '=', me.operator_id)
          .execute(),
      );
      await givePin(store, bench.tenant_id, me.operator_id, '246810');
      const change = (body: object): Promise<Answer<Problem>> => bench.admin.send('POST', '/api/account/pin', { body });
      expect((await change({ pin: null, new_pin: '482613' })).body.code).toBe('auth.wrong-pin');
      expect((await change({ pin: '246810', new_pin: '4826' })).body.errors.map((one) => one.code)).toEqual([
        'pin.short',
      ]);
      expect((await change({ pin: '246810', new_pin: '482613' })).status).toBe(200);
      expect(
        (await bench.nobody().send('POST', '/api/account/pin', { body: { pin: null, new_pin: '1' } })).status,
      ).toBe(401);
    });

    test('pin.expire: revoking a station names whose PINs lie on it, and takes them away if that is asked', async () => {
      await create('on-disk', { pin: '4826' });
      await create('changed', { pin: '4826' });
      await pins();
      await update('changed', { pin: '9071' });
      const on = await bench.admin.call('stations.pins_on', { params: { station_id } });
      const codes = on.people.map((one) => one.code);
      // The PIN that lies there of somebody who changed it since is worth nothing.
      expect([codes.includes('on-disk'), codes.includes('changed')]).toEqual([true, false]);
      await bench.admin.call('stations.revoke', { params: { station_id }, body: { expire_pins: true } });
      const people = new Map((await bench.admin.call('operators.list')).rows.map((one) => [one.code, one.pin_state]));
      expect([people.get('on-disk'), people.get('changed')]).toEqual(['none', 'must-change']);
      expect((await bench.admin.call('stations.pins_on', { params: { station_id } })).people).toEqual([]);
      expect((await asStation('GET', '/api/sync/pins')).body.code).toBe('station.revoked');
      const { store } = bench.running.central;
      const expired = await store.db
        .selectFrom('audit_entry')
        .select('details')
        .where('tenant_id', '=', bench.tenant_id)
        .where('kind', '=', 'pins-expired')
        .execute();
      expect(expired.map(({ details }) => JSON.parse(details) as unknown)).toEqual([{ people: codes.length }]);
    });
  });
}
